"""Return visits: which policies are owed one, which are due, who may see them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of, units_under
from huiyin.accounts.rules import SEES_OWN, visible_paths
from huiyin.customers.models import Policy
from huiyin.service.models import ReturnVisit
from huiyin.service.rules.visits import LINES

# No policy is inside its hesitation period so long after it was written down here.
FRESH = timedelta(days=60)


def owed(day: date, at: datetime, *, after: UUID | None = None, limit: int = 200) -> list[Policy]:
    """New policies that may be owed a visit and have none yet, in the order of their ids: read off the newest rows."""
    floor = UUID(int=int((at - FRESH).timestamp() * 1000) << 80)
    rows = Policy.objects.filter(
        ~Exists(ReturnVisit.objects.filter(policy_id=OuterRef("pk"))),
        pk__gt=after or floor, line__in=LINES, hesitation_ends_on__gte=day,
    )  # fmt: skip
    return list(rows.order_by("pk")[:limit])


def overdue(day: date, *, limit: int = 200) -> list[UUID]:
    """Visits not made whose hesitation period is over."""
    rows = ReturnVisit.objects.filter(ended_at=None, due_on__lt=day).order_by("due_on", "id")
    return list(rows.values_list("pk", flat=True)[:limit])


def visible_to(user: User) -> QuerySet[ReturnVisit]:
    """The visits of the units that the person sees as a whole, and of those where they hold a role that acts."""
    grants = grants_of(user)
    paths = {*visible_paths(grants), *(path for role, path in grants if role in SEES_OWN)}
    return ReturnVisit.objects.filter(unit__in=units_under(*sorted(paths)))


def due(user: User, *, after: tuple[date, UUID] | None = None, size: int = 50) -> list[ReturnVisit]:
    """A page of the visits to be made, the nearest end of the hesitation period first; one more than `size`."""
    rows = visible_to(user).filter(ended_at=None).select_related("unit")
    if after is not None:
        rows = rows.filter(Q(due_on__gt=after[0]) | Q(due_on=after[0], pk__gt=after[1]))
    return list(rows.order_by("due_on", "id")[: size + 1])


def policies_of(visits: Sequence[ReturnVisit]) -> dict[UUID, Policy]:
    """The policies of some visits with their holders, by id."""
    rows = Policy.objects.select_related("holder").filter(pk__in=[one.policy_id for one in visits])
    return {one.pk: one for one in rows}
