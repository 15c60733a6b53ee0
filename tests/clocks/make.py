"""Rules, times and events for the tests of the engine."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from huiyin.clocks.rules.due import Due, compute
from huiyin.clocks.rules.events import Event, read_time
from huiyin.core import calendars
from huiyin.core.time import SHANGHAI
from huiyin.handbook import queries
from huiyin.handbook.rules.terms import Rule, Step

CN = calendars.current("cn")


def t(text: str) -> datetime:
    """A time as people type it; Shanghai unless it says otherwise."""
    return read_time(text, SHANGHAI)


def rule(code: str = "complaint.decision") -> Rule:
    return queries.in_force(code, t("2026-11-01").date())


def made(unit: str, *lengths: int, roll: str = "none") -> Rule:
    """A rule of any unit and ladder, from the shipped decision rule."""
    steps = tuple(Step(length, {}, ()) for length in lengths)
    changes: dict[str, Any] = {"unit": unit, "steps": steps, "roll": roll}
    return replace(rule(), **changes)


def due(of: Rule | str, start: str, *events: tuple[str, ...], **facts: Any) -> Due:
    """The due time; an event is (kind, at) or (kind, at, ref), an agreement may be (agree, at, until)."""
    found = rule(of) if isinstance(of, str) else of
    return compute(found, CN, t(start), [event(*parts) for parts in events], facts)


def event(kind: str, at: str, extra: str = "") -> Event:
    if kind == "agree":
        return Event(kind, t(at), t(extra) if extra else None)
    return Event(kind, t(at), ref=extra)


def kinds(found: Due) -> list[str]:
    return [step["kind"] for step in found.derivation]
