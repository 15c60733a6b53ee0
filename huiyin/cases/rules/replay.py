"""What would change: one limit of the past under the version it had and under a draft, and the sums over many. Pure.

A verdict is True (broken), False (kept) or None: the limit still runs in time, or nobody recorded what would stop it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from huiyin.clocks.rules import alarms
from huiyin.clocks.rules import facts as conditions
from huiyin.clocks.rules.due import is_met
from huiyin.clocks.rules.events import ClockError, Event
from huiyin.clocks.rules.fast import due_only
from huiyin.core.calendars import Calendar
from huiyin.handbook.rules.terms import Rule

#: The columns of a line of the sums: limits, those that change, newly broken, newly kept, broken before, broken after.
COLUMNS = ("limits", "changed", "newly_broken", "newly_kept", "broken_before", "broken_after")
TOTALS = (
    *COLUMNS, "earlier", "later", "new", "gone", "unjudged_before", "unjudged_after",
    "extended", "spared", "ladder_short", "assumed", "unreadable", "without_clock",
)  # fmt: skip


@dataclass(slots=True)
class Past:
    """One limit of the past. `ended_at` is when it stopped (None: it still runs); `exact` is False where only an upper
    bound of the stop is known (the day an imported case was closed). `old` is None where no rule bound it before."""

    case_id: UUID
    clock_id: UUID | None
    unit_id: UUID
    started_at: datetime
    ended_at: datetime | None
    exact: bool
    facts: Mapping[str, Any]
    events: Sequence[Event]
    old: Rule | None
    old_due: datetime | None


@dataclass(slots=True)
class Judged:
    """A limit under both texts. `change` is empty where nothing changes."""

    change: str
    new_due: datetime | None
    old_broken: bool | None
    new_broken: bool | None


@dataclass
class Ground:
    """What the past is held against: the draft (None: the rule ends), its calendar, and the instant of judging."""

    draft: Rule | None
    calendar: Calendar
    at: datetime


@dataclass
class Tally:
    """The sums so far, as JSON keeps them."""

    totals: dict[str, int]
    months: dict[str, list[int]]
    units: dict[str, list[int]]
    alarms: dict[str, list[int]]
    _zone: tzinfo | None = field(default=None, repr=False)

    @classmethod
    def of(cls, summary: Mapping[str, Any]) -> "Tally":
        """Go on from what was kept; empty to begin with."""
        totals = dict.fromkeys(TOTALS, 0) | dict(summary.get("totals", {}))
        months, units, days = (
            {str(key): list(value) for key, value in summary.get(name, {}).items()} for name in _PARTS
        )
        return cls(totals, months, units, days)

    def as_json(self) -> dict[str, Any]:
        """The sums to be kept."""
        return {"totals": self.totals, "months": self.months, "units": self.units, "alarms": self.alarms}

    def add(self, past: Past, judged: Judged, ground: Ground) -> None:
        """Count one limit."""
        old, new = judged.old_broken, judged.new_broken
        line = (
            1,
            1 if judged.change else 0,
            1 if new and not old else 0,
            1 if old and not new and judged.change else 0,
            1 if old else 0,
            1 if new else 0,
        )
        month = past.started_at.astimezone(self._of(past, ground)).strftime("%Y-%m")
        for sums in (self.months.setdefault(month, [0] * 6), self.units.setdefault(str(past.unit_id), [0] * 6)):
            for place, value in enumerate(line):
                sums[place] += value
        totals = self.totals
        for name, value in zip(COLUMNS, line, strict=True):
            totals[name] += value
        if judged.change:
            totals[judged.change] += 1
        totals["unjudged_before"] += past.old is not None and old is None
        totals["unjudged_after"] += judged.change != "gone" and new is None
        totals["without_clock"] += past.clock_id is None
        self._extensions(past, ground)
        self._alarms(past.old, past.old_due, past, ground, 0)
        self._alarms(None if judged.change == "gone" else ground.draft, judged.new_due, past, ground, 1)

    def _of(self, past: Past, ground: Ground) -> tzinfo:
        if self._zone is None:
            rule = ground.draft or past.old
            assert rule is not None
            self._zone = rule.zone
        return self._zone

    def _extensions(self, past: Past, ground: Ground) -> None:
        asked = sum(event.kind == "extend" for event in past.events)
        if not asked or ground.draft is None:
            return
        self.totals["extended"] += 1
        plain = [event for event in past.events if event.kind != "extend"]
        due = _due(ground.draft, ground.calendar, past, plain)
        self.totals["spared"] += past.ended_at is not None and is_met(ground.draft, due, past.ended_at)
        self.totals["ladder_short"] += asked > len(ground.draft.steps) - 1

    def _alarms(self, rule: Rule | None, due: datetime | None, past: Past, ground: Ground, place: int) -> None:
        """The alarms that fired, or would have, by day: the work they make."""
        if rule is None or due is None:
            return
        end = past.ended_at or ground.at
        zone = self._of(past, ground)
        for alarm in rule.alarms:
            at = alarms.fires_at(rule, due, alarm)
            if at > end:
                return
            day = max(at, past.started_at).astimezone(zone).date().isoformat()
            self.alarms.setdefault(day, [0, 0])[place] += 1


_PARTS = ("months", "units", "alarms")


def judge(past: Past, ground: Ground) -> Judged:
    """One limit under both texts."""
    old_broken = _verdict(past.old, past.old_due, past, ground.at)
    draft = ground.draft
    if draft is None or conditions.unmet(draft, past.facts):
        return Judged("gone" if past.old is not None else "", None, old_broken, None)
    new_due = _due(draft, ground.calendar, past, past.events)
    new_broken = _verdict(draft, new_due, past, ground.at)
    if past.old is None:
        return Judged("new", new_due, None, new_broken)
    return Judged(_change(past.old_due, new_due), new_due, old_broken, new_broken)


def known_to(rule: Rule, events: Sequence[Event]) -> list[Event]:
    """The events as a rule takes them: pauses, restarts and agreements only where it knows them, extensions only as
    far as its ladder reaches."""
    takes = {"pause": rule.events.pause, "resume": rule.events.resume, "restart": rule.events.restart,
             "agree": rule.events.agree}  # fmt: skip
    found, steps = [], len(rule.steps) - 1
    for event in events:
        if event.kind == "extend":
            steps -= 1
            if steps < 0:
                continue
        elif not takes[event.kind]:
            continue
        found.append(event)
        if event.kind == "restart":
            steps = len(rule.steps) - 1
    return found


def _due(rule: Rule, calendar: Calendar, past: Past, events: Sequence[Event]) -> datetime | None:
    if not events:
        return due_only(rule, calendar, past.started_at, (), past.facts).due_at
    return due_only(rule, calendar, past.started_at, known_to(rule, events), past.facts).due_at


def _verdict(rule: Rule | None, due: datetime | None, past: Past, now: datetime) -> bool | None:
    if rule is None or rule.obliges == "complainant":
        return None
    kept = is_met(rule, due, past.ended_at or now)
    if kept:
        return False if past.ended_at is not None else None
    return True if past.exact else None


def _change(old: datetime | None, new: datetime | None) -> str:
    if old == new:
        return ""
    if old is None or new is None:
        return "later" if new is None else "earlier"
    return "earlier" if new < old else "later"


def readable(past: Past, ground: Ground) -> Judged | None:
    """Like `judge`; None where the record makes no sense under the draft (a fact it needs was never written)."""
    try:
        return judge(past, ground)
    except ClockError:
        return None
