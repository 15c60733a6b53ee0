"""Rows of several tables in one statement, several questions in one round trip."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from huiyin.accounts.models import Membership, Unit, User
from huiyin.core import jobs, pipeline
from huiyin.core.time import now

pytestmark = pytest.mark.django_db


def rows() -> tuple[Unit, User, Membership]:
    unit = Unit(code="HQ", name="总公司", kind="head_office", path="/HQ/")
    user = User(email="li@house.example", name="李", employee_no="E1", unit=unit, date_joined=now())
    return unit, user, Membership(user=user, role="handler", unit=unit)


def test_rows_are_written_whatever_their_order_and_are_no_longer_new():
    unit, user, membership = rows()
    pipeline.insert([membership, user, unit])
    assert Membership.objects.select_related("user__unit").get().user.unit == unit
    user.name = "李梅"
    user.save(update_fields=["name"])
    assert User.objects.get().name == "李梅"


def test_a_family_is_one_statement_and_the_log_shows_it():
    unit, user, membership = rows()
    with CaptureQueriesContext(connection) as seen:
        pipeline.insert([unit, user, membership, Membership(user=user, role="supervisor", unit=unit)])
    assert [query["sql"].count("INSERT INTO") for query in seen.captured_queries] == [3]
    assert "'总公司'" in seen.captured_queries[0]["sql"]
    assert Membership.objects.count() == 2


def test_a_row_that_breaks_a_promise_undoes_the_whole_transaction():
    again = Unit(code="HQ", name="x", kind="head_office", path="/X/")
    with pytest.raises(IntegrityError), transaction.atomic():
        pipeline.insert([*rows(), again])
    assert not Unit.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_reference_to_nothing_is_refused():
    user = rows()[1]
    with pytest.raises(IntegrityError):
        pipeline.insert([user])
    assert not User.objects.exists()


def test_after_a_failure_the_transaction_does_nothing_more():
    def go_on() -> None:
        with transaction.atomic():
            try:
                pipeline.insert([Unit(code="A", name="x", kind="branch", path="/A/")])  # a branch needs a parent
            except IntegrityError:
                Unit.objects.count()

    with pytest.raises(TransactionManagementError):
        go_on()
    assert not Unit.objects.exists()


def test_a_job_goes_into_the_queue_with_the_rows():
    pipeline.insert([rows()[0]], then=jobs.deferral("channels.send_mail", queue="mail", outgoing_id="x"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT queue_name, task_name, priority, args, status::text FROM procrastinate_jobs")
        assert cursor.fetchall() == [("mail", "channels.send_mail", 0, '{"outgoing_id": "x"}', "todo")]


def test_nothing_to_write_is_a_mistake():
    with pytest.raises(ValueError, match="nothing"):
        pipeline.insert([])


def test_several_questions_are_answered_in_order():
    pipeline.insert(rows())
    found = pipeline.ask(
        (b"SELECT code FROM accounts_unit WHERE path = ANY(%s)", [["/HQ/"]]), (b"SELECT 1 WHERE false", ())
    )
    assert found == [[("HQ",)], []]


def test_a_question_that_fails_is_told_in_djangos_errors():
    with pytest.raises(ProgrammingError, match="no_such_table"):
        pipeline.ask((b"SELECT 1 FROM no_such_table", ()))
