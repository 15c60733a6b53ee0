"""Lists of cases: what somebody wants to see, a page of it by key, and how many there are.

Every list goes through the parts of `access.visible_parts`; each part gives its own first rows in the order of an
index, so that a page costs the same in a large house as in a small one. Nothing is skipped over (no OFFSET) and nothing
is counted to its end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.accounts.models import User
from huiyin.cases.models import Case
from huiyin.cases.queries.access import visible_parts
from huiyin.cases.queries.search import tsquery
from huiyin.core.time import SHANGHAI, local_date

Due = Literal["", "broken", "today", "warned", "paused", "provisional"]
OrderName = Literal["due", "received", "ended", "found"]
NOT_DISPATCHED = ("received", "accepted")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list shows; what is empty does not narrow it.

    `code` is a class, group or reason of the taxonomy (`C`, `C4`, `C41`). `received_from` and `received_to` are days in
    Shanghai, both included. `is_open` None shows ended cases too. `among` narrows to ids given by a query.
    """

    states: tuple[str, ...] = ()
    code: str = ""
    severities: tuple[str, ...] = ()
    owner_id: UUID | None = None
    unit_ids: tuple[UUID, ...] = ()
    channels: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    due: Due = ""
    received_from: date | None = None
    received_to: date | None = None
    is_open: bool | None = True
    not_dispatched: bool = False
    words: str = ""
    among: Any = None


@dataclass(frozen=True)
class _Order:
    """A column that an index holds, with the id behind it. `may_lack`: rows without a value come last."""

    column: str
    descending: bool
    may_lack: bool = False

    def by(self, backwards: bool) -> tuple[str, str]:
        sign = "-" if self.descending != backwards else ""
        return f"{sign}{self.column}", f"{sign}id"


ORDERS: dict[str, _Order] = {
    "due": _Order("next_due_at", descending=False, may_lack=True),
    "received": _Order("received_at", descending=True),
    "ended": _Order("state_since", descending=True),
    "found": _Order("search__received_at", descending=True),
}
Key = tuple[datetime | None, UUID]


@dataclass(frozen=True)
class Page:
    """Some rows in order; `after` and `before` are the keys of the pages around it, empty where there is none."""

    rows: list[Case]
    after: str
    before: str


def end_of_today(at: datetime) -> datetime:
    """The first instant of tomorrow in Shanghai: limits of whole days that end today are due then."""
    return datetime.combine(local_date(at) + timedelta(days=1), datetime.min.time(), SHANGHAI)


def narrowed(rows: QuerySet[Case], wanted: Wanted, at: datetime) -> QuerySet[Case]:
    """The rows that are wanted, of a set that has passed the gate."""
    lists = {
        "state__in": NOT_DISPATCHED if wanted.not_dispatched else wanted.states,
        "severity__in": wanted.severities,
        "unit__in": wanted.unit_ids,
        "channel__in": wanted.channels,
        "line__in": wanted.lines,
        "flags__contains": wanted.flags,
    }
    rows = rows.filter(**{name: list(values) for name, values in lists.items() if values})
    if wanted.is_open is not None:
        rows = rows.filter(is_open=wanted.is_open)
    if wanted.code:
        rows = rows.filter(code__startswith=wanted.code)
    if wanted.owner_id:
        rows = rows.filter(owner=wanted.owner_id)
    if wanted.received_from:
        rows = rows.filter(received_at__gte=_midnight(wanted.received_from))
    if wanted.received_to:
        rows = rows.filter(received_at__lt=_midnight(wanted.received_to + timedelta(days=1)))
    if wanted.among is not None:
        rows = rows.filter(pk__in=wanted.among)
    if found := tsquery(wanted.words):
        rows = rows.filter(search__vector__matches=found)
    return rows.filter(_due(wanted.due, at))


def _due(due: str, at: datetime) -> Q:
    ends = end_of_today(at)
    return {
        "broken": Q(next_due_at__lte=at),
        "today": Q(next_due_at__gt=at, next_due_at__lte=ends),
        "warned": Q(due_level=1, next_due_at__gt=at),
        "paused": Q(is_paused=True),
        "provisional": Q(is_provisional=True),
    }.get(due, Q())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), SHANGHAI)


