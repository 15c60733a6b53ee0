"""What somebody wants to see of the cases, and the conditions that narrow a list to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case, State
from huiyin.cases.queries import fields, tags
from huiyin.cases.queries.search import tsquery
from huiyin.cases.rules.fields import WrongValueError, parse
from huiyin.core.time import SHANGHAI, local_date
from huiyin.customers.models import Party, Policy

Due = Literal["", "broken", "today", "warned", "paused", "provisional"]
Waits = Literal["", "dispatch", "approval", "customer", "execution", "confirmation"]
NOT_DISPATCHED = ("received", "accepted")
# What a case waits for, as far as its row tells: a state of the path, or a limit that rests.
WAITS: dict[str, Q] = {
    "dispatch": Q(state__in=NOT_DISPATCHED),
    "approval": Q(state=State.PLAN_PENDING),
    "customer": Q(is_paused=True),
    "execution": Q(state__in=[State.PLAN_APPROVED, State.EXECUTING]),
    "confirmation": Q(state__in=[State.DECIDED_NOTIFIED, State.CONFIRMING]),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list shows; what is empty does not narrow it.

    `code` is a class, group or reason of the taxonomy (`C`, `C4`, `C41`). Days are days in Shanghai, both included:
    `received_from`, `received_to` of the receipt, `due_from`, `due_to` of the nearest limit. `rule` is the code of the
    nearest limit's rule, `customer` our number of a customer, `product` a product's code. `is_open` None shows ended
    cases too. `among` narrows to ids (a list, a query) or by a condition. `tag_ids`: one of them. `field` is the key of
    a field of the house's own: filled in, or with the value as somebody types it. `lately`: a page of ended cases goes
    back no further in its own order than that day, so that a rare filter does not walk all of them.
    """

    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    code: str = ""
    severities: tuple[str, ...] = ()
    owner_id: UUID | None = None
    unit_ids: tuple[UUID, ...] = ()
    channels: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    due: Due = ""
    due_from: date | None = None
    due_to: date | None = None
    rule: str = ""
    waits: Waits = ""
    received_from: date | None = None
    received_to: date | None = None
    policy_number: str = ""
    customer: str = ""
    product: str = ""
    tag_ids: tuple[UUID, ...] = ()
    field: str = ""
    field_value: str = ""
    is_open: bool | None = True
    not_dispatched: bool = False
    lately: date | None = None
    words: str = ""
    among: Any = None


def end_of_today(at: datetime) -> datetime:
    """The first instant of tomorrow in Shanghai: limits of whole days that end today are due then."""
    return midnight(local_date(at) + timedelta(days=1))


def midnight(day: date) -> datetime:
    """The instant at which a day begins in Shanghai."""
    return datetime.combine(day, datetime.min.time(), SHANGHAI)


def narrowed(rows: QuerySet[Case], wanted: Wanted, at: datetime) -> QuerySet[Case]:
    """The rows that are wanted, of a set that has passed the gate."""
    lists = {
        "kind__in": wanted.kinds,
        "state__in": NOT_DISPATCHED if wanted.not_dispatched else wanted.states,
        "severity__in": wanted.severities,
        "unit__in": wanted.unit_ids,
        "channel__in": wanted.channels,
        "line__in": wanted.lines,
        "flags__contains": wanted.flags,
    }
    rows = rows.filter(**{name: list(values) for name, values in lists.items() if values})
    same = {"owner": wanted.owner_id, "next_due_rule": wanted.rule, "policy_number": wanted.policy_number}
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    if wanted.is_open is not None:
        rows = rows.filter(is_open=wanted.is_open)
    if wanted.code:
        rows = rows.filter(code__startswith=wanted.code)
    if wanted.product:
        rows = rows.filter(policy_id__in=Policy.objects.filter(product_code=wanted.product).values("pk"))
    if wanted.customer:
        rows = rows.filter(customer_id__in=Party.objects.filter(external_ref=wanted.customer).values("pk"))
    if wanted.among is not None:
        rows = rows.filter(wanted.among if isinstance(wanted.among, Q) else Q(pk__in=wanted.among))
    if found := tsquery(wanted.words):
        rows = rows.filter(search__vector__matches=found)
    condition = tags.carrying(wanted.tag_ids) & WAITS.get(wanted.waits, Q())
    return rows.filter(condition & _due(wanted.due, at) & _days(wanted) & _field(wanted))


def _field(wanted: Wanted) -> Q:
    """One statement for the definition. A field that is not there or holds personal data (addresses are written to
    logs), and a value that is none of it, finds nothing."""
    if not wanted.field:
        return Q()
    row = fields.in_force().get(wanted.field)
    if row is None or row.is_personal:
        return Q(pk__in=[])
    try:
        return fields.having(wanted.field, equals=parse(fields.definition(row), wanted.field_value))
    except WrongValueError:
        return Q(pk__in=[])


def _days(wanted: Wanted) -> Q:
    """Begin and end of the days, as instants that an index is read between."""
    found = Q()
    for column, first, last in (
        ("received_at", wanted.received_from, wanted.received_to),
        ("next_due_at", wanted.due_from, wanted.due_to),
    ):
        if first:
            found &= Q(**{f"{column}__gte": midnight(first)})
        # A limit of whole days ends at the midnight that begins the next day.
        beyond = "lte" if column == "next_due_at" else "lt"
        if last:
            found &= Q(**{f"{column}__{beyond}": midnight(last + timedelta(days=1))})
    return found


def _due(due: str, at: datetime) -> Q:
    ends = end_of_today(at)
    return {
        "broken": Q(next_due_at__lte=at),
        "today": Q(next_due_at__gt=at, next_due_at__lte=ends),
        "warned": Q(due_level=1, next_due_at__gt=at),
        "paused": Q(is_paused=True),
        "provisional": Q(is_provisional=True),
    }.get(due, Q())
