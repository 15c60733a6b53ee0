"""The due time of a clock and its derivation, from (start, events, rule version, calendar version, facts) alone.

The derivation is a list of steps, each a flat JSON object with a `kind`:

    start     at, day, rule, step, steps, number, unit        the day of the start is not counted
    restart   at, dropped                                     the run before it was dropped
    limit     number, unit, days                              weeks and months turned into natural days
    extended  at, step, number, unit, reason                  number = total length from the start
    agreed    at (null: not recorded), until, after_limit, reason
    fixed     until, fact                                     a date set from outside
    ignored   event, at, reason (after_limit | restarted), limit
    counted   from, to, number, total, reason (natural_day | workday | makeup | agreed | fixed | hours), name
    left_out  from, to (null: still open), number, reason (weekend | holiday | pause), name
    rolled    from, to, number                                the last day was no working day (Civil Code art 203)
    note      code (assumed | optional | provisional | next_notice | date_stands), name
    end       due_at (null: paused), last_day (null on hour clocks), met (before | at_or_before)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from huiyin.clocks.rules import counting, facts
from huiyin.clocks.rules.events import ClockError, Event, in_order
from huiyin.clocks.rules.run import Run, play
from huiyin.core.calendars import Calendar
from huiyin.handbook.rules.terms import Rule

Derivation = list[dict[str, Any]]
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock is due and why. `due_at` is the first instant after the limit (hour clocks: its last instant)."""

    due_at: datetime | None
    provisional: bool
    paused: bool
    step: int
    started_at: datetime
    rule_version: str
    calendar_version: str
    derivation: Derivation


def compute(
    rule: Rule,
    calendar: Calendar,
    start: datetime,
    events: Sequence[Event] = (),
    given: Mapping[str, Any] | None = None,
) -> Due:
    """The due time under a rule. Facts that contradict the rule, or events that make no sense, raise ClockError."""
    known = given or {}
    contradictions = facts.unmet(rule, known)
    if contradictions:
        raise ClockError("rule_does_not_apply", contradictions[0])
    if start.tzinfo is None:
        raise ClockError("time_naive", "The start has no offset.")
    try:
        run, earlier = play(rule, calendar, start, in_order(events, start), known)
        due_at = None if run.open_since is not None else run.due_at()
        stretches = _stretches(run)
    except OverflowError:
        raise ClockError("time_range", "The limit lies outside the calendar.") from None
    seen = _examined(run, stretches)
    provisional = due_at is not None and bool(seen) and not calendar.is_announced(seen[0], seen[-1])
    steps: Derivation = [
        *_restarts(earlier, run),
        _start(run),
        *_limit(run),
        *run.log,
        *stretches,
        *_roll(run),
        *_notes(run, provisional, seen),
        _end(run, due_at),
    ]
    _make_plain(steps, rule.zone)
    return Due(
        due_at, provisional, run.open_since is not None, run.step, run.start, rule.version, calendar.version, steps
    )


def is_met(rule: Rule, due_at: datetime | None, at: datetime) -> bool:
    """Whether a limit is kept at an instant: day clocks strictly before `due_at`, hour clocks at or before it.

    A paused clock (`due_at` None) cannot be late.
    """
    if due_at is None:
        return True
    return at < due_at if rule.is_day_rule else at <= due_at


def _restarts(earlier: Sequence[Run], last: Run) -> Derivation:
    return [
        {"kind": "restart", "at": after.start, "dropped": before.start}
        for before, after in zip(earlier, [*earlier[1:], last], strict=False)
    ]


def _start(run: Run) -> dict[str, Any]:
    rule, dated = run.rule, run.rule.unit != "fixed"
    return {
        "kind": "start",
        "at": run.start,
        "day": run.day_of(run.start),
        "rule": rule.version,
        "step": 1,
        "steps": max(len(rule.steps), 1),
        "number": rule.steps[0].length if dated else None,
        "unit": rule.unit,
    }


def _limit(run: Run) -> Derivation:
    rule = run.rule
    if rule.unit == "fixed":
        return [{"kind": "fixed", "until": run.last_day(), "fact": rule.due_fact}]
    if rule.unit in ("weeks", "months"):
        length = rule.steps[run.step].length
        return [{"kind": "limit", "number": length, "unit": rule.unit, "days": run.natural_length()}]
    return []


