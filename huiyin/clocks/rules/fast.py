"""The due time alone, without the derivation: the same run as `due.compute`, for replays and proofs over many clocks.

`due_only` and `compute` agree on every answer and on every refusal (`tests/clocks/test_fast.py` proves it).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.clocks.rules import counting, facts
from huiyin.clocks.rules.events import ClockError, Event, in_order
from huiyin.clocks.rules.run import Run, play
from huiyin.core.calendars import Calendar
from huiyin.handbook.rules.terms import Rule

_NO_FACTS: Mapping[str, Any] = {}


@dataclass(slots=True)
class Deadline:
    """What `due.Due` says without its reasons. `due_at` is None while paused; `step` counts extensions from 0."""

    due_at: datetime | None
    provisional: bool
    paused: bool
    step: int


def due_only(
    rule: Rule,
    calendar: Calendar,
    start: datetime,
    events: Sequence[Event] = (),
    given: Mapping[str, Any] | None = None,
) -> Deadline:
    """The due time under a rule. Facts that contradict the rule, or events that make no sense, raise ClockError."""
    known = given or _NO_FACTS
    if rule.applies and (contradictions := facts.unmet(rule, known)):
        raise ClockError("rule_does_not_apply", contradictions[0])
    if start.tzinfo is None:
        raise ClockError("time_naive", "The start has no offset.")
    try:
        if events:
            run, _earlier = play(rule, calendar, start, in_order(events, start), known)
        else:
            run = Run(rule, calendar, known, start)
        if run.open_since is not None:
            return Deadline(None, False, True, run.step)
        return Deadline(run.due_at(), _is_provisional(run), False, run.step)
    except OverflowError:
        raise ClockError("time_range", "The limit lies outside the calendar.") from None


def _is_provisional(run: Run) -> bool:
    """Whether a day that decided the due date lies in a year that is not announced."""
    rule = run.rule
    if run.agreed is not None or (rule.unit != "working_days" and rule.roll == "none"):
        return False
    last = run.last_day()
    if rule.unit == "working_days":
        return not run.calendar.is_announced(run.day_of(run.start) + counting.ONE_DAY, last)
    return not run.calendar.is_announced(last, run.rolled(last))
