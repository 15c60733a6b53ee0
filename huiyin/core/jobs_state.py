"""How the queue stands: what waits since when, who works, what runs by the clock, what failed. For the administrator's
page, the alarm of lateness, and to try a failed job again."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused

# A job that is due and still waits after so long is late: the worker is down, or has too much to do.
LATE = timedelta(minutes=3)
FAILURES = 50


@dataclass(frozen=True)
class Queue:
    """One queue: how many jobs are due, run, failed for good; since when the oldest due one waits (None: none)."""

    name: str
    due: int
    doing: int
    failed: int
    oldest: datetime | None


@dataclass(frozen=True)
class Failure:
    """A job that was given up. Its arguments are ids and small values, never personal data."""

    id: int
    queue: str
    task: str
    attempts: int
    arguments: dict[str, Any]
    at: datetime | None


@dataclass(frozen=True)
class Beat:
    """A worker and when it last gave a sign of life."""

    id: int
    at: datetime

    def is_silent(self, at: datetime) -> bool:
        """Is it gone, as the others see it?"""
        return (at - self.at).total_seconds() > settings.WORKER_LOST_SECONDS


@dataclass(frozen=True)
class Round:
    """Something that runs by the clock, and when it was last put into the queue."""

    task: str
    at: datetime


_QUEUES = """
SELECT job.queue_name,
       count(*) FILTER (WHERE job.status = 'todo' AND coalesce(job.scheduled_at, event.at) <= %(at)s),
       count(*) FILTER (WHERE job.status = 'doing'),
       count(*) FILTER (WHERE job.status = 'failed'),
       min(coalesce(job.scheduled_at, event.at))
           FILTER (WHERE job.status = 'todo' AND coalesce(job.scheduled_at, event.at) <= %(at)s)
FROM procrastinate_jobs job
LEFT JOIN LATERAL (
    SELECT min(one.at) AS at FROM procrastinate_events one WHERE one.job_id = job.id AND one.type = 'deferred'
) event ON true
WHERE job.status IN ('todo', 'doing', 'failed')
GROUP BY job.queue_name ORDER BY job.queue_name
"""
_FAILED = """
SELECT job.id, job.queue_name, job.task_name, job.attempts, job.args::text,
       (SELECT max(one.at) FROM procrastinate_events one WHERE one.job_id = job.id)
FROM procrastinate_jobs job WHERE job.status = 'failed' ORDER BY job.id DESC LIMIT %s
"""


def queues(at: datetime) -> list[Queue]:
    """Every queue in which something waits, runs or failed. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUES, {"at": at})
        return [Queue(*row) for row in cursor.fetchall()]


def failures(limit: int = FAILURES) -> list[Failure]:
    """The newest jobs that were given up."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, [limit])
        return [Failure(row[0], row[1], row[2], row[3], json.loads(row[4]), row[5]) for row in cursor.fetchall()]


def oldest(at: datetime) -> datetime | None:
    """Since when the job that should have run first waits; None when nothing is due."""
    return min((one.oldest for one in queues(at) if one.oldest is not None), default=None)


def workers() -> list[Beat]:
    """The workers that are known, the liveliest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, last_heartbeat FROM procrastinate_workers ORDER BY last_heartbeat DESC LIMIT 50")
        return [Beat(*row) for row in cursor.fetchall()]


def rounds() -> list[Round]:
    """When each sweep was last put into the queue, by its name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, max(defer_timestamp) FROM procrastinate_periodic_defers GROUP BY task_name ORDER BY 1"
        )
        return [Round(task, datetime.fromtimestamp(at, UTC)) for task, at in cursor.fetchall() if at is not None]


def retry(job_id: int, at: datetime) -> None:
    """Put a failed job back into the queue for `at`. Raises Refused: `job.not_failed` (it runs, waits or is done),
    `job.waits` (the next round of the same sweep waits already and will do its work)."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE", [job_id])
            if cursor.fetchone() is None:
                raise Refused("job.not_failed", _("This job has not failed: it waits, runs or is done."))
            cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, at])
    except IntegrityError:
        raise Refused(
            "job.waits", _("The next round of the same work waits already; it does what this one left undone.")
        ) from None
