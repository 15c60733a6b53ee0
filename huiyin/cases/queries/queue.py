"""Lists of cases: what somebody wants to see, a page of it by key, and how many there are.

Every list goes through the parts of `access.visible_parts`; each part gives its own first rows in the order of an
index, so that a page costs the same in a large house as in a small one. Nothing is skipped over (no OFFSET) and nothing
is counted to its end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.accounts.models import User
from huiyin.cases.models import Case
from huiyin.cases.queries.access import visible_parts
from huiyin.cases.queries.wanted import NOT_DISPATCHED, Due, Waits, Wanted, end_of_today, midnight, narrowed

__all__ = [
    "NOT_DISPATCHED", "ORDERS", "Due", "Key", "OrderName", "Page", "Waits", "Wanted", "count", "end_of_today",
    "in_order", "narrowed", "numbers_of", "order_for", "page", "page_of", "read_key", "written",
]  # fmt: skip
OrderName = Literal["due", "received", "oldest", "ended", "found", "severity", "number"]


@dataclass(frozen=True)
class _Order:
    """A column to page by, with the id behind it. `may_lack`: rows without a value come last. `open_only`: read off the
    open cases, which are few; over all cases it would have to sort them."""

    column: str
    descending: bool
    may_lack: bool = False
    is_text: bool = False
    open_only: bool = False

    def by(self, backwards: bool) -> tuple[str, str]:
        sign = "-" if self.descending != backwards else ""
        return f"{sign}{self.column}", f"{sign}id"


ORDERS: dict[str, _Order] = {
    "due": _Order("next_due_at", descending=False, may_lack=True),
    "received": _Order("received_at", descending=True),
    "oldest": _Order("received_at", descending=False),
    "ended": _Order("state_since", descending=True),
    "found": _Order("search__received_at", descending=True),
    "severity": _Order("severity", descending=True, is_text=True, open_only=True),
    "number": _Order("number", descending=False, is_text=True, open_only=True),
}
# What the index of cases that ended lately holds.
_ENDED_LAST = ("closed", "withdrawn")
Key = tuple[datetime | None, UUID]
# The same for an order by a text.
_AnyKey = tuple[datetime | str | None, UUID]


def order_for(wanted: Wanted, order: OrderName) -> OrderName:
    """`order`, or the newest receipt first where no index holds the ended cases in it."""
    by = ORDERS[order]
    if wanted.is_open is True or not (by.open_only or order == "ended"):
        return order
    return order if order == "ended" and wanted.states and set(wanted.states) <= set(_ENDED_LAST) else "received"


@dataclass(frozen=True)
class Page:
    """Some rows in order; `after` and `before` are the keys of the pages around it, empty where there is none."""

    rows: list[Case]
    after: str
    before: str


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
    order = order_for(wanted, order)
    parts = [narrowed(part, wanted, at) for part in visible_parts(user)]
    if wanted.lately and ORDERS[order].column in ("received_at", "state_since"):
        parts = [part.filter(**{f"{ORDERS[order].column}__gte": midnight(wanted.lately)}) for part in parts]
    return page_of(parts, order=order, after=after, before=before, size=size)


def page_of(
    parts: Sequence[QuerySet[Case]], *, order: OrderName, after: str = "", before: str = "", size: int = 50
) -> Page:
    """The same for parts that have passed the gate and are narrowed already; a case may be in several."""
    by = ORDERS[order]
    read = _read_text if by.is_text else read_key
    backwards = bool(before) and read(before) is not None
    key = read(before if backwards else after)
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


def _read_text(text: str) -> _AnyKey | None:
    value, _tilde, pk = text.rpartition("~")
    try:
        return (value, UUID(pk)) if value and "\x00" not in value else None
    except ValueError:
        return None


def written(key: _AnyKey) -> str:
    """A place in a list as it stands in an address."""
    value = key[0].isoformat() if isinstance(key[0], datetime) else key[0]
    return f"{value or 'none'}~{key[1]}"


def _ids(
    parts: Sequence[QuerySet[Case]], by: _Order, key: _AnyKey | None, *, backwards: bool, count: int
) -> list[_AnyKey]:
    """(value, id) of the next `count` rows beyond `key`. Rows without a value are a stretch of their own at the end."""
    found: list[_AnyKey] = []
    for condition in _stretches(by, key, backwards):
        if len(found) < count:
            found += _first(parts, by, condition, backwards=backwards, count=count - len(found))
    return found


def _stretches(by: _Order, key: _AnyKey | None, backwards: bool) -> Iterable[Q]:
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


def _first(parts: Sequence[QuerySet[Case]], by: _Order, condition: Q, *, backwards: bool, count: int) -> list[_AnyKey]:
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
