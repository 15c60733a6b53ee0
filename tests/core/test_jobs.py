"""The queue: part of the transaction, run by a worker."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from huiyin.core import config, jobs
from huiyin.settings import BASE_DIR


@pytest.mark.django_db
def test_a_job_vanishes_with_the_change_that_deferred_it():
    def stumble() -> None:
        with transaction.atomic():
            jobs.defer("channels.send_mail", queue="mail", outgoing_id="x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stumble()
    assert not ProcrastinateJob.objects.exists()
    job_id = jobs.defer("channels.send_mail", queue="mail", outgoing_id="x")
    assert ProcrastinateJob.objects.get(pk=job_id).args == {"outgoing_id": "x"}
    assert jobs.waiting() == {"todo": 1, "doing": 0, "failed": 0}


@pytest.mark.django_db
def test_deferring_imports_no_job():
    """A web process defers by name; the names it knows need not be imported there."""
    jobs.defer("a.job.of.another.process", value=1)
    assert ProcrastinateJob.objects.get().task_name == "a.job.of.another.process"


def test_the_worker_finds_the_jobs_and_sweeps_of_every_context():
    found = config.job_modules(BASE_DIR)
    assert {"huiyin.channels.jobs", "huiyin.channels.sweeps", "huiyin.cases.sweeps", "huiyin.clocks.sweeps"} <= set(
        found
    )
    assert "huiyin.core.jobs" not in found
    app.perform_import_paths()
    assert {"channels.send_mail", "channels.resend_mail", "cases.carry_alarms", "clocks.fire_due"} <= set(app.tasks)


def test_every_sweep_has_a_time_and_does_not_pile_up():
    app.perform_import_paths()
    periodic = app.periodic_registry.periodic_tasks
    assert len(periodic) >= 4
    for (name, _id), entry in periodic.items():
        assert entry.task.queueing_lock, name


def _ask(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def sweep_that():
    """Makes a sweep of one statement; the queue forgets it afterwards."""
    made: list[str] = []
    periodic = app.periodic_registry.periodic_tasks

    def make(statement: str):
        made.append(f"test.ask.{len(made)}")
        jobs.sweep(made[-1], cron="* * * * *", at_any_time=True)(lambda: _ask(statement))
        return app.tasks[made[-1]].func

    yield make
    for name in made:
        del app.tasks[name]
        periodic.pop((name, ""))


@pytest.mark.django_db(transaction=True)
def test_a_sweep_whose_database_went_away_ends_and_leaves_its_work_to_the_next(sweep_that, caplog):
    sweep_that("SELECT pg_terminate_backend(pg_backend_pid())")(0)
    assert "ends early, the database went away" in caplog.text
    sweep_that("SELECT 1")(0)


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_the_database_stopped_fails_where_it_is_seen(sweep_that):
    with pytest.raises(OperationalError):
        sweep_that("SET statement_timeout = 1; SELECT pg_sleep(5)")(0)
    with pytest.raises(ProgrammingError):
        sweep_that("SELECT nothing")(0)
    _ask("SET statement_timeout = 0")


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_does_what_was_deferred_and_leaves_a_heartbeat():
    done: list[str] = []

    @jobs.job("test.write_down")
    def write_down(word: str) -> None:
        done.append(word)
        done.append("alive" if jobs.last_heartbeat() else "unseen")

    assert jobs.last_heartbeat() is None
    jobs.defer("test.write_down", word="hello")

    def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    # In a thread of its own: a browser test before it may have left this one with a running event loop.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()
    assert done == ["hello", "alive"]
    assert ProcrastinateJob.objects.get(task_name="test.write_down").status == "succeeded"
    assert jobs.waiting()["failed"] == 0


@pytest.mark.django_db
def test_what_was_put_off_while_the_clock_was_ahead_is_due_when_it_is_right_again():
    """A job that was tried again in a wrong year would wait for a year, and nobody would see it."""
    wrong, later = jobs.defer("a.b", queue="mail"), jobs.defer("c.d", queue="mail")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 year'")
        cursor.execute("UPDATE procrastinate_events SET at = now() + interval '1 year' WHERE job_id = %s", [wrong])
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() + interval '1 year') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        assert jobs.bring_back() == 1
        cursor.execute("SELECT id, scheduled_at <= now() FROM procrastinate_jobs")
        assert dict(cursor.fetchall()) == {wrong: True, later: False}
        cursor.execute("SELECT last_heartbeat <= now() FROM procrastinate_workers WHERE id = %s", [worker])
        assert cursor.fetchone()[0]
    assert jobs.bring_back() == 0
