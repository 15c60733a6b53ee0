"""Alarms that are for somebody: of their own cases, and those that the ladder tells their role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from huiyin.accounts.models import User
from huiyin.accounts.queries import units_under
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.clocks.models import Alarm, Promise
from huiyin.core.actors import Actor

SINCE = timedelta(days=14)
NEAR = timedelta(days=1)
TOLD = ("supervisor", "branch_manager", "head_office_cp", "executive")
MOST = 99
AT_ONCE = 50


@dataclass(frozen=True)
class Notice:
    """One alarm with its case."""

    alarm: Alarm
    case: Case


def of(user: User, by: Actor, at: datetime) -> QuerySet[Alarm]:
    """Unseen alarms of the last two weeks for this person: `tell` is the owner and the case theirs, or a role they hold
    for the case's unit.

    Alarms are read newest first and each asks for its own case, so that a large house stays quick.
    """
    case = Case.objects.filter(pk=OuterRef("owner_id"))
    rows = Alarm.objects.filter(seen_at=None, fired_at__gt=at - SINCE, fired_at__lte=at, owner_kind="case").annotate(
        case_owner=Subquery(case.values("owner_id")[:1]), case_unit=Subquery(case.values("unit_id")[:1])
    )
    mine = Q(tell="owner", case_owner=user.pk)
    for role in TOLD:
        paths = [path for held, path in by.grants if held == role]
        if paths:
            mine |= Q(tell=role, case_unit__in=units_under(*paths))
    return rows.filter(mine).exclude(owner_id__in=cases.barred(user)).order_by("-fired_at", "-id")


def unseen_count(user: User, by: Actor, at: datetime) -> int:
    """How many there are, at most MOST."""
    return of(user, by, at)[:MOST].count()


def listed(user: User, by: Actor, at: datetime) -> list[Notice]:
    """The newest ones with their cases, through the gate; three statements."""
    alarms: Sequence[Alarm] = list(of(user, by, at).select_related("clock")[:AT_ONCE])
    known: dict[UUID, Case] = {
        case.pk: case
        for case in cases.visible_to(user).filter(pk__in={a.owner_id for a in alarms}).select_related("owner", "unit")
    }
    return [Notice(alarm, known[alarm.owner_id]) for alarm in alarms if alarm.owner_id in known]


def promises(user: User, by: Actor, at: datetime) -> list[tuple[Promise, Case]]:
    """Open promises that are near or were broken: one's own, and of the units one leads the broken ones; the most
    urgent first, through the gate. Two statements."""
    units = units_under(*(path for role, path in by.grants if role in TOLD))
    unit = Case.objects.filter(pk=OuterRef("owner_id")).values("unit_id")[:1]
    mine = Q(responsible=user.pk, due_at__lte=at + NEAR)
    if units:
        mine |= Q(due_at__lt=at, case_unit__in=units)
    rows = Promise.objects.filter(state="open", owner_kind="case", due_at__lte=at + NEAR)
    found = list(
        rows.annotate(case_unit=Subquery(unit)).filter(mine).select_related("responsible").order_by("due_at")[:AT_ONCE]
    )
    seen = cases.visible_to(user).filter(pk__in={row.owner_id for row in found}).select_related("owner", "unit")
    known = {case.pk: case for case in seen} if found else {}
    return [(row, known[row.owner_id]) for row in found if row.owner_id in known]
