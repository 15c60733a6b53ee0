"""Checkpoints: what was handed over shows that a tail was cut off, a case removed, an entry rewritten."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from huiyin.audit import actions
from huiyin.audit.models import Bucket, Checkpoint, Leaf
from huiyin.audit.queries import checkpoints
from huiyin.audit.verifier import tree
from huiyin.audit.verifier.marks import heads_of, read_first_line, record_hash
from huiyin.core import actors
from huiyin.core.errors import BadInput
from huiyin.core.ids import uuid7

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
BY = actors.system("test")
pytestmark = pytest.mark.django_db


def chain(length: int = 3, kind: str = "case") -> tuple[str, UUID]:
    """A chain of some entries."""
    aggregate = (kind, uuid7())
    for number in range(length):
        actions.record(aggregate=aggregate, kind="x.done", by=BY, at=AT, body={"n": number})
    return aggregate


def make() -> Checkpoint:
    return actions.make_checkpoint(by=BY, at=AT)


def handed_over(found: Checkpoint, *, full: bool) -> bytes:
    """The file of a checkpoint."""
    return b"".join(checkpoints.lines_of(found, with_heads=full))


def faults(file: bytes) -> list[str]:
    """What `huiyin checkpoint check` finds."""
    source = io.BytesIO(file)
    return checkpoints.check(read_first_line(source), heads_of(source))


@pytest.fixture
def unguarded(db: None) -> Iterator[None]:
    """Somebody with all rights on the database: the ledger's triggers are off."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")


def sql(text: str, *values: str | UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def test_checkpoints_are_numbered_chained_and_signed() -> None:
    chain()
    first = make()
    chain()
    second = make()
    records = [json.loads(one.record) for one in (first, second)]
    assert [record["number"] for record in records] == [1, 2]
    assert records[1]["previous"] == first.hash == record_hash(records[0])
    assert [record["chains"] for record in records] == [1, 2]
    assert faults(handed_over(first, full=False)) == faults(handed_over(second, full=True)) == []


def test_an_empty_house_has_a_checkpoint_too() -> None:
    found = make()
    assert (found.chains, found.root) == (0, tree.EMPTIES[tree.LEVELS].hex())
    assert faults(handed_over(found, full=True)) == []


def test_only_chains_that_changed_get_a_new_head() -> None:
    moved, _still = chain(), chain()
    make()
    assert Leaf.objects.count() == 2
    actions.record(aggregate=moved, kind="x.done", by=BY, at=AT)
    make()
    make()
    assert list(Leaf.objects.filter(number__gt=1).values_list("aggregate_id", "seq")) == [(moved[1], 4)]


def test_the_root_made_step_by_step_is_the_root_over_all_heads() -> None:
    chains = [chain(1, kind) for kind in ("case", "case", "user", "unit") for _ in range(5)]
    make()
    for one in chains[::2]:
        actions.record(aggregate=one, kind="x.done", by=BY, at=AT)
    found = make()
    heads = sorted(head.text for head in checkpoints.heads_at(found.number))
    assert len(heads) == len(chains) == found.chains == sum(Bucket.objects.values_list("chains", flat=True))
    assert tree.root_of_heads(heads).hex() == found.root


def test_every_chain_can_be_shown_to_be_in_the_newest_checkpoint() -> None:
    chains = [chain(2) for _ in range(6)]
    found = make()
    for kind, id_ in chains:
        shown = checkpoints.proof_of((kind, id_))
        assert shown is not None
        proof = shown["proof"]
        leaves = [bytes.fromhex(one) for one in proof["leaves"]]
        assert leaves[proof["place"]] == tree.leaf_of(tree.head_text(kind, str(id_), proof["seq"], proof["hash"]))
        siblings = [bytes.fromhex(one) for one in proof["siblings"]]
        number = tree.bucket_number(kind, str(id_))
        assert tree.climb(number, tree.bucket_of(leaves), siblings).hex() == found.root
    assert checkpoints.proof_of(("case", uuid7())) is None


@pytest.mark.parametrize("full", [False, True])
def test_a_tail_that_was_cut_off_is_named(unguarded: None, full: bool) -> None:
    _kind, id_ = chain(3)
    chain()
    file = handed_over(make(), full=full)
    sql("DELETE FROM audit_entry WHERE aggregate_id = %s AND seq = 3", id_)
    assert faults(file) == [f"case {id_}: cut off after entry 2, it had 3"]


@pytest.mark.parametrize("full", [False, True])
def test_a_case_that_was_removed_is_named(unguarded: None, full: bool) -> None:
    _kind, id_ = chain()
    file = handed_over(make(), full=full)
    sql("DELETE FROM audit_entry WHERE aggregate_id = %s", id_)
    assert faults(file) == [f"case {id_}: removed"]


def test_a_case_removed_with_every_trace_is_found_and_with_the_full_file_named(unguarded: None) -> None:
    _kind, id_ = chain()
    chain()
    found = make()
    files = [handed_over(found, full=full) for full in (False, True)]
    sql("DELETE FROM audit_entry WHERE aggregate_id = %s", id_)
    sql("DELETE FROM audit_leaf WHERE aggregate_id = %s", id_)
    assert faults(files[0]) == ["2 chains were signed, 1 are known now, or their heads were rewritten"]
    assert faults(files[1]) == [f"case {id_}: removed"]


def test_a_rewritten_chain_is_found_though_it_holds_in_itself(unguarded: None) -> None:
    aggregate = chain(2)
    file = handed_over(make(), full=False)
    sql("DELETE FROM audit_entry WHERE aggregate_id = %s", aggregate[1])
    for _ in range(3):
        actions.record(aggregate=aggregate, kind="x.other", by=BY, at=AT)
    assert faults(file) == [f"case {aggregate[1]}: entry 2 was rewritten"]
    make()
    assert faults(file)


def test_a_checkpoint_that_vanished_or_was_replaced_is_told(unguarded: None) -> None:
    chain()
    file = handed_over(make(), full=True)
    sql("UPDATE audit_checkpoint SET hash = %s", "0" * 64)
    assert faults(file) == ["checkpoint 1 in the database is another one"]
    sql("DELETE FROM audit_checkpoint")
    assert faults(file) == ["checkpoint 1 is no longer in the database"]


def test_the_access_log_is_in_it() -> None:
    actions.looked(kind="read", by=BY, at=AT)
    actions.seal_access(by=BY, at=AT, until=AT + timedelta(minutes=1))
    file = handed_over(make(), full=False)
    assert faults(file) == []
    sql("DELETE FROM audit_accessbatch")
    assert faults(file) == ["batch 1 of the access log is gone"]


def test_what_others_signed_or_changed_is_no_checkpoint_of_ours() -> None:
    chain()
    file = handed_over(make(), full=False)
    changed = file.replace(b'"chains":1', b'"chains":2')
    with pytest.raises(BadInput, match=r".") as refused:
        faults(changed)
    assert refused.value.code == "checkpoint.changed"
    document = json.loads(file)
    document["signature"]["key"] = "ab" * 32
    with pytest.raises(BadInput, match=r".") as refused:
        checkpoints.check(document, iter(()))
    assert refused.value.code == "checkpoint.foreign"


def test_what_was_written_while_the_last_one_was_made_is_read_again() -> None:
    late = chain(1)
    found = make()
    Checkpoint.objects.update(seen_until=found.seen_until + timedelta(minutes=50))
    actions.record(aggregate=late, kind="x.done", by=BY, at=AT)  # stamped before what the last one had seen
    make()
    assert Leaf.objects.get(number=2).seq == 2
