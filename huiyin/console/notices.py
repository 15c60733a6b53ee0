"""Alarms that are for somebody: of their own cases, and those that the ladder tells their role."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from huiyin.accounts.models import User
from huiyin.accounts.queries import unit_paths, units_under
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.cases.queries import claims as claim_gate
from huiyin.clocks.models import Alarm, Promise
from huiyin.core.actors import Actor
from huiyin.customers.models import Claim

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


def _newest(user: User, by: Actor, at: datetime, most: int) -> list[UUID]:
    """The ids of the newest unseen alarms of the last two weeks for this person, at most so many: `tell` is the owner
    and the case theirs, or a role they hold for the case's unit. One statement.

    Each of these is a list of its own that an index gives in order and that ends after `most`: with "or" between them
    each alarm of the house would be looked at for each person.
    """
    parts = [
        rows.filter(seen_at=None, fired_at__gt=at - SINCE, fired_at__lte=at, owner_kind="case")
        .exclude(owner_id__in=cases.barred(user))
        .order_by("-fired_at", "-id")
        .values_list("fired_at", "id")[:most]
        for rows in _told(user, by)
    ]
    found = parts[0].union(*parts[1:], all=True).order_by("-fired_at", "-id")[:most] if len(parts) > 1 else parts[0]
    return [pk for _fired_at, pk in found]


def _told(user: User, by: Actor) -> Iterator[QuerySet[Alarm]]:
    yield Alarm.objects.filter(tell="owner", owner_id__in=Case.objects.filter(owner=user.pk).values("pk"))
    for role in TOLD:
        paths = [path for held, path in by.grants if held == role]
        units = units_under(*paths) if paths else []
        if set(units) >= set(unit_paths()):
            yield Alarm.objects.filter(tell=role)
        elif units:
            yield Alarm.objects.filter(tell=role, owner_id__in=Case.objects.filter(unit__in=units).values("pk"))


def unseen_count(user: User, by: Actor, at: datetime) -> int:
    """How many there are, of cases and claims, at most MOST."""
    found = len(_newest(user, by, at, MOST))
    return min(MOST, found + len(_of_claims(user, by, at, MOST))) if found < MOST else MOST


def listed(user: User, by: Actor, at: datetime) -> list[Notice]:
    """The newest ones with their cases, through the gate; four statements."""
    rows = Alarm.objects.filter(pk__in=_newest(user, by, at, AT_ONCE)).select_related("clock")
    alarms: Sequence[Alarm] = list(rows.order_by("-fired_at", "-id"))
    known: dict[UUID, Case] = {
        case.pk: case
        for case in cases.visible_to(user).filter(pk__in={a.owner_id for a in alarms}).select_related("owner", "unit")
    }
    return [Notice(alarm, known[alarm.owner_id]) for alarm in alarms if alarm.owner_id in known]


def claims(user: User, by: Actor, at: datetime) -> list[tuple[Alarm, Claim]]:
    """The newest unseen alarms of claims of the units that one leads, with the claims, through the gate."""
    ids = _of_claims(user, by, at, AT_ONCE)
    if not ids:
        return []
    alarms = list(Alarm.objects.filter(pk__in=ids).select_related("clock").order_by("-fired_at", "-id"))
    seen = claim_gate.listed(user).filter(pk__in={alarm.owner_id for alarm in alarms}).select_related("unit")
    known = {claim.pk: claim for claim in seen}
    return [(alarm, known[alarm.owner_id]) for alarm in alarms if alarm.owner_id in known]


def _of_claims(user: User, by: Actor, at: datetime, most: int) -> list[UUID]:
    """A claim has no owner in this house: what the ladder tells the owner, it tells the supervisor of the unit."""
    parts: list[QuerySet[Alarm]] = []
    house = set(unit_paths())
    for role in TOLD:
        paths = [path for held, path in by.grants if held == role]
        units = units_under(*paths) if paths else []
        rungs = ("owner", role) if role == "supervisor" else (role,)
        if set(units) >= house:
            parts += [Alarm.objects.filter(tell=rung) for rung in rungs]
        elif units:
            mine = Claim.objects.filter(unit__in=units).values("pk")
            parts += [Alarm.objects.filter(tell=rung, owner_id__in=mine) for rung in rungs]
    if not parts:
        return []
    own = claim_gate.own(user)
    ids = [
        rows.filter(seen_at=None, fired_at__gt=at - SINCE, fired_at__lte=at, owner_kind="claim")
        .exclude(owner_id__in=own)
        .order_by("-fired_at", "-id")
        .values_list("fired_at", "id")[:most]
        for rows in parts
    ]
    found = ids[0].union(*ids[1:], all=True).order_by("-fired_at", "-id")[:most] if len(ids) > 1 else ids[0]
    return [pk for _fired_at, pk in found]


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
