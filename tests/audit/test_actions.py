"""The ledger in the database: written once, never changed, verifiable, erasable where the law asks for it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import Error, connection, transaction

from huiyin.audit import actions, queries
from huiyin.audit.models import Access, Entry, Sealed
from huiyin.core import actors
from huiyin.core.ids import uuid7

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
SWEEP = actors.system("test")

pytestmark = pytest.mark.django_db


def test_entries_of_one_aggregate_form_a_chain_that_verifies():
    aggregate = ("case", uuid7())
    for kind in ("complaint.registered", "complaint.accepted", "complaint.closed"):
        actions.record(aggregate=aggregate, kind=kind, by=SWEEP, at=AT, body={"k": kind}, rule_versions=["p/r@1"])
    assert [entry.seq for entry in queries.chain(aggregate)] == [1, 2, 3]
    assert queries.verify(aggregate) == []
    assert list(queries.verify_all()) == []


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_entry SET kind = 'x'", "DELETE FROM audit_entry", "UPDATE audit_access SET reason = 'x'"]
)
def test_the_database_refuses_to_change_what_was_written(sql: str):
    actions.record(aggregate=("case", uuid7()), kind="complaint.accepted", by=SWEEP, at=AT)
    actions.looked(kind="read", by=SWEEP, at=AT)
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_change_behind_the_triggers_back_is_found():
    aggregate = ("case", uuid7())
    entry = actions.record(aggregate=aggregate, kind="complaint.accepted", by=SWEEP, at=AT, body={"amount": "100"})
    actions.record(aggregate=aggregate, kind="complaint.closed", by=SWEEP, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only")
        cursor.execute('UPDATE audit_entry SET body = \'{"amount": "900"}\' WHERE id = %s', [entry.id])
    assert queries.verify(aggregate) == ["entry 1 was changed"]
    assert [(kind, id_) for kind, id_, _ in queries.verify_all()] == [aggregate]


def test_erasing_a_personal_value_leaves_the_chain_whole():
    aggregate = ("case", uuid7())
    entry = actions.record(
        aggregate=aggregate,
        kind="complaint.registered",
        by=SWEEP,
        at=AT,
        personal={"name": "张三", "phone": "13800000000"},
    )
    assert "张三" not in str(Entry.objects.values().get(pk=entry.pk))
    assert "张三" in Sealed.objects.get(pk=entry.pk).values
    assert actions.erase_sealed(entry_id=entry.id, names=["name"], by=SWEEP, at=AT) == 1
    kept = Sealed.objects.get(pk=entry.pk).values
    assert "张三" not in kept
    assert "13800000000" in kept
    assert queries.verify(aggregate) == []
    assert Access.objects.filter(kind="erase", aggregate_id=aggregate[1]).exists()


def test_nothing_personal_lies_in_clear_in_the_sealed_table():
    entry = actions.record(aggregate=("case", uuid7()), kind="x.y", by=SWEEP, at=AT, personal={"name": "欧阳娜娜"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT values FROM audit_sealed WHERE entry_id = %s", [entry.id])
        assert "欧阳娜娜".encode() not in bytes(cursor.fetchone()[0])


def test_a_refused_transaction_leaves_no_entry():
    aggregate = ("case", uuid7())

    def half_way() -> None:
        with transaction.atomic():
            actions.record(aggregate=aggregate, kind="complaint.accepted", by=SWEEP, at=AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_way()
    assert not queries.chain(aggregate).exists()


def test_the_access_log_is_chained_in_batches_and_a_change_is_found():
    for n in range(3):
        actions.looked(kind="reveal", by=SWEEP, at=AT + timedelta(seconds=n), fields=["phone"], reason="call back")
    batch = actions.seal_access(by=SWEEP, at=AT + timedelta(minutes=5), until=AT + timedelta(minutes=1))
    assert batch
    assert batch.rows == 3
    assert actions.seal_access(by=SWEEP, at=AT + timedelta(minutes=6), until=AT + timedelta(minutes=1)) is None
    assert queries.verify_access() == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_access DISABLE TRIGGER audit_access_append_only")
        cursor.execute("UPDATE audit_access SET reason = 'none'")
    assert queries.verify_access() == ["batch 1 of the access log was changed"]


def test_looks_written_down_after_the_clock_went_back_are_sealed_and_break_no_seal():
    """Ids begin with the time: a row that came into the midst of a sealed stretch would look like tampering."""
    actions.looked(kind="read", by=SWEEP, at=AT)
    early = [uuid7() for _ in range(3)]
    actions.looked(kind="read", by=SWEEP, at=AT)
    batch = actions.seal_access(by=SWEEP, at=AT + timedelta(minutes=5), until=AT + timedelta(minutes=1))
    assert batch
    hour_ago = AT - timedelta(hours=1)
    for id_ in early:
        Access.objects.create(id=id_, kind="read", at=hour_ago, actor_kind="system", actor_label="x")
    assert queries.verify_access() == []
    later = actions.seal_access(by=SWEEP, at=hour_ago + timedelta(minutes=5), until=hour_ago + timedelta(minutes=4))
    assert later
    assert later.rows == 3
    assert queries.verify_access() == []


def test_looks_of_a_time_when_the_clock_was_ahead_are_sealed_when_it_is_right_again():
    actions.looked(kind="read", by=SWEEP, at=AT + timedelta(days=365))
    actions.looked(kind="read", by=SWEEP, at=AT)
    actions.looked(kind="read", by=SWEEP, at=AT + timedelta(minutes=4, seconds=50))
    batch = actions.seal_access(by=SWEEP, at=AT + timedelta(minutes=5), until=AT + timedelta(minutes=4))
    assert batch
    assert batch.rows == 2
    assert queries.verify_access() == []
