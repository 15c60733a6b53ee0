"""Cases counted in groups: over the open ones, or over a stretch of receipt that an index is read through."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate

from huiyin.accounts.models import User
from huiyin.cases.models import Case
from huiyin.cases.queries.access import visible_parts
from huiyin.cases.queries.wanted import Wanted, narrowed
from huiyin.core.time import SHANGHAI, local_date

MOST_GROUPS = 300
# A stretch of receipt up to this long is counted while somebody waits.
WIDEST = timedelta(days=366)
# A limit of whole days ends at the midnight that begins the next day: it belongs to the day before.
_DAY = TruncDate(F("next_due_at") - timedelta(seconds=1), tzinfo=SHANGHAI)
COLUMNS: Mapping[str, str] = {
    "owner": "owner_id", "unit": "unit_id", "code": "code", "severity": "severity", "state": "state", "due_day": "day",
}  # fmt: skip
_COUNT = (
    "SELECT key, count(*), count(*) FILTER (WHERE due <= %s), min(due) FROM ({rows}) AS found(id, key, due) "
    "GROUP BY key ORDER BY count(*) DESC, key LIMIT %s"
)


@dataclass(frozen=True)
class Group:
    """Cases that have `key` in common: how many, how many of them are late, and the nearest limit."""

    key: str
    count: int
    broken: int
    next_due_at: datetime | None


def counted(user: User, wanted: Wanted, group: str, *, at: datetime, most: int | None = MOST_GROUPS) -> list[Group]:
    """The groups of what `user` may see and wants, the largest first; one statement. The caller has seen to it that
    only open cases are wanted or a stretch of receipt (`stretch`)."""
    parts = [_read(narrowed(part, wanted, at), group) for part in visible_parts(user)]
    if not parts:
        return []
    # A case of several parts is the same row in each: UNION counts it once, and no row is read a second time.
    rows = parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:  # a filter that nothing can pass: a field with a value that is none of it
        return []
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(rows=sql), [at, *values, most])
        made = [Group(_key(key), many, late, nearest) for key, many, late, nearest in cursor.fetchall()]
    return sorted(made, key=lambda one: one.key or "~") if group in ("due_day", "severity") else made


def _read(rows: QuerySet[Case], group: str) -> QuerySet[Case, Any]:
    """The columns that are counted, in their order."""
    if group == "due_day":
        rows = rows.annotate(day=_DAY)
    return rows.order_by().values_list("pk", COLUMNS[group], "next_due_at")


def stretch(wanted: Wanted, at: datetime) -> Wanted:
    """The same, but ended cases only of the last twelve months unless a stretch is asked for, and then no wider than
    that from its end."""
    if wanted.is_open is True or wanted.among is not None:
        return wanted
    last = wanted.received_to or local_date(at)
    first = max(wanted.received_from or date.min, last - WIDEST)
    return replace(wanted, received_from=first, received_to=last, lately=None)


def is_wide(wanted: Wanted, at: datetime) -> bool:
    """Does it ask for a longer stretch than a page counts?"""
    if wanted.is_open is True or wanted.among is not None:
        return False
    last = wanted.received_to or local_date(at)
    return wanted.received_from is None or last - wanted.received_from > WIDEST


def _key(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value) if value is not None else ""
