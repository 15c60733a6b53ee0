"""Calls that we owe: what is due, and how many were kept in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of, units_under
from huiyin.accounts.rules import may_take_part, visible_paths
from huiyin.channels.models import BackState, CallBack

KEPT_OVER = timedelta(days=30)


def visible_to(user: User) -> QuerySet[CallBack]:
    """The call-backs that `user` may see: their own, those of the unit they work in if they take part in matters,
    and those of the parts of the tree that a role opens."""
    grants = grants_of(user)
    if not grants:
        return CallBack.objects.none()
    seen, paths = Q(owner=user.pk), visible_paths(grants)
    if may_take_part(grants):
        seen |= Q(unit=user.unit_id)
    if paths:
        seen |= Q(unit__in=units_under(*paths))
    return CallBack.objects.filter(seen).select_related("owner", "unit", "call")


def due(user: User, *, mine: bool = False) -> QuerySet[CallBack]:
    """The open ones, the most urgent first."""
    rows = visible_to(user).filter(state=BackState.OPEN).order_by("due_at", "id")
    return rows.filter(owner=user.pk) if mine else rows


@dataclass(frozen=True)
class Kept:
    """How call-backs of the last thirty days ended, and how many are late now."""

    in_time: int
    late: int
    overdue: int

    @property
    def share(self) -> int | None:
        """Percent that ended in time, of those that ended or are overdue; None when there are none."""
        total = self.in_time + self.late + self.overdue
        return round(100 * self.in_time / total) if total else None


def kept(user: User, at: datetime) -> Kept:
    """The figure over what `user` may see: two index stretches in one statement."""
    rows = visible_to(user).filter(Q(ended_at__gte=at - KEPT_OVER) | Q(state=BackState.OPEN, due_at__lt=at))
    in_time = Q(ended_at__isnull=False, ended_at__lte=F("due_at"))
    found = (
        rows.select_related(None)
        .order_by()
        .aggregate(
            in_time=Count("pk", filter=in_time),
            late=Count("pk", filter=Q(ended_at__gt=F("due_at"))),
            overdue=Count("pk", filter=Q(state=BackState.OPEN)),
        )
    )
    return Kept(**found)
