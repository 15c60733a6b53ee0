"""Worked examples of a rule: their shape, and what a rule gives for them against what is expected.

An example is plain JSON: `says` {zh, en}, `from`, `events` [{kind, at, until?, ref?}], `facts`, and `expected`: either
{"due_at": instant or null} (null while a pause is open) or {"error": a part of the refusal's sentence}.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.clocks.rules.events import ClockError, read_event, read_time
from huiyin.clocks.rules.fast import due_only
from huiyin.core.calendars import Calendar
from huiyin.handbook.rules.terms import Rule

Expected = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule gives for an example. `found` has the shape of an expectation."""

    found: Expected
    agrees: bool


def run(rule: Rule, calendar: Calendar, example: Mapping[str, Any]) -> Outcome:
    """Compute one example and compare."""
    found = answer(rule, calendar, example)
    return Outcome(found, agrees(rule, example["expected"], found))


def answer(rule: Rule, calendar: Calendar, example: Mapping[str, Any]) -> Expected:
    """What the rule gives: a due time (null while paused) or the sentence it refuses with."""
    try:
        start = read_time(example["from"], rule.zone)
        events = [read_event(event, rule.zone) for event in example.get("events") or ()]
        due = due_only(rule, calendar, start, events, example.get("facts") or {})
    except ClockError as error:
        return {"error": str(error)}
    return {"due_at": due.due_at.isoformat() if due.due_at else None}


def agrees(rule: Rule, expected: Expected, found: Expected) -> bool:
    """Whether the answer is the expected one; instants are compared as instants, refusals by a part of their words."""
    if "error" in expected or "error" in found:
        return "error" in expected and "error" in found and str(expected["error"]) in str(found["error"])
    if expected["due_at"] is None or found["due_at"] is None:
        return expected["due_at"] is None and found["due_at"] is None
    return read_time(expected["due_at"], rule.zone) == read_time(found["due_at"], rule.zone)


def check_shape(rule: Rule, example: Mapping[str, Any]) -> None:
    """Refuse an example that cannot be computed at all. Raises ClockError (time_unreadable, event_shape, …)."""
    read_time(example.get("from"), rule.zone)
    for event in example.get("events") or ():
        read_event(event, rule.zone)
    expected = example.get("expected")
    if not isinstance(expected, Mapping) or set(expected) not in ({"due_at"}, {"error"}):
        raise ClockError("example_expected", "Say when it is expected to be due, or that it is refused.")
    if expected.get("due_at") is not None:
        read_time(expected["due_at"], rule.zone)
