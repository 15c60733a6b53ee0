"""Making checkpoints: one signed root over the heads of all chains, from the chains that changed since the last."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from huiyin.audit.actions.ledger import record as record_entry
from huiyin.audit.models import AccessBatch, Bucket, Checkpoint, Leaf
from huiyin.audit.queries import checkpoints as queries
from huiyin.audit.verifier import tree
from huiyin.audit.verifier.marks import CHECKPOINT, record_hash
from huiyin.core import canonical, signing
from huiyin.core.actions import action
from huiyin.core.actors import Actor

# An entry is stamped before its transaction commits: what was stamped this long before the last checkpoint is read
# once more.
OVERLAP = timedelta(hours=2)
HOUSE = ("house", UUID(int=0))
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
Head = tuple[str, UUID, int, str, datetime]
_BATCH = 5000
_CHANGED = """
SELECT DISTINCT ON (aggregate_kind, aggregate_id) aggregate_kind, aggregate_id, seq, hash, written_at
FROM audit_entry
{where} ORDER BY aggregate_kind, aggregate_id, seq DESC
"""


def hold_checkpoints() -> None:
    """Keep checkpoints from being made until the transaction ends; several may hold at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [queries.LOCK])


@action
def make_checkpoint(*, by: Actor, at: datetime) -> Checkpoint:
    """Sign the present heads of all chains as the next checkpoint. Raises Refused without a signing key.

    Reads what was written since the last one, then one hash for each of the tree's buckets.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [queries.LOCK])
        cursor.execute("SET LOCAL statement_timeout = 0")
    last = queries.newest()
    number = last.number + 1 if last else 1
    touched: set[int] = set()
    seen_until = last.seen_until if last else BEGINNING
    for page in _pages(_changed(last)):
        touched |= _keep(page, number)
        seen_until = max(seen_until, *(row[4] for row in page))
    _hash_again(touched)
    held = queries.buckets()
    chains = sum(Bucket.objects.values_list("chains", flat=True))
    batch = AccessBatch.objects.order_by("-seq").first()
    record: dict[str, Any] = {
        "format": CHECKPOINT,
        "number": number,
        "at": canonical.plain(at),
        "insurer": settings.INSURER["name"],
        "chains": chains,
        "root": tree.root_of(held).hex(),
        "access": {"seq": batch.seq if batch else 0, "hash": batch.hash if batch else ""},
        "previous": last.hash if last else "",
    }
    return Checkpoint.objects.create(
        number=number,
        at=at,
        root=record["root"],
        chains=chains,
        record=canonical.dumps(record).decode(),
        signature=signing.sign(CHECKPOINT, canonical.dumps(record)),
        hash=record_hash(record),
        seen_until=seen_until,
        by_label=by.label,
    )


@action
def rotate_key(*, by: Actor, at: datetime) -> tuple[str, str]:
    """Retire the signing key and make a new one; returns both ids. What the old one signed stays valid."""
    old, new = signing.rotate(at)
    record_entry(aggregate=HOUSE, kind="signing_key.rotated", by=by, at=at, body={"old": old, "new": new})
    return old, new


def _changed(last: Checkpoint | None) -> Iterator[Head]:
    """The heads of chains that were written to since the last checkpoint, streaming."""
    where, values = ("WHERE written_at >= %s", [last.seen_until - OVERLAP]) if last else ("", [])
    with connection.chunked_cursor() as cursor:
        cursor.execute(_CHANGED.format(where=where), values)
        while rows := cursor.fetchmany(_BATCH):
            yield from rows


def _pages(rows: Iterator[Head]) -> Iterator[list[Head]]:
    while page := list(islice(rows, _BATCH)):
        yield page


def _keep(page: Iterable[Head], number: int) -> set[int]:
    """Write the heads that moved; returns their buckets."""
    placed = [(tree.bucket_number(kind, str(id_)), kind, id_, seq, hash_) for kind, id_, seq, hash_, _at in page]
    leaves = queries.current_leaves({row[0] for row in placed}) if number > 1 else {}
    known = {(leaf.kind, leaf.aggregate_id): (leaf.seq, leaf.hash) for held in leaves.values() for leaf in held}
    moved = [
        Leaf(number=number, bucket=bucket, kind=kind, aggregate_id=id_, seq=seq, hash=hash_)
        for bucket, kind, id_, seq, hash_ in placed
        if known.get((kind, id_)) != (seq, hash_)
    ]
    Leaf.objects.bulk_create(moved)
    return {leaf.bucket for leaf in moved}


def _hash_again(touched: set[int]) -> None:
    """The hash of each bucket in which something moved."""
    for some in _some(sorted(touched), 1000):
        rows = [
            Bucket(
                number=number,
                hash=tree.bucket_of(tree.leaf_of(queries.text_of(leaf)) for leaf in leaves).hex(),
                chains=len(leaves),
            )
            for number, leaves in queries.current_leaves(some).items()
        ]
        Bucket.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["number"], update_fields=["hash", "chains"]
        )


def _some(numbers: list[int], length: int) -> Iterator[list[int]]:
    for start in range(0, len(numbers), length):
        yield numbers[start : start + length]