def page(
    user: User,
    wanted: Wanted,
    *,
    at: datetime,
    order: OrderName = "due",
    after: str = "",
    before: str = "",
    size: int = 50,
) -> Page:
    """One page of what `user` may see and wants, with owner and unit; two statements (three where the limits end).

    `after` or `before` is a key that an earlier page gave; one that cannot be read shows the first page.
    """
    parts = [narrowed(part, wanted, at) for part in visible_parts(user)]
    return page_of(parts, order=order, after=after, before=before, size=size)


def page_of(
    parts: Sequence[QuerySet[Case]], *, order: OrderName, after: str = "", before: str = "", size: int = 50
) -> Page:
    """The same for parts that have passed the gate and are narrowed already; a case may be in several."""
    by = ORDERS[order]
    backwards = bool(before) and read_key(before) is not None
    key = read_key(before if backwards else after)
    ids = _ids(parts, by, key, backwards=backwards, count=size + 1) if parts else []
    more, ids = len(ids) > size, ids[:size]
    if backwards:
        ids.reverse()
    rows = in_order([pk for _value, pk in ids])
    first, last = (written(ids[0]), written(ids[-1])) if ids else ("", "")
    return Page(rows, last if more or backwards else "", first if (more if backwards else key) else "")


def count(user: User, wanted: Wanted, *, at: datetime, most: int = 99) -> int:
    """How many there are, counted up to `most` + 1."""
    parts = [
        narrowed(part, wanted, at).order_by().values_list("pk", flat=True)[: most + 1] for part in visible_parts(user)
    ]
    if not parts:
        return 0
    rows = parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
    return min(len(rows), most + 1)


def numbers_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The numbers of cases by id, and nothing else of them: for logs that name cases to those who may not open them."""
    return dict(Case.objects.filter(pk__in=list(ids)).values_list("pk", "number"))


def read_key(text: str) -> Key | None:
    """The place in a list that an address names; None when it names none."""
    value, _tilde, pk = text.partition("~")
    try:
        at = datetime.fromisoformat(value) if value != "none" else None
        found = at, UUID(pk)
    except ValueError:
        return None
    return found if at is None or at.tzinfo else None


def written(key: Key) -> str:
    """A place in a list as it stands in an address."""
    return f"{key[0].isoformat() if key[0] else 'none'}~{key[1]}"


def _ids(parts: Sequence[QuerySet[Case]], by: _Order, key: Key | None, *, backwards: bool, count: int) -> list[Key]:
    """(value, id) of the next `count` rows beyond `key`. Rows without a value are a stretch of their own at the end."""
    found: list[Key] = []
    for condition in _stretches(by, key, backwards):
        if len(found) < count:
            found += _first(parts, by, condition, backwards=backwards, count=count - len(found))
    return found


def _stretches(by: _Order, key: Key | None, backwards: bool) -> Iterable[Q]:
    beyond = "lt" if by.descending != backwards else "gt"
    there, lacking = (Q(**{f"{by.column}__isnull": False}), Q(**{f"{by.column}__isnull": True}))
    if not by.may_lack:
        there = Q()
    if key is not None and key[0] is not None:
        # The plain comparison lets the index begin at the key; the second one settles equal values by id.
        there &= Q(**{f"{by.column}__{beyond}e": key[0]})
        there &= Q(**{f"{by.column}__{beyond}": key[0]}) | Q(**{f"id__{beyond}": key[1]})
    elif key is not None:
        lacking &= Q(**{f"id__{beyond}": key[1]})
    if not by.may_lack:
        return [there]
    if backwards:
        return [there] if key and key[0] else [lacking, there]
    return [lacking] if key and key[0] is None else [there, lacking]


def _first(parts: Sequence[QuerySet[Case]], by: _Order, condition: Q, *, backwards: bool, count: int) -> list[Key]:
    order = by.by(backwards)
    lists = [part.filter(condition).order_by(*order).values_list(by.column, "id")[:count] for part in parts]
    if len(lists) == 1:
        return list(lists[0])
    sign = "-" if order[0].startswith("-") else ""
    return list(lists[0].union(*lists[1:]).order_by(f"{sign}{by.column}", f"{sign}id")[:count])


def in_order(ids: Sequence[UUID]) -> list[Case]:
    """The cases with these ids, in their order, with owner and unit."""
    found = {
        row.pk: row for row in Case.objects.filter(pk__in=ids).select_related("owner", "unit").defer("source_fields")
    }
    return [found[pk] for pk in ids if pk in found]
