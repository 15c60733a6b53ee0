"""What waits in the pools of the units, and for whom. The gate is inside: nobody is offered a case that they may not
see or that concerns them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of, units_under, work
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, State
from huiyin.complaints.models import Held
from huiyin.complaints.rules.table import HANDLING

TRIED = 50
SHOWN = 100


def waiting(user: User) -> QuerySet[Held]:
    """Everything that waits in units for which `user` handles complaints, as far as they may see it; the nearest limit
    first."""
    paths = [path for role, path in grants_of(user) if role in HANDLING]
    rows = Held.objects.filter(ended_at=None, case__is_open=True, unit__in=units_under(*paths))
    return rows.filter(case__in=cases.visible_to(user)).order_by(
        F("case__next_due_at").asc(nulls_last=True), "held_at", "pk"
    )


def takeable(user: User, at: datetime) -> QuerySet[Held]:
    """What of it `user` may take: they have the skills and, today, the qualifications, and it waits for nobody else."""
    facts = work.working([user.pk], at)[user.pk]
    return waiting(user).filter(
        Q(for_user=None) | Q(for_user=user),
        skills__contained_by=sorted(facts.skills),
        qualifications__contained_by=sorted(facts.qualifications),
    )


def waiting_for(user: User, at: datetime, *, case: Case | None = None) -> Sequence[tuple[UUID, UUID]]:
    """(held, case) of what `user` may take, most urgent first, without a lock: who takes locks one by one. `case`: only
    that one."""
    rows = takeable(user, at)
    if case is not None:
        rows = rows.filter(case=case)
    return list(rows.values_list("pk", "case_id")[:TRIED])


def shown(user: User) -> list[Held]:
    """The first of what waits, for the page."""
    return list(waiting(user).select_related("case__owner", "case__unit", "unit", "for_user")[:SHOWN])


def to_release(at: datetime) -> list[Held]:
    """What the clock gives: the wait is over, the person it waits for is back, or the case has ended meanwhile."""
    rows = Held.objects.filter(ended_at=None).filter(
        Q(until__lte=at) | Q(for_user__is_away=False) | Q(case__is_open=False)
    )
    return list(rows.order_by("until")[:500])


def to_assign() -> list[UUID]:
    """Complaints that are accepted and classed and wait to be dispatched, the nearest limit first."""
    rows = Case.objects.filter(state=State.ACCEPTED, is_open=True, kind="complaint").exclude(code="")
    return list(rows.order_by("next_due_at", "id").values_list("pk", flat=True)[:200])


def is_away(user: User, at: datetime) -> bool:
    """Does an absence hold at this moment?"""
    return work.away_at(at).filter(user=user).exists()
