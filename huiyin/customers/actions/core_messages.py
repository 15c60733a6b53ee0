"""Many messages of core systems at once: which one counts, what each came to, and their entries in the ledger.

A message is known by core system and key. Of two about one record the newer counts (`sent_at`), in whatever order they
arrive: an older one overwrites nothing. The same again changes nothing. What a message does not name stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.audit.models import Entry, Sealed
from huiyin.core import bulk
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.models import CoreLink

LONGEST_SOURCE, LONGEST_KEY = 20, 64
# In one order for everybody, so that two batches wait and do not block each other.
_LOCK = """
SELECT pg_advisory_xact_lock(place) FROM (
    SELECT DISTINCT hashtextextended(name, 0) AS place FROM unnest(%s::text[]) AS name ORDER BY place
) AS places
"""
_REMEMBER = """
UPDATE customers_corelink AS link SET sent_at = told.sent_at, digest = told.digest, taken_at = %s
FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[]) AS told(id, sent_at, digest) WHERE link.id = told.id
"""
Outcome = Literal["created", "changed", "same", "stale", "refused"]


class Message(Protocol):
    """What every message has."""

    @property
    def source(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def sent_at(self) -> datetime: ...


@dataclass(frozen=True)
class Taken:
    """What became of a message: `stale` is older than what is known, `refused` was not taken over, with the reason."""

    outcome: Outcome
    object_id: UUID | None = None
    code: str = ""
    message: str = ""
    field: str = ""


def check(row: Message, at: datetime) -> None:
    """Raises BadInput for a message without a place of its own, or from the future."""
    if not (0 < len(row.source.strip()) <= LONGEST_SOURCE and 0 < len(row.key.strip()) <= LONGEST_KEY):
        raise BadInput(
            "core.key",
            _("Name the core system (at most 20 characters) and its key of the record (at most 64)."),
            field="key",
        )
    if row.sent_at > at:
        raise BadInput("core.future", _("A message cannot come from the future; check the clock."), field="sent_at")


def refused(no: Refused) -> Taken:
    """A message that was not taken over."""
    return Taken("refused", code=no.code, message=no.message, field=no.field if isinstance(no, BadInput) else "")


def older(rows: Sequence[Message], places: Mapping[tuple[str, str], int], found: list[Taken]) -> list[Taken]:
    """Messages about a record of which the same batch holds a newer one are stale, with the id that is known by now."""
    for place, row in enumerate(rows):
        counted = places[row.source, row.key]
        if counted != place:
            found[place] = Taken("stale", found[counted].object_id)
    return found


def newest(rows: Sequence[Message]) -> dict[tuple[str, str], int]:
    """The place of the newest message about each record; of two of the same moment the later in the list."""
    found: dict[tuple[str, str], int] = {}
    for place, row in enumerate(rows):
        known = found.get((row.source, row.key))
        if known is None or rows[known].sent_at <= row.sent_at:
            found[row.source, row.key] = place
    return found


def hold(kind: str, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], CoreLink]:
    """The links that are known of these records. One writer at a time for each record, known or not: two that bring
    the same new one at once wait for each other, and neither fails."""
    by_source: dict[str, list[str]] = {}
    for source, key in keys:
        by_source.setdefault(source, []).append(key)
    names = [f"huiyin.core:{kind}:{source}:{key}" for source in by_source for key in by_source[source]]
    if names:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [names])
    found: dict[tuple[str, str], CoreLink] = {}
    for source in sorted(by_source):
        rows = CoreLink.objects.filter(kind=kind, source=source, key__in=by_source[source])
        found |= {(row.source, row.key): row for row in rows}
    return found


def write_links(new: Sequence[CoreLink], known: Sequence[CoreLink]) -> None:
    """Remember the newest messages."""
    bulk.copy_in(CoreLink, new)
    if known:
        values: list[list[Any]] = [
            [row.pk for row in known],
            [row.sent_at for row in known],
            [row.digest for row in known],
        ]
        with connection.cursor() as cursor:
            cursor.execute(_REMEMBER, [known[0].taken_at, *values])


def hold_chains(kind: str, ids: Iterable[UUID]) -> None:
    """Hold the chains of many aggregates of a kind until the transaction ends, always in the same order."""
    names = [f"huiyin.chain:{kind}:{one}" for one in sorted(ids)]
    if names:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [names])


@dataclass(frozen=True)
class Told:
    """An entry to be written to the chain of a customer (or claim); `first`: it was made in this transaction."""

    customer: UUID
    kind: str
    body: Mapping[str, Any]
    personal: Mapping[str, str]
    first: bool = False


def tell(told: Sequence[Told], *, by: Actor, at: datetime, chain: str = "customer") -> None:
    """Write entries to the chains of many customers (or claims). Four statements, however many; the chains of known
    ones are held until the transaction ends."""
    known = sorted({one.customer for one in told if not one.first})
    last: dict[UUID, tuple[int, str]] = {}
    if known:
        hold_chains(chain, known)
        heads = Entry.objects.filter(aggregate_kind=chain, aggregate_id__in=known)
        heads = heads.order_by("aggregate_id", "-seq").distinct("aggregate_id")
        last = {id_: (seq, hash_) for id_, seq, hash_ in heads.values_list("aggregate_id", "seq", "hash")}
    entries, kept = [], []
    for one in told:
        entry, sealed = audit.draft(
            aggregate=(chain, one.customer), kind=f"{chain}.{one.kind}", by=by, at=at, body=one.body,
            personal=one.personal, last=last.get(one.customer),
        )  # fmt: skip
        last[one.customer] = entry.seq, entry.hash
        entries.append(entry)
        if sealed:
            kept.append(sealed)
    bulk.copy_in(Entry, entries)
    bulk.copy_in(Sealed, kept)
