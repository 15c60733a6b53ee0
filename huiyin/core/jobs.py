"""The queue. It lives in the database: a job deferred by an action commits or vanishes with the action's change.

Actions defer by name (`jobs.defer("channels.send_mail", outgoing_id=…)`), so that they import no job. `jobs.py` of a
context holds the tasks, `sweeps.py` what runs by the clock; the worker imports both
(settings.PROCRASTINATE_IMPORT_PATHS). Everything here may run twice: a task looks first whether its work is still to
be done.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from procrastinate import RetryStrategy, tasks
from procrastinate.contrib.django import app
from psycopg.types.json import Jsonb

from huiyin.core import clockwatch, pipeline

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

# A job that fails unexpectedly (a bug, a database that went away) is tried again; what then still fails stays visible.
MOST_ATTEMPTS = 5
_AGAIN = RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=4)


def defer(
    name: str, *, queue: str = "default", at: datetime | None = None, lock: str | None = None, **arguments: Any
) -> int:
    """Put a job into the queue as part of the present transaction; returns its id. `arguments` are plain JSON values.

    `at` delays it; jobs with the same `lock` run one after the other, in order.
    """
    deferrer = tasks.configure_task(
        name=name, job_manager=app.job_manager, queue=queue, schedule_at=at, lock=lock, task_kwargs={}
    )
    return deferrer.defer(**arguments)


_DEFER = (
    b"SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(%s::text, %s::text, 0, NULL, NULL, %s::jsonb, NULL)]"
    b"::procrastinate_job_to_defer_v1[])"
)


def deferral(name: str, *, queue: str = "default", **arguments: Any) -> pipeline.Statement:
    """What `defer` would send, for writers that let it run with the rows it belongs to (`pipeline.insert`)."""
    return _DEFER, [queue, name, Jsonb(arguments)]


def job(name: str, *, queue: str = "default") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a function as the job `name`; the function itself stays callable as it is."""

    def register(function: Callable[P, R]) -> Callable[P, R]:
        app.task(name=name, queue=queue, retry=_AGAIN)(_with_fresh_connection(function))
        return function

    return register


def each(rows: Iterable[T], work: Callable[[T], int], *, log: logging.Logger, told: str) -> int:
    """Work on every row; one that breaks is logged (`told`, with the row for its %s), does not stop the others and is
    found again the next time. Returns the sum of what `work` gives.
    """
    done = 0
    for row in rows:
        try:
            done += work(row)
        except Exception:
            log.exception(told, row)
    return done


def in_true_time(function: Callable[[int], R]) -> Callable[[int], R | None]:
    """A round that waits while the machine's clock is ahead of the truth (`clockwatch`); the next finds its work."""

    @wraps(function)
    def tick(timestamp: int) -> R | None:
        if clockwatch.holds_back():
            log.error("%s waits: the clock jumped ahead; see huiyin clock", function.__name__)
            return None
        return function(timestamp)

    return tick


def sweep(
    name: str, *, cron: str, queue: str = "sweeps", at_any_time: bool = False
) -> Callable[[Callable[[], R]], Callable[[], R]]:
    """Register a function that runs by the clock: `cron` has five fields, or six with seconds last.

    A sweep whose last run still waits is not queued again; what it missed it finds the next time, and so it does when
    the database went away in the middle. Two runs may overlap
    (no lock: a worker that was killed would hold it for ever), so a sweep locks the rows it acts on. While the
    machine's clock is ahead of the truth it waits, unless it may run `at_any_time`.
    """

    def register(function: Callable[[], R]) -> Callable[[], R]:
        @wraps(function)
        def tick(timestamp: int) -> R | None:
            try:
                return _with_fresh_connection(function)()
            except (OperationalError, InterfaceError) as error:
                if not _is_cut_off(error):
                    raise
                log.warning("%s ends early, the database went away: %s", name, error)
                return None

        run = tick if at_any_time else in_true_time(tick)
        task = app.task(name=name, queue=queue, queueing_lock=name)(run)
        app.periodic(cron=cron)(task)
        return function

    return register


def _is_cut_off(error: OperationalError | InterfaceError) -> bool:
    """Whether the database ended the connection or took none: a restart (class 57P), a network that broke (08, or
    nothing said at all). A statement that took too long, a full disk, a deadlock are none of these."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(("57P", "08"))


def _with_fresh_connection(function: Callable[P, R]) -> Callable[P, R]:
    """A worker's threads keep their connections for long: one that broke or grew old is replaced."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        close_old_connections()
        try:
            return function(*args, **kwargs)
        finally:
            close_old_connections()

    return run


def last_heartbeat() -> datetime | None:
    """When a worker was last seen alive; None when none has run. For `doctor` and the status page."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        found: datetime | None = cursor.fetchone()[0]
    return found


def resume_lost() -> tuple[int, int]:
    """Put the jobs of workers that were killed back into the queue; (how many, how many were given up after
    `MOST_ATTEMPTS`). Safe to run at once twice.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT job.id, job.attempts FROM procrastinate_jobs job "
            "LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id "
            "WHERE job.status = 'doing' "
            "AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s)) "
            "ORDER BY job.id LIMIT 1000 FOR UPDATE OF job SKIP LOCKED",
            [settings.WORKER_LOST_SECONDS],
        )
        lost = cursor.fetchall()
        for job_id, attempts in lost:
            if attempts + 1 < MOST_ATTEMPTS:
                cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job_id])
            else:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])
    given_up = sum(attempts + 1 >= MOST_ATTEMPTS for _job_id, attempts in lost)
    return len(lost) - given_up, given_up


def bring_back() -> int:
    """Work that was put off while the clock was ahead is due now that it is right again, and workers of that time that
    are gone are seen to be; returns how many jobs."""
    ahead = clockwatch.LIMIT.total_seconds()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() "
            "WHERE last_heartbeat > now() + %s * interval '1 second'",
            [ahead],
        )
        cursor.execute(
            "UPDATE procrastinate_jobs job SET scheduled_at = now() WHERE job.status = 'todo' "
            "AND job.scheduled_at > now() AND EXISTS (SELECT 1 FROM procrastinate_events one "
            "WHERE one.job_id = job.id AND one.type <> 'scheduled' AND one.at > now() + %s * interval '1 second')",
            [ahead],
        )
        found: int = cursor.rowcount
    return found


def waiting() -> dict[str, int]:
    """How many jobs stand in each state that somebody should look at: `todo`, `doing`, `failed`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text, count(*) FROM procrastinate_jobs "
            "WHERE status IN ('todo', 'doing', 'failed') GROUP BY status"
        )
        found = dict(cursor.fetchall())
    return {state: found.get(state, 0) for state in ("todo", "doing", "failed")}


def oldest_due() -> datetime | None:
    """Since when the job that should have run first waits; None when nothing is due. For the status page."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(coalesce(job.scheduled_at, event.at)) FROM procrastinate_jobs job "
            "JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred' "
            "WHERE job.status = 'todo' AND coalesce(job.scheduled_at, event.at) < now()"
        )
        found: datetime | None = cursor.fetchone()[0]
    return found
