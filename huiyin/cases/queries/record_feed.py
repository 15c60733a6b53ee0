"""The change feed of customers, policies and claims as one person may read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of, units_under
from huiyin.accounts.rules import visible_paths
from huiyin.audit.queries import feed
from huiyin.audit.queries.feed import Position, RecordChange
from huiyin.cases.queries import claims, customers
from huiyin.customers.models import Claim, Party, Policy
from huiyin.customers.rules.changes import Change, Record, change_of
from huiyin.customers.rules.taking import takes_over

# How many entries of the whole house are looked through for one page.
SPAN = 1000


@dataclass(frozen=True)
class Seen:
    """A change of a record that the reader may see, and the name of the record: number of a policy or claim, key of a
    customer in the core system."""

    entry: RecordChange
    change: Change
    name: str


@dataclass(frozen=True)
class Stretch:
    """Some changes, and the place behind everything that was looked through for them. `more`: ask on at once."""

    items: list[Seen]
    position: Position
    more: bool


def stretch(user: User, position: Position, *, records: Sequence[Record] = (), limit: int, at: datetime) -> Stretch:
    """The next changes of records that open to `user` now, at most `limit`. A fixed number of statements. A stretch may
    be empty and yet have more behind it."""
    read = feed.records_after(position, SPAN)
    told = [(one, change_of((one.aggregate_kind, one.aggregate_id), one.kind, one.body)) for one in read]
    wanted = [(one, change) for one, change in told if not records or change.record in records]
    names: dict[tuple[str, UUID], str] = {}
    for record, open_ones in (("customer", customers_open), ("policy", policies_open), ("claim", claims_open)):
        ids = {change.id for _one, change in wanted if change.record == record}
        names |= {(record, id_): name for id_, name in (open_ones(user, ids, at) if ids else {}).items()}
    seen = [
        Seen(one, change, names[change.record, change.id])
        for one, change in wanted
        if (change.record, change.id) in names
    ]
    if len(seen) > limit:
        return Stretch(seen[:limit], seen[limit - 1].entry.position, more=True)
    return Stretch(seen, read[-1].position if read else position, more=len(read) == SPAN)


def customers_open(user: User, ids: Collection[UUID], at: datetime) -> dict[UUID, str]:
    """Whoever keeps the core systems of the whole house in step reads all but their own; others what opens to
    them. Keys of these customers in the core system."""
    if takes_over(grants_of(user)):
        ids = set(ids) - set(customers.own_records(user).filter(pk__in=ids).values_list("pk", flat=True))
    else:
        ids = customers.opening(user, ids, at=at)
    return dict(Party.objects.filter(pk__in=ids).values_list("pk", "external_ref"))


def policies_open(user: User, ids: Collection[UUID], at: datetime) -> dict[UUID, str]:
    """Number of each of these policies that lies in the person's part of the house, none of their own."""
    paths = visible_paths(grants_of(user))
    rows = Policy.objects.filter(pk__in=ids, unit__in=units_under(*paths)).exclude(
        holder__in=customers.own_records(user).values("pk")
    )
    return dict(rows.values_list("pk", "number")) if paths else {}


def claims_open(user: User, ids: Collection[UUID], at: datetime) -> dict[UUID, str]:
    """Number of each of these claims that opens to the person."""
    rows = Claim.objects.filter(pk__in=ids)
    return dict(rows.filter(pk__in=claims.opening(user, list(rows))).values_list("pk", "number"))
