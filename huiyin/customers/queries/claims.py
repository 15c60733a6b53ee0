"""Reading claims."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of, units_under
from huiyin.accounts.rules import visible_paths
from huiyin.clocks import queries as limits
from huiyin.customers.models import Claim, ClaimMilestone
from huiyin.customers.rules.claims import Milestone, in_order


def milestones_of(claim: Claim) -> list[Milestone]:
    """The milestones of a claim as they happened."""
    rows = ClaimMilestone.objects.filter(claim=claim).values_list("kind", "at")
    return in_order(Milestone(kind, at) for kind, at in rows)


def claims_visible_to(user: User) -> QuerySet[Claim]:
    """The claims of the parts of the tree that a role of the user opens."""
    paths = visible_paths(grants_of(user))
    return Claim.objects.filter(unit__in=units_under(*paths)) if paths else Claim.objects.none()


def claims_by_due(rows: QuerySet[Claim], *, after: tuple[datetime, UUID] | None = None, limit: int = 50) -> list[Claim]:
    """Open claims with a limit: the longest overdue first, the nearest next; read by key, one more than `limit`."""
    rows = rows.filter(is_open=True, due_at__isnull=False).select_related("policy", "unit")
    if after is not None:
        rows = rows.filter(due_at__gte=after[0]).filter(Q(due_at__gt=after[0]) | Q(id__gt=after[1]))
    return list(rows.order_by("due_at", "id")[: limit + 1])


def claims_of_policies(policy_ids: Collection[UUID], limit: int = 50) -> list[Claim]:
    """The claims under these policies, open ones first, overdue before others."""
    rows = Claim.objects.filter(policy__in=policy_ids).select_related("policy", "unit")
    return list(rows.order_by("-is_open", F("due_at").asc(nulls_last=True), "-id")[:limit])


def claims_with_alarms(limit: int = 500) -> list[UUID]:
    """Claims with alarms that fired and are not in their columns yet."""
    return list(dict.fromkeys(alarm.owner_id for alarm in limits.alarms_to_carry("claim", limit)))
