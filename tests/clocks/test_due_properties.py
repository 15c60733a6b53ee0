"""The engine against a slow reference that walks day by day, over ten years of starts, pauses and holidays."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from huiyin.clocks.rules.due import compute
from huiyin.clocks.rules.events import Event
from huiyin.clocks.rules.strip import day_strip
from huiyin.clocks.rules.text import as_text
from huiyin.core import calendars
from huiyin.core.time import SHANGHAI
from huiyin.handbook.rules.terms import Rule
from tests.clocks.make import CN, made, rule, t

DAY = timedelta(days=1)
FIRST, LAST = datetime.fromisoformat("2017-01-01"), datetime.fromisoformat("2027-12-31")

# The reference reads the official rows by itself.
with (calendars.DATA / "cn_holidays_2012_2026.csv").open(encoding="utf-8") as rows:
    OFFICIAL = {date.fromisoformat(row["date"]): row["is_off_day"] == "0" for row in csv.DictReader(rows)}


def works(day: date) -> bool:
    return OFFICIAL.get(day, day.weekday() < 5)


@dataclass(frozen=True)
class Stop:
    begin: datetime
    end: datetime


def united(stops: list[Stop]) -> list[Stop]:
    found: list[Stop] = []
    for stop in sorted(stops, key=lambda stop: stop.begin):
        if found and stop.begin <= found[-1].end:
            found[-1] = Stop(found[-1].begin, max(found[-1].end, stop.end))
        else:
            found.append(stop)
    return found


def slow_last_day(of: Rule, start: datetime, stops: list[Stop]) -> date:
    """Walks one day at a time; every pause that begins before the limit as it then stands gives back its days."""
    unit, credit = of.unit, of.steps[0].length * (7 if of.unit == "weeks" else 1)

    def walk(credit: int) -> date:
        day = start.date()
        while credit:
            day += DAY
            if unit != "working_days" or works(day):
                credit -= 1
        return day

    last = walk(credit)
    for stop in united(stops):
        if stop.begin.date() > last:
            continue
        day = stop.begin.date()
        while day < stop.end.date():
            if unit != "working_days" or works(day):
                credit += 1
            day += DAY
        last = walk(credit)
    return last


def events_of(stops: list[Stop]) -> list[Event]:
    events = []
    for index, stop in enumerate(stops):
        events += [Event("pause", stop.begin, ref=str(index)), Event("resume", stop.end, ref=str(index))]
    return events


moments = st.one_of(
    st.datetimes(FIRST, LAST),
    st.datetimes(FIRST, LAST).map(lambda at: at.replace(hour=0, minute=0, second=0, microsecond=0)),
    st.datetimes(FIRST, LAST).map(lambda at: at.replace(hour=23, minute=59, second=59, microsecond=999999)),
    st.sampled_from(
        [datetime.fromisoformat(day) for day in ("2020-02-29", "2024-02-28T23:59", "2024-12-31", "2026-09-20T12:00")]
    ),
).map(lambda at: at.replace(tzinfo=SHANGHAI))
spans = st.lists(
    st.tuples(
        st.timedeltas(timedelta(0), timedelta(days=45)) | st.timedeltas(timedelta(0), timedelta(hours=12)),
        st.timedeltas(timedelta(0), timedelta(days=20)),
    ),
    max_size=4,
)
rules = st.one_of(
    st.builds(made, st.just("natural_days"), st.integers(1, 60)),
    st.builds(made, st.just("working_days"), st.integers(1, 30)),
    st.builds(made, st.just("weeks"), st.integers(1, 8)),
)


def stops_after(start: datetime, parts: list[tuple[timedelta, timedelta]]) -> list[Stop]:
    return [Stop(start + after, start + after + length) for after, length in parts]


@settings(max_examples=600, deadline=None)
@given(rules, moments, spans)
@example(made("working_days", 5), t("2026-09-25T12:00"), [(timedelta(0), timedelta(days=13))])
@example(made("natural_days", 1), t("2024-02-28T23:59"), [(timedelta(minutes=1), timedelta(days=1))])
def test_day_limits_agree_with_the_slow_reference(of, start, parts):
    stops = stops_after(start, parts)
    found = compute(of, CN, start, events_of(stops))
    assert found.due_at is not None
    last = slow_last_day(of, start, stops)
    assert found.due_at == datetime.combine(last + DAY, datetime.min.time(), SHANGHAI)
    assert found.due_at > start


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 96), moments, spans)
def test_hour_limits_lose_exactly_the_time_spent_paused(length, start, parts):
    due = start + timedelta(hours=length)
    stops = stops_after(start, parts)
    for stop in united(stops):
        if stop.begin < due:
            due += stop.end - stop.begin
    assert compute(made("hours", length), CN, start, events_of(stops)).due_at == due


@settings(max_examples=300, deadline=None)
@given(st.one_of(rules, st.builds(made, st.just("months"), st.integers(1, 14))), moments, spans)
@example(made("working_days", 5), t("2026-11-02T10:00"), [(timedelta(hours=1), timedelta(days=3))])
def test_the_derivation_has_no_gap_and_adds_up(of, start, parts):
    found = compute(of, CN, start, events_of(stops_after(start, parts)))
    stretches = [step for step in found.derivation if step["kind"] in ("counted", "left_out")]
    day = start.astimezone(SHANGHAI).date()
    total = 0
    for step in stretches:
        assert date.fromisoformat(step["from"]) == day + DAY
        day = date.fromisoformat(step["to"])
        if step["kind"] == "counted":
            total += step["number"]
            assert step["total"] == total
    assert found.derivation[-1]["last_day"] == day.isoformat()
    if of.unit != "months":
        assert total == of.steps[0].length * (7 if of.unit == "weeks" else 1)
    strip = day_strip(found.derivation)
    assert [entry["date"] for entry in strip] == [
        (start.date() + number * DAY).isoformat() for number in range((day - start.date()).days + 1)
    ]
    assert [entry["number"] for entry in strip if entry["number"]] == list(range(1, total + 1))
    assert [entry["date"] for entry in strip if entry["last"]] == [day.isoformat()]
    for language in ("zh-hans", "en"):
        assert day.isoformat() in as_text(found.derivation, language)


@settings(max_examples=300, deadline=None)
@given(rules, moments, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_later_start_never_gives_an_earlier_due(of, start, later):
    first, second = compute(of, CN, start).due_at, compute(of, CN, start + later).due_at
    assert first is not None
    assert second is not None
    assert first <= second


@settings(max_examples=200, deadline=None)
@given(rules, moments, spans, st.timedeltas(timedelta(0), timedelta(hours=30)))
def test_a_later_start_before_the_same_pauses_never_gives_an_earlier_due(of, start, parts, later):
    events = events_of(stops_after(start + later, parts))
    first, second = compute(of, CN, start, events).due_at, compute(of, CN, start + later, events).due_at
    assert first is not None
    assert second is not None
    assert first <= second


@settings(max_examples=300, deadline=None)
@given(
    rules,
    moments,
    spans,
    st.timedeltas(timedelta(0), timedelta(days=60)),
    st.timedeltas(timedelta(0), timedelta(days=9)),
)
def test_one_more_pause_never_brings_the_due_forward(of, start, parts, after, length):
    stops = stops_after(start, parts)
    without = compute(of, CN, start, events_of(stops)).due_at
    more = compute(of, CN, start, events_of([*stops, Stop(start + after, start + after + length)])).due_at
    assert without is not None
    assert more is not None
    assert without <= more


@settings(max_examples=200, deadline=None)
@given(moments, st.timedeltas(timedelta(0), timedelta(days=70)), st.timedeltas(timedelta(0), timedelta(days=70)))
def test_an_extension_never_shortens_and_counts_only_inside_the_running_limit(start, first, second):
    found = compute(rule(), CN, start, [Event("extend", start + first), Event("extend", start + second)])
    reached = 0
    for at in sorted((start + first, start + second)):
        limit = datetime.combine(start.date() + (rule().steps[reached].length + 1) * DAY, datetime.min.time(), SHANGHAI)
        reached += at < limit
    assert found.step == reached
    last = start.date() + rule().steps[reached].length * DAY
    assert found.derivation[-1]["last_day"] == last.isoformat()


@settings(max_examples=200, deadline=None)
@given(rules, moments)
def test_provisional_means_a_day_of_an_unannounced_year_was_counted(of, start):
    found = compute(of, CN, start)
    assert found.due_at is not None
    beyond = (found.due_at - DAY).year > 2026
    assert found.provisional == (of.unit == "working_days" and beyond)


@settings(max_examples=100, deadline=None)
@given(rules, moments, spans)
@example(made("natural_days", 5), t("2026-11-02T10:00"), [(timedelta(0), timedelta(0))])
@example(made("working_days", 5), t("2026-11-02T10:00"), [(timedelta(0), DAY), (DAY, timedelta(0)), (DAY, DAY)])
def test_the_same_question_has_the_same_answer(of, start, parts):
    events = events_of(stops_after(start, parts))
    # The last first; where times are equal the given order is part of the question: a pause comes before its own end.
    backwards = sorted(events, key=lambda event: event.at, reverse=True)
    assert compute(of, CN, start, events) == compute(of, CN, start, backwards)
