"""What the actions on clocks share: refusals in the user's language, and writing a computed due time to a row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.clocks import queries
from huiyin.clocks.models import Clock, ClockState
from huiyin.clocks.rules import alarms
from huiyin.clocks.rules.due import Due, is_met
from huiyin.clocks.rules.events import ClockError
from huiyin.core.errors import Refused
from huiyin.handbook.rules.terms import Rule

COMPUTED = ("due_at", "step", "paused", "provisional", "next_alarm_at", "warned", "breached_at")


def refused(error: ClockError, rule: Rule) -> Refused:
    """The refusal for something the engine cannot compute, in words for the user."""
    sentences = {
        "no_step_left": _("This limit cannot be extended any further."),
        "resume_without_pause": _("The limit is not paused; there is nothing to resume."),
        "event_before_start": _("That moment lies before the limit began."),
        "agreed_in_the_past": _("The agreed date lies before the day of the agreement; choose a later one."),
        "fact_missing": _("The date this limit lasts to is missing."),
        "fact_wrong": _("The date this limit lasts to cannot be read; write it like 2026-12-01."),
        "time_range": _("That date is out of range."),
    }
    return Refused(f"clock.{error.code}", sentences.get(error.code, str(error)), clause=rule.clause)


def lock(owner: queries.Owner, rule: str | None = None) -> list[Clock]:
    """The running clocks of an owner (of one rule), locked against the sweep, in the order of their ids."""
    rows = Clock.objects.select_for_update().filter(owner_kind=owner[0], owner_id=owner[1], state=ClockState.RUNNING)
    return list((rows.filter(rule_code=rule) if rule else rows).order_by("id"))


def put(clock: Clock, due: Due, at: datetime) -> None:
    """Take a newly computed due time over to the row, in memory, and arm its alarms for it.

    Alarms that fired for the old due time and are reached for the new one too do not fire again. A limit that was over
    at `at` stays recorded as broken; a breach that `at` disproves (an extension made in time, recorded late) goes.
    """
    rule, before = queries.rule_of(clock), clock.due_at
    if before is not None and clock.state == ClockState.RUNNING:
        if not is_met(rule, before, at):
            clock.breached_at = clock.breached_at or before
        elif clock.breached_at == before:
            clock.breached_at = None
    clock.due_at, clock.step, clock.paused, clock.provisional = due.due_at, due.step, due.paused, due.provisional
    if due.due_at is not None and due.due_at != before:
        clock.warned = min(clock.warned, len(alarms.reached(rule, due.due_at, 0, at)))
    clock.next_alarm_at = alarms.next_alarm(rule, clock.due_at, clock.warned)


def halted(clock: Clock, at: datetime) -> Clock:
    """Stop a running limit in memory: kept, or kept late, by the comparison of its rule. Raises Refused for an instant
    before the start."""
    if at < clock.started_at:
        raise Refused("clock.event_before_start", _("That moment lies before the limit began."))
    return _ended(clock, None, at)


def cancelled(clock: Clock, at: datetime) -> Clock:
    """End a running limit in memory that no longer matters; one that was already over stays recorded as broken."""
    return _ended(clock, ClockState.CANCELLED, at)


def _ended(clock: Clock, state: ClockState | None, at: datetime) -> Clock:
    if not is_met(queries.rule_of(clock), clock.due_at, at):
        clock.breached_at = clock.breached_at or clock.due_at
    elif clock.breached_at == clock.due_at:
        clock.breached_at = None  # ended in time, only recorded after the sweep had passed
    clock.state = state or (ClockState.LATE if clock.breached_at else ClockState.MET)
    clock.met_at, clock.next_alarm_at = max(at, clock.started_at), None
    return told(clock, clock.due_at, ended_at=clock.met_at, breached_at=clock.breached_at)


def retracted(clock: Clock, at: datetime) -> Clock:
    """End a limit in memory that never ran: cancelled, and no breach."""
    clock.state, clock.met_at = ClockState.CANCELLED, max(at, clock.started_at)
    clock.next_alarm_at = clock.breached_at = None
    return told(clock, clock.due_at, retracted=True)


def reopened(clock: Clock, due: Due, at: datetime) -> Clock:
    """Let an ended limit run again in memory, with the due time that follows from its events."""
    before = clock.due_at
    clock.state, clock.met_at = ClockState.RUNNING, None
    put(clock, due, at)
    return told(clock, before)


def told(clock: Clock, before: datetime | None, **more: Any) -> Clock:
    """Leave on the clock what happened to it, for the ledger entry of the caller."""
    change: Mapping[str, Any] = {
        "rule": clock.rule_code,
        "rule_version": clock.rule_version,
        "calendar_version": clock.calendar_version,
        "due_before": before,
        "due_at": clock.due_at,
        "state": clock.state,
        **more,
    }
    clock.change = change
    return clock
