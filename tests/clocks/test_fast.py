"""The quick way to a due time says exactly what the full derivation says: answers and refusals alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.clocks.rules.due import compute
from huiyin.clocks.rules.events import ClockError, Event
from huiyin.clocks.rules.fast import due_only
from huiyin.core.time import SHANGHAI
from tests.clocks.make import CN, made, rule, t

UNITS = ("hours", "natural_days", "working_days", "weeks", "months")
ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Sydney", "UTC")]
starts = st.datetimes(datetime.fromisoformat("1984-01-01"), datetime.fromisoformat("2031-12-31")).flatmap(
    lambda at: st.sampled_from(ZONES).map(lambda zone: at.replace(tzinfo=zone))
)


def answer(way: Callable[..., Any], *given: Any) -> Any:
    """What a way of counting says: its answer, or the code of its refusal."""
    try:
        return way(*given)
    except ClockError as error:
        return error.code


@st.composite
def happenings(draw, start):
    """Any mixture of events, sensible or not, mostly after the start."""
    found = []
    for _ in range(draw(st.integers(0, 6))):
        at = start + timedelta(hours=draw(st.integers(-30, 1500)))
        kind = draw(st.sampled_from(["pause", "resume", "extend", "restart", "agree"]))
        until = at + timedelta(hours=draw(st.integers(-30, 900))) if kind == "agree" and draw(st.booleans()) else None
        found.append(Event(kind, at, until, ref=draw(st.sampled_from(["", "a", "b"]))))
    return found


@settings(max_examples=400)
@given(st.data())
def test_the_quick_way_answers_and_refuses_as_the_full_one(data):
    lengths = sorted(data.draw(st.sets(st.integers(1, 70), min_size=1, max_size=3)))
    unit = data.draw(st.sampled_from(UNITS))
    roll = data.draw(st.sampled_from(["none", "next_working_day"])) if unit != "hours" else "none"
    terms = replace(made(unit, *lengths, roll=roll), zone=data.draw(st.sampled_from(ZONES)))
    start = data.draw(starts)
    events = data.draw(happenings(start))
    full, quick = answer(compute, terms, CN, start, events), answer(due_only, terms, CN, start, events)
    if isinstance(full, str) or isinstance(quick, str):
        assert quick == full
        return
    assert (quick.due_at, quick.provisional, quick.paused, quick.step) == (
        full.due_at, full.provisional, full.paused, full.step,
    )  # fmt: skip
    if quick.due_at is not None and full.due_at is not None:
        assert quick.due_at.utcoffset() == full.due_at.utcoffset()


@pytest.mark.parametrize("facts", [{}, {"due_on": "2026-12-01"}, {"due_on": "soon"}, {"due_on": None}])
def test_a_fixed_date_is_read_and_refused_alike(facts):
    terms = rule("complaint.regulator_due")
    full, quick = (answer(way, terms, CN, t("2026-11-01T10:00"), (), facts) for way in (compute, due_only))
    if isinstance(full, str) or isinstance(quick, str):
        assert quick == full
    else:
        assert quick.due_at == full.due_at


@pytest.mark.parametrize("way", [compute, due_only])
def test_facts_that_contradict_the_rule_and_naive_times_are_refused(way):
    with pytest.raises(ClockError, match="applies only when"):
        way(rule("complaint.major_plan"), CN, t("2026-11-01T10:00"), (), {"major": False})
    with pytest.raises(ClockError, match="no offset"):
        way(rule(), CN, datetime(2026, 11, 1, 10))  # noqa: DTZ001 - without a zone, to be refused
    with pytest.raises(ClockError, match="outside the calendar"):
        way(made("working_days", 9_000_000), CN, datetime(2026, 11, 1, 10, tzinfo=SHANGHAI))
