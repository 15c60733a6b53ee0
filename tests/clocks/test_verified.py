"""The verifier's own arithmetic against the engine: whatever the engine derives it accepts, whatever is changed not."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from huiyin.audit.verifier.limits import Days, check_clock
from huiyin.audit.verifier.words import Report
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.due import compute
from huiyin.clocks.rules.events import ClockError, Event
from huiyin.complaints.queries.dossier.lines import as_line, calendar_lines, clock_lines, rule_lines
from huiyin.core.time import SHANGHAI
from huiyin.handbook.rules.terms import Rule
from tests.clocks.make import CN, made

START = datetime(2025, 9, 20, 10, 30, tzinfo=SHANGHAI)
CALENDAR = Days(json.loads(as_line(next(calendar_lines([CN.version])))))
RULES = [
    made("hours", 24), made("natural_days", 15, 30, 60), made("working_days", 10, 20), made("weeks", 2),
    made("months", 1, 3), made("natural_days", 5, roll="next_working_day"),
]  # fmt: skip
kinds = st.sampled_from(["pause", "resume", "extend", "restart", "agree"])
steps = st.lists(st.tuples(kinds, st.integers(0, 60 * 24 * 50), st.integers(0, 40)), max_size=7)


def events_of(drawn: list[tuple[str, int, int]]) -> list[Event]:
    """Events in order of time; a resume belongs to the last pause that is open."""
    found: list[Event] = []
    opened: list[str] = []
    for kind, minutes, days in sorted(drawn, key=lambda one: one[1]):
        at = START + timedelta(minutes=minutes)
        if kind == "pause":
            opened.append(f"p{len(found)}")
            found.append(Event("pause", at, ref=opened[-1]))
        elif kind == "resume" and opened:
            found.append(Event("resume", at, ref=opened.pop()))
        elif kind == "agree":
            found.append(Event("agree", at, at + timedelta(days=days)))
        elif kind in ("extend", "restart"):
            found.append(Event(kind, at))
    return found


def told(rule: Rule, events: list[Event]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A limit and its rule as the lines of a case file tell them."""
    due = compute(rule, CN, START, events, {})
    row = Clock(
        rule_code=rule.code, pack=rule.pack, rule_version=rule.version, calendar_version=CN.version, facts={},
        started_at=START, due_at=due.due_at, step=due.step, paused=due.paused, provisional=due.provisional,
        state="running", breach_kind="law",
    )  # fmt: skip
    plain = [{"kind": e.kind, "at": e.at, "until": e.until, "ref": e.ref} for e in events]

    class Told:
        """The row with its events at hand, as a query gives it."""

        def __init__(self) -> None:
            self.events = self

        def all(self) -> list[Any]:
            return []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("huiyin.clocks.queries.due_of", lambda _row: due)
        patch.setattr(Clock, "events", Told())
        (line,) = clock_lines([row])
    clock = json.loads(as_line(line | {"events": plain}))
    return clock, json.loads(as_line(next(rule_lines([rule]))))


def holds(clock: dict[str, Any], rule: dict[str, Any]) -> bool:
    report = Report()
    found = check_clock(clock, rule, CALENDAR, report)
    assert found is report.holds, report.findings
    return found


@settings(max_examples=400)
@given(st.sampled_from(RULES), steps)
@example(RULES[2], [("pause", 0, 0), ("resume", 810, 0), ("pause", 811, 0), ("resume", 3690, 0)])  # from a Sunday on
def test_whatever_the_engine_derives_is_accepted(rule: Rule, drawn: list[tuple[str, int, int]]) -> None:
    try:
        clock, terms = told(rule, events_of(drawn))
    except ClockError:
        assume(False)  # events that make no sense together have no due time
    report = Report()
    assert check_clock(clock, terms, CALENDAR, report), (report.findings, clock)


@settings(max_examples=200)
@given(
    st.sampled_from(RULES), steps, st.integers(-3, 3).filter(bool), st.sampled_from(["due", "end", "number", "rule"])
)
def test_whatever_is_changed_is_found(rule: Rule, drawn: list[tuple[str, int, int]], by: int, what: str) -> None:
    try:
        clock, terms = told(rule, events_of(drawn))
    except ClockError:
        assume(False)
    assume(clock["due_at"] is not None)
    counted = [step for step in clock["derivation"] if step["kind"] == "counted"]
    if what == "due":
        clock["due_at"] = (datetime.fromisoformat(clock["due_at"]) + timedelta(days=by)).isoformat()
    elif what == "end":
        end = clock["derivation"][-1]
        end["due_at"] = clock["due_at"] = (datetime.fromisoformat(end["due_at"]) + timedelta(days=by)).isoformat()
    elif what == "number":
        assume(counted)
        counted[0]["number"] = float(counted[0]["number"]) + by
    else:
        assume(by > 0)
        terms["steps"][clock["step"]]["length"] += by
    assert not holds(clock, terms)


def test_a_limit_that_says_kept_and_was_late_is_found() -> None:
    clock, terms = told(RULES[1], [])
    late = {"state": "met", "met_at": clock["due_at"]}
    assert holds(clock | {"state": "met", "met_at": "2025-09-21T00:00:00Z"}, terms)
    assert not holds(clock | late, terms)
    hours, rule = told(RULES[0], [])
    assert holds(hours | {"state": "met", "met_at": hours["due_at"]}, rule)


def test_a_calendar_that_was_changed_no_longer_fits_its_version() -> None:
    row = json.loads(as_line(next(calendar_lines([CN.version]))))
    assert Days(row).holds
    row["days"][0][2] = 1 - row["days"][0][2]
    assert not Days(row).holds
