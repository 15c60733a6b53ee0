"""The limits of many owners at once: read together, moved in memory, written together. A fixed number of statements,
however many owners; what happens to a limit is what the other actions do to one."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from copy import copy
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.clocks import queries
from huiyin.clocks.actions import base
from huiyin.clocks.models import Clock, ClockEvent, ClockState
from huiyin.clocks.rules.events import ClockError, Event
from huiyin.core import bulk
from huiyin.core.actors import Actor

Saved = tuple[list[Clock], dict[UUID, list[ClockEvent]]]
_MOVED = ("state", "met_at", *base.COMPUTED)
_TYPES = ("text", "timestamptz", "timestamptz", "int", "bool", "bool", "timestamptz", "int", "timestamptz")
_WRITE = f"""
UPDATE clocks_clock AS clock SET {", ".join(f"{name} = told.{name}" for name in _MOVED)}
FROM unnest(%s::uuid[], {", ".join(f"%s::{kind}[]" for kind in _TYPES)}) AS told(id, {", ".join(_MOVED)})
WHERE clock.id = told.id
"""  # noqa: S608 - names of our own columns


class Sheet:
    """The limits of owners of one kind. The caller holds their chains; nothing is stored before `write`."""

    def __init__(self, kind: str, owners: Collection[UUID]) -> None:
        """Read and lock what runs and what has ended for these owners."""
        self._kind = kind
        self._clocks: dict[UUID, list[Clock]] = defaultdict(list)
        self._events: dict[UUID, list[ClockEvent]] = {}
        self._stored: dict[UUID, tuple[Any, ...]] = {}
        if not owners:
            return
        rows = Clock.objects.select_for_update().filter(owner_kind=kind, owner_id__in=owners)
        for clock in rows.order_by("started_at", "id"):
            self._clocks[clock.owner_id].append(clock)
            self._events[clock.pk] = []
            self._stored[clock.pk] = _values(clock)
        for event in ClockEvent.objects.filter(clock__in=list(self._stored)).order_by("at", "id"):
            self._events[event.clock_id].append(event)

    def standing(self, owner: UUID) -> Saved:
        """How the limits of an owner stand, to go back to when a message about it is refused."""
        clocks = self._clocks[owner]
        return [copy(one) for one in clocks], {one.pk: list(self._events[one.pk]) for one in clocks}

    def back(self, owner: UUID, saved: Saved) -> None:
        """As they stood."""
        self._clocks[owner] = saved[0]
        self._events |= saved[1]

    def of(self, owner: UUID) -> list[Clock]:
        """The limits of an owner that were not taken back, oldest first."""
        rows = [clock for clock in self._clocks[owner] if clock.state != ClockState.CANCELLED]
        return sorted(rows, key=lambda clock: (clock.started_at, clock.pk))

    def every(self, owner: UUID) -> list[Clock]:
        """All limits of an owner, those taken back too."""
        return list(self._clocks[owner])

    def running(self, owner: UUID) -> list[Clock]:
        """Those that run."""
        return [clock for clock in self.of(owner) if clock.state == ClockState.RUNNING]

    def add(self, clock: Clock) -> bool:
        """A limit that begins (`drafts_for`); left out when one of its rule runs already."""
        if any(one.rule_code == clock.rule_code for one in self.running(clock.owner_id)):
            return False
        self._clocks[clock.owner_id].append(clock)
        self._events[clock.pk] = []
        return True

    def retract(self, owner: UUID, rule: str, at: datetime) -> None:
        """As `clocks.retract`."""
        newest = max((one for one in self.of(owner) if one.rule_code == rule), key=lambda one: one.pk, default=None)
        if newest is not None:
            base.retracted(newest, at)

    def reopen(self, owner: UUID, rule: str, at: datetime) -> None:
        """As `clocks.reopen`."""
        rows = [one for one in self._clocks[owner] if one.rule_code == rule]
        if rows and not any(one.state == ClockState.RUNNING for one in rows):
            newest = max(rows, key=lambda one: one.pk)
            base.reopened(newest, queries.due_of(newest, _told(self._events[newest.pk])), at)

    def stop(self, clock: Clock, at: datetime) -> None:
        """As `clocks.stop`. Raises Refused for an instant before the start."""
        base.halted(clock, at)

    def cancel(self, owner: UUID, at: datetime) -> None:
        """As `clocks.cancel`."""
        for clock in self.running(owner):
            base.cancelled(clock, at)

    def agree(self, clock: Clock, *, at: datetime, until: datetime, proof: str, by: Actor) -> None:
        """As `clocks.agree` for a limit that runs; `proof` is there. Raises Refused for a date that cannot be."""
        events = self._events[clock.pk]
        if any(one.kind == "agree" and (one.at, one.until) == (at, until) for one in events):
            return
        row = bulk.new(
            ClockEvent, clock_id=clock.pk, owner_id=clock.owner_id, kind="agree", at=at, until=until, proof=proof,
            by_label=by.label,
        )  # fmt: skip
        try:
            due = queries.due_of(clock, _told([*events, row]))
        except ClockError as error:
            raise base.refused(error, queries.rule_of(clock)) from error
        events.append(row)
        base.put(clock, due, at)

    def write(self, owners: Collection[UUID]) -> None:
        """Store what has changed of these owners: limits that end before those that run, since one of a rule may run
        at a time."""
        clocks = [clock for owner in owners for clock in self._clocks[owner]]
        moved = [clock for clock in clocks if clock.pk in self._stored and self._stored[clock.pk] != _values(clock)]
        for is_running in (False, True):
            rows = [clock for clock in moved if (clock.state == ClockState.RUNNING) is is_running]
            if rows:
                with connection.cursor() as cursor:
                    columns = zip(*map(_values, rows), strict=True)
                    cursor.execute(_WRITE, [[clock.pk for clock in rows], *map(list, columns)])
        bulk.copy_in(Clock, [clock for clock in clocks if clock.pk not in self._stored])
        bulk.copy_in(ClockEvent, [one for clock in clocks for one in self._events[clock.pk] if one._state.adding])


def _values(clock: Clock) -> tuple[Any, ...]:
    return tuple(str(getattr(clock, name)) if name == "state" else getattr(clock, name) for name in _MOVED)


def _told(rows: Sequence[ClockEvent]) -> list[Event]:
    ordered = sorted(rows, key=lambda row: (row.at, row.pk))
    return [Event(row.kind, row.at, row.until, row.ref, row.reason) for row in ordered]
