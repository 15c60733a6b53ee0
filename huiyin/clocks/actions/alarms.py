"""What the sweeps do: warnings and breaches, carrying them on, and settling provisional limits.

These come without the owner's row being locked, so they take the owner's ledger chain instead and never wait for it:
what is busy now is done in the next round.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huiyin.accounts.models import User
from huiyin.audit import actions as audit
from huiyin.clocks import queries
from huiyin.clocks.actions.base import COMPUTED, put, told
from huiyin.clocks.models import Alarm, Clock, ClockState
from huiyin.clocks.rules import alarms
from huiyin.core import calendars
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.handbook.rules.terms import Rule


@action
def fire(*, clock_id: UUID, by: Actor, at: datetime) -> list[Alarm]:
    """Fire every alarm of a clock that is reached and has not fired: an Alarm row and a ledger entry each.

    Passing the limit marks the clock as broken; a limit that obliges the complainant simply runs out. Empty when there
    is nothing to do or the owner is being worked on right now.
    """
    clock = _take(clock_id)
    if clock is None or clock.next_alarm_at is None or clock.next_alarm_at > at or clock.due_at is None:
        return []
    rule = queries.rule_of(clock)
    places = alarms.reached(rule, clock.due_at, clock.warned, at)
    known = set(Alarm.objects.filter(clock=clock, due_at=clock.due_at).values_list("place", flat=True))
    fired = [_alarm(clock, rule, place, at) for place in places if place not in known]
    Alarm.objects.bulk_create(fired)
    clock.warned = places[-1] + 1 if places else clock.warned
    clock.next_alarm_at = alarms.next_alarm(rule, clock.due_at, clock.warned)
    fields = ["warned", "next_alarm_at"]
    if any(not rule.alarms[place].is_warning for place in places):
        fields += _over(clock, rule)
    clock.save(update_fields=fields)
    for alarm in fired:
        _tell(clock, alarm, rule, by)
    return fired


@action
def settle(*, clock_id: UUID, by: Actor, at: datetime) -> Clock | None:
    """Compute a provisional limit again with the newest calendar, once the year's days off are announced.

    None when there is nothing to do. Limits that were not provisional are never touched by a new calendar.
    """
    clock = _take(clock_id)
    if clock is None or not clock.provisional:
        return None
    newest = calendars.current(queries.rule_of(clock).calendar).version
    if clock.calendar_version == newest:
        return None
    before, clock.calendar_version = clock.due_at, newest
    put(clock, queries.due_of(clock), at)
    clock.save(update_fields=("calendar_version", *COMPUTED))
    told(clock, before, provisional=clock.provisional)
    audit.record(
        aggregate=clock.owner, kind="clock.settled", by=by, at=at, body=clock.change, rule_versions=[clock.rule_version]
    )
    return clock


@action
def carry(*, alarm_ids: Sequence[UUID], by: Actor, at: datetime) -> int:
    """Mark alarms as taken over by the owner's context. Returns how many were not yet."""
    return Alarm.objects.filter(id__in=alarm_ids, carried_at=None).update(carried_at=at)


@action
def see(*, owner: queries.Owner, user: User, by: Actor, at: datetime) -> int:
    """Mark the alarms of an owner as seen by a person. Returns how many were not yet."""
    rows = Alarm.objects.filter(owner_kind=owner[0], owner_id=owner[1], seen_at=None, fired_at__lte=at)
    return rows.update(seen_at=at, seen_by=user)


def _take(clock_id: UUID) -> Clock | None:
    """The running clock, with its owner's chain and its row locked; None when either is busy or it has ended."""
    known = Clock.objects.filter(id=clock_id, state=ClockState.RUNNING).first()
    if known is None or not audit.try_hold(known.owner):
        return None
    return Clock.objects.select_for_update(skip_locked=True).filter(id=clock_id, state=ClockState.RUNNING).first()


def _alarm(clock: Clock, rule: Rule, place: int, at: datetime) -> Alarm:
    point, due_at = rule.alarms[place], clock.due_at
    assert due_at is not None
    return Alarm(
        clock=clock,
        owner_kind=clock.owner_kind,
        owner_id=clock.owner_id,
        place=place,
        is_breach=not point.is_warning,
        tell=point.tell,
        due_at=due_at,
        at=alarms.fires_at(rule, due_at, point),
        fired_at=at,
    )


def _over(clock: Clock, rule: Rule) -> list[str]:
    """The limit is over: broken, or, where it obliges the complainant, run out."""
    if rule.obliges == "complainant":
        clock.state, clock.met_at, clock.next_alarm_at = ClockState.LAPSED, clock.due_at, None
        return ["state", "met_at"]
    clock.breached_at = clock.breached_at or clock.due_at
    return ["breached_at"]


def _tell(clock: Clock, alarm: Alarm, rule: Rule, by: Actor) -> None:
    if not alarm.is_breach:
        kind = "clock.warned"
    elif rule.obliges == "complainant":
        kind = "clock.lapsed"
    else:
        kind = "clock.breached" if not rule.alarms[alarm.place].offset else "clock.escalated"
    audit.record(
        aggregate=clock.owner,
        kind=kind,
        by=by,
        at=alarm.at,
        body={
            "rule": clock.rule_code,
            "clause": rule.clause,
            "due_at": alarm.due_at,
            "tell": alarm.tell,
            "breach": clock.breach_kind,
            "fired_at": alarm.fired_at,
        },
        rule_versions=[clock.rule_version],
    )
