"""The nearest limit, copied to the case row so that the queue sorts by one indexed column."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.accounts.models import Role
from huiyin.accounts.queries import staff_with_role
from huiyin.cases.actions import notifications
from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Alarm, Clock
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.handbook import queries as handbook

COLUMNS = ("next_due_at", "next_due_rule", "due_level", "is_paused", "is_provisional")
CALM, WARNED, BROKEN = 0, 1, 2
_FRESH = timedelta(days=14)
_MOST = 30


def copy(case: Case, running: Iterable[Clock] | None = None) -> list[str]:
    """Set the columns of `case` from its running clocks (read when not given), in memory; returns their names.

    Limits that oblige the complainant do not count. The level is that of the worst running limit; the case is paused
    when its decision limit is. An ended case may still have a limit (that of a review).
    """
    if running is None:
        running = Clock.objects.filter(owner_kind="case", owner_id=case.id, state="running")
    ours = [clock for clock in running if handbook.versions(clock.rule_code)[-1].obliges == "insurer"]
    ending = [(clock.due_at, clock.rule_code, place) for place, clock in enumerate(ours) if clock.due_at is not None]
    nearest = ours[min(ending)[2]] if ending else None
    case.next_due_at = nearest.due_at if nearest else None
    case.next_due_rule = nearest.rule_code if nearest else ""
    case.is_provisional = nearest.provisional if nearest else False
    case.is_paused = any(clock.paused for clock in ours)
    case.due_level = max((level(clock) for clock in ours), default=CALM)
    return list(COLUMNS)


def level(clock: Clock) -> int:
    """0 calm, 1 warned, 2 broken."""
    return BROKEN if clock.breached_at else WARNED if clock.warned else CALM


@action
def refresh(*, case: Case, by: Actor, at: datetime) -> Case:
    """Copy the nearest limit again after a clock moved by itself (a warning, a breach). No ledger entry: the clock's
    own entry tells it. Doing it twice changes nothing."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    before = tuple(getattr(case, name) for name in COLUMNS)
    copy(case)
    if tuple(getattr(case, name) for name in COLUMNS) != before:
        case.save(update_fields=COLUMNS)
    return case


@action
def carry(*, case_id: UUID, by: Actor, at: datetime) -> Case | None:
    """Take the alarms of a case that fired to its row and mark them as carried. None when somebody works on the case
    right now (the next round comes) or there is nothing to carry."""
    case = Case.objects.select_for_update(skip_locked=True).filter(pk=case_id).first()
    if case is None:
        return None
    waiting = list(
        Alarm.objects.filter(owner_kind="case", owner_id=case_id, carried_at=None)
        .select_related("clock")
        .order_by("id")
    )
    if not waiting:
        return None
    case = refresh(case=case, by=by, at=at)
    clocks.carry(alarm_ids=[alarm.pk for alarm in waiting], by=by, at=at)
    notifications.tell_all(news=_news(case, waiting, at), by=by, at=at)
    return case


def _news(case: Case, alarms: Iterable[Alarm], at: datetime) -> list[notifications.News]:
    """Whom the alarms are for: the owner, or whoever leads on the rung of the ladder; of one limit once, however many
    points it passed at a time. One that fired long ago (the worker slept for weeks, or a case was imported) is on the
    lists and wakes nobody, a warning of what is over by now neither."""
    found: dict[tuple[UUID, bool], tuple[Alarm, set[UUID]]] = {}
    for alarm in alarms:
        if alarm.at > at - _FRESH and (alarm.is_breach or alarm.due_at > at):
            _first, people = found.setdefault((alarm.clock_id, alarm.is_breach), (alarm, set()))
            people.update(_told(case, alarm.tell))
    return [
        notifications.News(
            kind="broken" if alarm.is_breach else "warned",
            to=people,
            key=f"alarm:{alarm.pk}",
            case_id=case.pk,
            details={"rule": alarm.clock.rule_code, "due": alarm.due_at.isoformat()},
            ref_id=alarm.pk,
        )
        for alarm, people in found.values()
    ]


def _told(case: Case, tell: str) -> list[UUID]:
    if tell == "owner":
        return [case.owner_id]
    if tell not in Role.values:
        return []
    return [user.pk for user in staff_with_role(tell, case.unit)[:_MOST]]


@action
def settle(*, case_id: UUID, clock_id: UUID, by: Actor, at: datetime) -> Case | None:
    """Compute a provisional limit of a case with the newest calendar, and copy what follows to its row. None when there
    is nothing to do or somebody works on the case right now (the next round comes)."""
    case = Case.objects.select_for_update(skip_locked=True).filter(pk=case_id).first()
    if case is None or clocks.settle(clock_id=clock_id, by=by, at=at) is None:
        return None
    return refresh(case=case, by=by, at=at)
