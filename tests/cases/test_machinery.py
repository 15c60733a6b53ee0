"""Work in the background: lateness raises an alarm, what failed can be tried again, nothing is done twice."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from huiyin.audit.models import Entry
from huiyin.cases import sweeps
from huiyin.cases.actions import machinery
from huiyin.cases.models import Notification
from huiyin.core import jobs, jobs_state
from huiyin.core.actors import system
from huiyin.core.errors import Refused
from huiyin.core.time import now
from tests.people import House

pytestmark = pytest.mark.django_db
BY = system("test")


def age(job_id: int, span: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [now() - span, job_id])


def fail(job_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job_id])
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])


def beat() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def test_the_oldest_due_age_is_told_per_queue() -> None:
    old, new = jobs.defer("a.b", queue="mail"), jobs.defer("a.b", queue="mail")
    jobs.defer("c.d", queue="default", at=now() + timedelta(hours=1))
    age(old, timedelta(minutes=9))
    age(new, timedelta(minutes=1))
    found = {queue.name: queue for queue in jobs_state.queues(now())}
    assert (found["mail"].due, found["default"].due, found["default"].oldest) == (2, 0, None)
    assert found["mail"].oldest is not None
    assert timedelta(minutes=8) < now() - found["mail"].oldest < timedelta(minutes=10)


def test_lateness_tells_the_administrators_once_an_hour_and_nobody_else(house: House) -> None:
    """Never ours (silent background jobs): an alert on lateness, not on counts."""
    for _n in range(500):
        last = jobs.defer("a.b", queue="mail")
    assert sweeps.watch_jobs() == 0
    age(last, timedelta(minutes=4))
    assert sweeps.watch_jobs() == 1
    sweeps.watch_jobs()
    row = Notification.objects.get()
    assert (row.user, row.kind, row.case_id, row.details["queue"]) == (house["adi"], "jobs", None, "mail")


def test_a_job_that_was_given_up_is_told_once(house: House) -> None:
    fail(jobs.defer("a.b", queue="mail"))
    sweeps.watch_jobs()
    sweeps.watch_jobs()
    assert Notification.objects.get().details == {"variant": "failed", "queue": "mail", "count": 1}
    fail(jobs.defer("a.b", queue="mail"))
    sweeps.watch_jobs()
    assert Notification.objects.count() == 2


def test_a_failed_job_is_tried_again_once_and_the_ledger_says_by_whom(house: House) -> None:
    job_id = jobs.defer("a.b", queue="mail", x=1)
    by = house.by("adi")
    with pytest.raises(Refused) as refused:
        machinery.retry_job(job_id=job_id, by=by, at=now())
    assert refused.value.code == "job.not_failed"
    fail(job_id)
    machinery.retry_job(job_id=job_id, by=by, at=now())
    assert jobs.waiting() == {"todo": 1, "doing": 0, "failed": 0}
    with pytest.raises(Refused):
        machinery.retry_job(job_id=job_id, by=by, at=now())
    entry = Entry.objects.get(kind="job.retried")
    assert (entry.actor_label, entry.body["job"]) == (by.label, job_id)


def test_a_sweep_that_waits_again_needs_no_retry() -> None:
    def defer() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock) "
                "VALUES ('sweeps', 's', 's') RETURNING id"
            )
            found: int = cursor.fetchone()[0]
        return found

    first = defer()
    fail(first)
    defer()
    with pytest.raises(Refused) as refused:
        machinery.retry_job(job_id=first, by=BY, at=now())
    assert refused.value.code == "job.waits"


def test_administrators_see_the_state_on_the_page_and_on_every_page(client: Client, house: House) -> None:
    client.force_login(house["adi"])
    page = client.get("/desk/settings/jobs/")
    assert "hy-trouble" in page.content.decode()  # no worker runs in the tests
    beat()
    job_id = jobs.defer("a.b", queue="mail", x=1)
    fail(job_id)
    cache.clear()
    page = client.get("/desk/settings/jobs/")
    body = page.content.decode()
    assert "hy-trouble" not in body
    assert "x=1" in body
    assert len(page.context["alive"]) == 1
    late = jobs.defer("a.b", queue="mail")
    age(late, timedelta(minutes=7))
    cache.clear()
    assert "hy-trouble" in client.get("/desk/help/").content.decode()
    assert client.get("/desk/settings/jobs/").context["is_late"]
    client.force_login(house["tom"])
    cache.clear()
    assert "hy-trouble" not in client.get("/desk/help/").content.decode()


def test_the_button_tries_again(client: Client, house: House) -> None:
    client.force_login(house["adi"])
    job_id = jobs.defer("a.b", queue="mail")
    assert client.post(f"/desk/settings/jobs/{job_id}/again").status_code == 409
    fail(job_id)
    assert client.post(f"/desk/settings/jobs/{job_id}/again").status_code == 302
    assert jobs.waiting()["todo"] == 1


def test_rounds_are_told_with_their_last_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp) VALUES ('s', %s)",
            [int(timezone.now().timestamp())],
        )
    (one,) = jobs_state.rounds()
    assert one.task == "s"
    assert now() - one.at < timedelta(minutes=1)