def _set_date(run: Run) -> tuple[date, str] | None:
    """The last day when it was set and not counted out: agreed, or a fixed date."""
    if run.agreed is not None:
        return run.day_of(run.agreed), "agreed"
    return (run.last_day(), "fixed") if run.rule.unit == "fixed" else None


def _stretches(run: Run) -> Derivation:
    if not run.rule.is_day_rule:
        return _hour_stretches(run)
    first, set_date = run.day_of(run.start), _set_date(run)
    if set_date is not None:
        return counting.stretches_to(first, *set_date, run.open_day)
    if run.rule.unit == "working_days":
        length = run.rule.steps[run.step].length
        return counting.working_stretches(first, length, run.day_spans, run.open_day, run.calendar)
    return counting.natural_stretches(first, run.natural_length(), run.day_spans, run.open_day)


def _hour_stretches(run: Run) -> Derivation:
    found: Derivation = []
    at, total = run.start, timedelta()
    reason = "agreed" if run.agreed is not None else "hours"
    pauses: list[tuple[datetime, datetime | None]] = [] if run.agreed is not None else list(run.spans)
    if run.open_since is not None:
        pauses.append((run.open_since, None))
    for begin, end in [*pauses, (run.due_at(), run.due_at())]:
        if begin > at:
            total += _elapsed(at, begin)
            number = _hours(_elapsed(at, begin))
            found.append(
                {
                    "kind": "counted",
                    "from": at,
                    "to": begin,
                    "number": number,
                    "total": _hours(total),
                    "reason": reason,
                    "name": "",
                }
            )
        if end is None:
            found.append({"kind": "left_out", "from": begin, "to": None, "number": None, "reason": "pause", "name": ""})
            break
        if end > begin:
            number = _hours(_elapsed(begin, end))
            found.append(
                {"kind": "left_out", "from": begin, "to": end, "number": number, "reason": "pause", "name": ""}
            )
        at = end
    return found


def _elapsed(begin: datetime, end: datetime) -> timedelta:
    return end.astimezone(UTC) - begin.astimezone(UTC)


def _hours(length: timedelta) -> int | float:
    whole, rest = divmod(length, HOUR)
    return whole if not rest else round(length / HOUR, 4)


def _roll(run: Run) -> Derivation:
    if run.rule.roll == "none" or run.open_since is not None or run.agreed is not None:
        return []
    last = run.last_day()
    end = run.rolled(last)
    return [{"kind": "rolled", "from": last, "to": end, "number": (end - last).days}] if end != last else []


def _examined(run: Run, stretches: Derivation) -> list[date]:
    """The days whose being a working day or not decided the due date; none where the calendar plays no part."""
    if run.agreed is not None or run.open_since is not None:
        return []
    if run.rule.unit == "working_days":
        last = stretches[-1]["to"]
        return list(counting.days_between(stretches[0]["from"], last + counting.ONE_DAY))
    if run.rule.roll == "next_working_day":
        last = run.last_day()
        return list(counting.days_between(last, run.rolled(last) + counting.ONE_DAY))
    return []


def _notes(run: Run, provisional: bool, seen: Sequence[date]) -> Derivation:
    rule = run.rule
    notes = [("assumed", name) for name in facts.unknown(rule, run.facts)]
    if rule.optional:
        notes.append(("optional", rule.code))
    if (run.agreed is not None or rule.unit == "fixed") and run.spans:
        notes.append(("date_stands", ""))
    if provisional:
        years = sorted({day.year for day in seen if not run.calendar.day(day).announced})
        notes.append(("provisional", ", ".join(str(year) for year in years)))
    if any(run.calendar.may_still_move(day) for day in seen):
        notes.append(("next_notice", str(run.calendar.last + 1)))
    return [{"kind": "note", "code": code, "name": name} for code, name in notes]


def _end(run: Run, due_at: datetime | None) -> dict[str, Any]:
    day_rule = run.rule.is_day_rule
    last = run.day_of(due_at) - counting.ONE_DAY if due_at is not None and day_rule else None
    return {"kind": "end", "due_at": due_at, "last_day": last, "met": "before" if day_rule else "at_or_before"}


def _make_plain(steps: Derivation, zone: ZoneInfo) -> None:
    """Turn instants and dates into text, in place: the steps are nobody else's."""
    for step in steps:
        for key, value in step.items():
            kind = type(value)
            if kind is datetime:
                step[key] = (value if value.tzinfo is zone else value.astimezone(zone)).isoformat()
            elif kind is date:
                step[key] = value.isoformat()
