"""Taking back what was recorded in error. Events are never changed: another clock without them takes the place."""

from collections.abc import Sequence
from datetime import datetime

from huiyin.clocks import queries
from huiyin.clocks.actions.base import lock, put, refused, retracted, told
from huiyin.clocks.actions.lifecycle import cancel
from huiyin.clocks.models import Clock, ClockEvent, ClockState
from huiyin.clocks.rules.due import Due
from huiyin.clocks.rules.events import ClockError, Event
from huiyin.core.actions import action
from huiyin.core.actors import Actor


@action
def retract(*, owner: queries.Owner, rule: str, at: datetime, by: Actor) -> Clock | None:
    """End the newest limit of a rule because what had started it never was, or was at another time: cancelled, and
    with no breach of a limit that never ran. None when there is none or it is cancelled already."""
    rows = Clock.objects.select_for_update().filter(owner_kind=owner[0], owner_id=owner[1], rule_code=rule)
    clock = rows.exclude(state=ClockState.CANCELLED).order_by("id").last()
    if clock is None:
        return None
    retracted(clock, at).save(update_fields=["state", "met_at", "next_alarm_at", "breached_at"])
    return clock


@action
def undo_restart(*, owner: queries.Owner, rule: str, restarted_at: datetime, at: datetime, by: Actor) -> Clock | None:
    """Let a running limit count from its first start again, as if the restart at `restarted_at` had never been
    (un-merge).

    The clock with the restart is cancelled and stays readable; another with the same start, rule, calendar and all
    other events runs in its place, so that a limit which has passed meanwhile is honestly broken. Extensions for
    which its ladder has no step are left out. None when no such limit runs or it has no such restart.
    """
    for clock in lock(owner, rule):
        rows = list(ClockEvent.objects.filter(clock=clock).order_by("at", "id"))
        kept = [row for row in rows if (row.kind, row.at) != ("restart", restarted_at)]
        if len(kept) == len(rows):
            return None
        due, kept = _compute(clock, kept)
        before = clock.due_at
        cancel(owner=owner, rule=rule, at=at, by=by)
        return told(
            _again(clock, kept, due, at), before, undone="restart", restarted_at=restarted_at, replaces=clock.pk
        )
    return None


def _compute(clock: Clock, rows: list[ClockEvent]) -> tuple[Due, list[ClockEvent]]:
    """The due time with these events; extensions beyond the ladder fall away, the last first."""
    while True:
        try:
            return queries.due_of(clock, _events(rows)), rows
        except ClockError as error:
            extensions = [row for row in rows if row.kind == "extend"]
            if error.code != "no_step_left" or not extensions:
                raise refused(error, queries.rule_of(clock)) from error
            rows = [row for row in rows if row is not extensions[-1]]


def _events(rows: Sequence[ClockEvent]) -> list[Event]:
    return [Event(row.kind, row.at, row.until, row.ref, row.reason) for row in rows]


def _again(clock: Clock, rows: Sequence[ClockEvent], due: Due, at: datetime) -> Clock:
    fresh = Clock(
        owner_kind=clock.owner_kind,
        owner_id=clock.owner_id,
        rule_code=clock.rule_code,
        pack=clock.pack,
        rule_version=clock.rule_version,
        calendar_version=clock.calendar_version,
        facts=clock.facts,
        started_at=clock.started_at,
        due_at=due.due_at,
        breach_kind=clock.breach_kind,
    )
    put(fresh, due, at)
    fresh.save(force_insert=True)
    ClockEvent.objects.bulk_create(
        ClockEvent(
            clock=fresh,
            owner_id=row.owner_id,
            kind=row.kind,
            at=row.at,
            until=row.until,
            ref=row.ref,
            reason=row.reason,
            proof=row.proof,
            by_label=row.by_label,
        )
        for row in rows
    )
    return fresh
