"""What people are told when a request failed: a database that is away, a question that took too long."""

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from huiyin.core import config, failures


def ask_slowly() -> None:
    """A statement that the database stops."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
        cursor.execute("SELECT pg_sleep(5)")


def told_of(error: Exception) -> HttpResponse:
    try:
        raise RuntimeError("told further up") from error
    except RuntimeError:
        return failures.page(RequestFactory().get("/queue"))


@pytest.mark.django_db
def test_a_question_that_takes_too_long_is_stopped_and_the_page_says_what_to_ask_instead() -> None:
    with pytest.raises(OperationalError) as stopped:
        ask_slowly()
    assert failures.is_too_slow(stopped.value)
    answer = told_of(stopped.value)
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "缩小范围" in page
    assert "a shorter time" in page
    assert "no effect" in page
    assert "Retry-After" not in answer.headers  # the same again would take as long


def test_a_database_that_is_away_is_not_called_slow() -> None:
    error = OperationalError("the server closed the connection")
    assert not failures.is_too_slow(error)
    answer = told_of(error)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert told_of(ValueError("ours")).status_code == 500


def test_a_request_may_take_less_time_than_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_HUIYIN_ANSWERS_REQUESTS", "HUIYIN_STATEMENT_TIMEOUT_MS", "HUIYIN_JOB_STATEMENT_TIMEOUT_MS"):
        monkeypatch.delenv(name, raising=False)
    of_a_job = config.statement_timeout_ms()
    config.answer_requests()
    assert 0 < config.statement_timeout_ms() < of_a_job
    monkeypatch.setenv("HUIYIN_STATEMENT_TIMEOUT_MS", "700")
    assert "statement_timeout=700 " in config.database()["OPTIONS"]["options"]
    monkeypatch.delenv("_HUIYIN_ANSWERS_REQUESTS")
    assert "statement_timeout=700 " not in config.database()["OPTIONS"]["options"]
