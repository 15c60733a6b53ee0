"""Reading and verifying the ledger and the access log."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, takewhile
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huiyin.audit import rules
from huiyin.audit.models import Access, AccessBatch, Entry

# Clocks of several machines differ by less.
AHEAD = timedelta(minutes=1)
ACCESS_FIELDS = ("id", "kind", "aggregate_kind", "aggregate_id", "fields", "reason", "at", "actor_kind", "actor_id")


def last(aggregate: tuple[str, UUID]) -> Entry | None:
    """The newest entry of a chain."""
    return chain(aggregate).order_by("-seq").first()


def last_of(kind: str, ids: Sequence[UUID]) -> dict[UUID, tuple[int, str]]:
    """(seq, hash) of the newest entry of each of many chains of one kind; one statement."""
    rows = Entry.objects.filter(aggregate_kind=kind, aggregate_id__in=ids).order_by("aggregate_id", "-seq")
    newest = rows.distinct("aggregate_id").values_list("aggregate_id", "seq", "hash")
    return {id_: (seq, hash_) for id_, seq, hash_ in newest}


def written_to_since(moment: datetime) -> Iterator[tuple[str, UUID]]:
    """The chains that something was written to from a moment on, each once; streaming."""
    rows = Entry.objects.filter(written_at__gte=moment).order_by()
    yield from rows.values_list("aggregate_kind", "aggregate_id").distinct().iterator(chunk_size=2000)


def chain(aggregate: tuple[str, UUID]) -> QuerySet[Entry]:
    """All entries of one aggregate, oldest first."""
    return Entry.objects.filter(aggregate_kind=aggregate[0], aggregate_id=aggregate[1]).order_by("seq")


def as_hashed(entry: Entry) -> dict[str, Any]:
    """The fields of an entry under the names that the hash covers."""
    return {name: getattr(entry, name) for name in rules.HASHED} | {"hash": entry.hash}


def verify(aggregate: tuple[str, UUID]) -> list[str]:
    """What is wrong with one chain; empty when it holds."""
    return rules.faults(as_hashed(entry) for entry in chain(aggregate))


def verify_all(limit: int | None = None) -> Iterator[tuple[str, UUID, list[str]]]:
    """(kind, id, faults) for each chain that does not hold, streaming over all entries (or the first `limit`)."""
    entries = Entry.objects.order_by("aggregate_kind", "aggregate_id", "seq")
    rows = (entries[:limit] if limit else entries).iterator(chunk_size=2000)
    for (kind, id_), group in groupby(rows, key=lambda e: (e.aggregate_kind, e.aggregate_id)):
        found = rules.faults(as_hashed(entry) for entry in group)
        if found:
            yield kind, id_, found


def access_after(after: UUID | None, until: datetime, at: datetime, limit: int = 5000) -> list[dict[str, Any]]:
    """Rows of the access log behind `after` up to the first that was written after `until`, in their order. One that is
    later than `at`, now, is of a time when the clock was ahead and stays no reason to wait."""
    rows = Access.objects.filter(id__gt=after) if after else Access.objects.all()
    found = rows.order_by("id").values(*ACCESS_FIELDS)[:limit]
    return list(takewhile(lambda row: row["at"] < until or row["at"] > at + AHEAD, found))


def verify_access() -> list[str]:
    """What is wrong with the batches of the access log; empty when they hold."""
    found: list[str] = []
    previous = rules.GENESIS
    for batch in AccessBatch.objects.order_by("seq").iterator():
        between = Access.objects.filter(id__gte=batch.first_id, id__lte=batch.last_id).order_by("id")
        rows = list(between.values(*ACCESS_FIELDS))
        if batch.prev_hash != previous or rules.batch_hash(rows, previous) != batch.hash:
            found.append(f"batch {batch.seq} of the access log was changed")
        previous = batch.hash
    return found
