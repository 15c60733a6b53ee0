"""What was written to the ledger of cases, and to that of customers and claims, in an order in which nothing appears
behind a reader's back.

A moment or a rising id does not do: a long transaction commits rows that are older than what was read meanwhile. So the
order is that of the transactions, and nothing is given out of a transaction that is not older than every one that
still runs in this database. One that runs for hours holds the feed back for so long; it never loses a row.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

# The last id there can be: a place behind every row of its transaction.
_LAST = UUID(int=2**128 - 1)
_PAGE = """
SELECT xact, id, aggregate_id, seq, kind, at, written_at, actor_kind, actor_label
FROM audit_entry
WHERE aggregate_kind = 'case' AND (xact, id) > (%s, %s) AND xact < huiyin_feed_horizon()
ORDER BY xact, id LIMIT %s
"""
_RECORDS = """
SELECT xact, id, aggregate_kind, aggregate_id, seq, kind, body, at, written_at
FROM audit_entry
WHERE aggregate_kind IN ('customer', 'claim') AND (xact, id) > (%s, %s) AND xact < huiyin_feed_horizon()
ORDER BY xact, id LIMIT %s
"""
# The newest transaction that either feed tells of.
NEWEST = """greatest(
    (SELECT coalesce(max(xact), 0) FROM audit_entry WHERE aggregate_kind = 'case'),
    (SELECT coalesce(max(xact), 0) FROM audit_entry WHERE aggregate_kind IN ('customer', 'claim'))
)"""


@dataclass(frozen=True, order=True)
class Position:
    """A place in the feed, behind the entry `id` of the transaction `xact`."""

    xact: int
    id: UUID

    def __str__(self) -> str:
        return f"{self.xact}~{self.id}"

    @classmethod
    def read(cls, text: str) -> "Position":
        """The place that `str` wrote; the beginning for an empty text. Raises ValueError."""
        if not text:
            return BEGINNING
        xact, _tilde, id_ = text.partition("~")
        return cls(int(xact), UUID(id_))


BEGINNING = Position(-1, UUID(int=0))


@dataclass(frozen=True)
class Change:
    """An entry of the ledger of a case as the feed gives it: nothing of its content."""

    position: Position
    case_id: UUID
    seq: int
    kind: str
    at: datetime
    written_at: datetime
    actor_kind: str
    actor_label: str

    @property
    def id(self) -> UUID:
        """The id of the entry."""
        return self.position.id


@dataclass(frozen=True)
class RecordChange:
    """An entry of the ledger of a customer or a claim."""

    position: Position
    aggregate_kind: str
    aggregate_id: UUID
    seq: int
    kind: str
    body: Mapping[str, Any]
    at: datetime
    written_at: datetime

    @property
    def id(self) -> UUID:
        """The id of the entry."""
        return self.position.id


def after(position: Position, limit: int) -> Sequence[Change]:
    """The next entries behind a place, at most `limit`; none that a running transaction could still precede."""
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, [position.xact, position.id, limit])
        return [Change(Position(row[0], row[1]), *row[2:]) for row in cursor.fetchall()]


def records_after(position: Position, limit: int) -> Sequence[RecordChange]:
    """The same of customers (their policies with them) and claims."""
    with connection.cursor() as cursor:
        cursor.execute(_RECORDS, [position.xact, position.id, limit])
        rows = cursor.fetchall()
    return [
        RecordChange(Position(x, id_), chain, of, seq, kind, json.loads(body), at, written)
        for x, id_, chain, of, seq, kind, body, at, written in rows
    ]


def end() -> Position:
    """The place behind everything that is given out now: for who wants only what comes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT huiyin_feed_horizon()")
        return Position(int(cursor.fetchone()[0]) - 1, _LAST)


def is_ahead() -> bool:
    """Are there entries of transactions that this database has not come to yet? So it is after a dump was restored."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {NEWEST} >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + huiyin_feed_offset()"
        )
        return bool(cursor.fetchone()[0])
