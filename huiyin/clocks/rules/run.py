"""The state of one run of a clock: from its start (or the last restart) through its events, in order of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from huiyin.clocks.rules import counting, facts
from huiyin.clocks.rules.events import ClockError, Event
from huiyin.core.calendars import Calendar
from huiyin.handbook.rules.terms import Rule


@dataclass
class _Pause:
    event: Event
    in_effect: bool


@dataclass
class Run:
    """One run. `spans` are the united pauses that count, as (began, ended); `log` tells what the events did."""

    rule: Rule
    calendar: Calendar
    facts: Mapping[str, Any]
    start: datetime
    step: int = 0
    spans: list[tuple[datetime, datetime]] = field(default_factory=list)
    day_spans: list[counting.Span] = field(default_factory=list)
    open: list[_Pause] = field(default_factory=list)
    open_since: datetime | None = None
    open_day: date | None = None
    dropped: list[str] = field(default_factory=list)
    agreed: datetime | None = None
    log: list[dict[str, Any]] = field(default_factory=list)

    def day_of(self, at: datetime) -> date:
        """The date of an instant in the rule's time zone."""
        zone = self.rule.zone
        return at.date() if at.tzinfo is zone else at.astimezone(zone).date()

    def midnight_after(self, day: date) -> datetime:
        """24:00 of a day in the rule's time zone: the first instant after it."""
        return datetime.combine(day + counting.ONE_DAY, time(), self.rule.zone)

    def natural_length(self) -> int:
        """The length of the running step in natural days (day rules without working days)."""
        length, first = self.rule.steps[self.step].length, self.day_of(self.start)
        if self.rule.unit == "months":
            return (counting.add_months(first, length) - first).days
        return length * 7 if self.rule.unit == "weeks" else length

    def last_day(self) -> date:
        """The last day of the computed limit before any roll, pauses so far included (day rules)."""
        first, rule = self.day_of(self.start), self.rule
        if rule.unit == "fixed":
            return facts.due_day(rule, self.facts)
        if rule.unit == "working_days":
            paused = 0 if not self.day_spans else counting.working_days(self.day_spans, self.calendar)
            return counting.nth_working_day(first, rule.steps[self.step].length + paused, self.calendar)
        paused = sum((end - begin).days for begin, end in self.day_spans) if self.day_spans else 0
        return first + timedelta(days=self.natural_length() + paused)

    def rolled(self, day: date) -> date:
        """The last day after the roll option of the rule."""
        return day if self.rule.roll == "none" else counting.next_working_day(day, self.calendar)

    def due_at(self) -> datetime:
        """The first instant after the limit as it stands, as if no pause were open."""
        if self.rule.is_day_rule:
            if self.agreed is not None:
                return self.midnight_after(self.day_of(self.agreed))
            return self.midnight_after(self.rolled(self.last_day()))
        if self.agreed is not None:
            return self.agreed.astimezone(self.rule.zone)
        paused = sum(((end - begin) for begin, end in self.spans), timedelta()) if self.spans else timedelta()
        length = timedelta(hours=self.rule.steps[self.step].length)
        return (self.start.astimezone(UTC) + length + paused).astimezone(self.rule.zone)

    def has_ended(self, at: datetime) -> bool:
        """Whether the running limit is over at an instant; it never is while a pause is open."""
        if self.open_since is not None:
            return False
        return at >= self.due_at() if self.rule.is_day_rule else at > self.due_at()

    def apply(self, event: Event) -> None:
        """Take in one event. Raises ClockError when it makes no sense here."""
        if event.kind == "pause":
            self._pause(event)
        elif event.kind == "resume":
            self._resume(event)
        elif event.kind == "extend":
            self._extend(event)
        elif event.kind == "agree":
            self._agree(event)

    def expect_agreement(self, event: Event) -> None:
        """An agreed date without the moment of the agreement is in force for the whole run."""
        first = self.day_of(self.start)
        if self.day_of(event.at) < first or (not self.rule.is_day_rule and event.at < self.start):
            raise ClockError("event_before_start", f"The agreed date {event.at.isoformat()} lies before the start.")
        self.agreed = event.at

    def _pause(self, event: Event) -> None:
        standing = self.open_since is not None
        in_effect = standing or event.at < self.due_at()
        self.open.append(_Pause(event, in_effect))
        if not in_effect:
            self._ignored(event)
        elif not standing:
            self.open_since = event.at
            self.open_day = self.day_of(event.at)
            if self.rule.roll != "none" and self.agreed is None:
                self.open_day = min(self.open_day, self.last_day())

    def _resume(self, event: Event) -> None:
        found = next((pause for pause in self.open if pause.event.ref == event.ref), None)
        if found is None and not event.ref:
            found = self.open[0] if self.open else None
        if found is None and self.dropped and (not event.ref or event.ref in self.dropped):
            self.dropped.remove(event.ref or self.dropped[0])
            self._ignored(event, "restarted")
            return
        if found is None:
            named = f" of {event.ref!r}" if event.ref else ""
            raise ClockError("resume_without_pause", f"The resume{named} at {event.at.isoformat()} has no open pause.")
        self.open.remove(found)
        if not found.in_effect:
            self._ignored(event)
        elif not any(pause.in_effect for pause in self.open) and self.open_since and self.open_day:
            self.spans.append((self.open_since, event.at))
            self.day_spans.append((self.open_day, self.day_of(event.at)))
            self.open_since = self.open_day = None

    def _extend(self, event: Event) -> None:
        if self.has_ended(event.at):
            self._ignored(event)
            return
        if self.step + 1 >= len(self.rule.steps):
            raise ClockError(
                "no_step_left", f"{self.rule.code} has no further extension; the last limit stays as it is."
            )
        self.step += 1
        self.log.append(
            {
                "kind": "extended",
                "at": event.at,
                "step": self.step + 1,
                "number": self.rule.steps[self.step].length,
                "unit": self.rule.unit,
                "reason": event.reason,
            }
        )

    def _agree(self, event: Event) -> None:
        until = event.until
        late = self.has_ended(event.at) if until is not None else False
        if until is not None:
            past = self.day_of(until) < self.day_of(event.at) if self.rule.is_day_rule else until < event.at
            if past:
                raise ClockError(
                    "agreed_in_the_past", f"The agreed date {until.isoformat()} lies before its agreement."
                )
            self.agreed = until
        self.log.append(
            {
                "kind": "agreed",
                "at": event.at if until is not None else None,
                "until": until or event.at,
                "after_limit": late,
                "reason": event.reason,
            }
        )

    def _ignored(self, event: Event, reason: str = "after_limit") -> None:
        ended = self.due_at() if reason == "after_limit" else None
        self.log.append({"kind": "ignored", "event": event.kind, "at": event.at, "reason": reason, "limit": ended})


def play(
    rule: Rule, calendar: Calendar, start: datetime, events: Sequence[Event], given: Mapping[str, Any]
) -> tuple[Run, list[Run]]:
    """Run the events (already in order) and give the last run and those that restarts ended before it."""
    run, earlier = _begin(rule, calendar, start, events, given, []), list[Run]()
    for index, event in enumerate(events):
        if event.kind != "restart":
            run.apply(event)
            continue
        earlier.append(run)
        dropped = [*run.dropped, *(pause.event.ref for pause in run.open)]
        run = _begin(rule, calendar, event.at, events[index + 1 :], given, dropped)
    return run, earlier


def _begin(
    rule: Rule,
    calendar: Calendar,
    start: datetime,
    events: Sequence[Event],
    given: Mapping[str, Any],
    dropped: list[str],
) -> Run:
    run = Run(rule, calendar, given, start, dropped=dropped)
    for event in events:
        if event.kind == "restart":
            break
        if event.kind == "agree" and event.until is None:
            run.expect_agreement(event)
    return run
