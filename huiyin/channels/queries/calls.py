"""Calls: who may see which, which one is going on, what else came from a number."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of, units_under
from huiyin.accounts.rules import visible_paths
from huiyin.channels.models import Call
from huiyin.channels.rules.calls import LONGEST


def visible_to(user: User) -> QuerySet[Call]:
    """The calls that `user` may see: their own, and those of units in a part of the tree that a role opens."""
    grants = grants_of(user)
    if not grants:
        return Call.objects.none()
    seen, paths = Q(agent=user.pk), visible_paths(grants)
    if paths:
        seen |= Q(unit__in=units_under(*paths))
    return Call.objects.filter(seen).select_related("agent", "unit")


def listed(user: User, *, only: str = "") -> QuerySet[Call]:
    """The same newest first: all, `mine`, `live` (going on), or of one outcome."""
    rows = visible_to(user).order_by("-began_at", "-id")
    if only == "mine":
        return rows.filter(agent=user.pk)
    if only == "live":
        return rows.filter(ended_at=None)
    return rows.filter(outcome=only) if only else rows


def going_on(user: User, at: datetime) -> Call | None:
    """The call that rings for `user` or that they are in; the newest when there are several."""
    rows = Call.objects.filter(agent=user.pk, ended_at=None, began_at__gt=at - LONGEST, began_at__lte=at)
    return rows.order_by("-began_at", "-id").first()


def of_case(case_id: UUID, limit: int = 20) -> list[Call]:
    """The newest calls of a case."""
    return list(Call.objects.filter(case_id=case_id).select_related("agent").order_by("-began_at", "-id")[:limit])


def of_customers(ids: Collection[UUID], limit: int = 10) -> list[Call]:
    """The newest calls in which one of these customers was identified."""
    return list(Call.objects.filter(party_id__in=ids).select_related("agent").order_by("-began_at", "-id")[:limit])
