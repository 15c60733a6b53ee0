"""Marks, months, differences, lights."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.metrics import VERDICTS
from huiyin.insights import rules
from huiyin.insights.rules import Count, Sums

UNITS = [UUID(int=1), UUID(int=2)]
MONTHS = st.dates(date(2000, 1, 1), date(2150, 12, 31)).map(lambda day: day.replace(day=1))
PARTS = st.tuples(st.integers(1, 9), MONTHS, st.sampled_from(VERDICTS), st.integers(0, 100))
COUNTS = st.builds(
    lambda unit, parts: Count(
        unit,
        tuple(rules.mark(series, month, verdict) for series, month, verdict, _ in parts),
        tuple(p[3] for p in parts),
    ),
    st.sampled_from(UNITS),
    st.lists(PARTS, max_size=8),
)


@given(st.integers(1, rules.MOST_SERIES - 1), MONTHS, st.sampled_from(VERDICTS))
def test_a_mark_says_again_what_was_put_into_it_and_fits_into_an_integer(series, month, verdict) -> None:
    value = rules.mark(series, month, verdict)
    assert rules.unmark(value) == (series, month, verdict)
    assert 0 <= value < 2**31


@pytest.mark.parametrize(("series", "month"), [(0, date(2026, 1, 1)), (1, date(1999, 12, 1)), (1, date(2171, 1, 1))])
def test_what_has_no_place_in_a_mark_is_refused(series, month) -> None:
    with pytest.raises(ValueError, match="cannot be marked"):
        rules.mark(series, month, "kept")


@given(st.lists(st.tuples(COUNTS, st.none() | COUNTS), max_size=6))
def test_adding_the_differences_gives_what_counting_anew_gives(steps) -> None:
    before = [first for first, _ in steps]
    after = [second for _, second in steps if second]
    figures = rules.differences((None, one) for one in before)
    for place, change in rules.differences(steps).items():
        figures[place] = figures.get(place, Sums()) + change
    assert {k: v for k, v in figures.items() if v} == rules.differences((None, one) for one in after)


def test_a_month_is_that_of_shanghai() -> None:
    assert rules.month_of(datetime(2026, 3, 31, 15, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert rules.month_of(datetime(2026, 3, 31, 16, 0, tzinfo=UTC)) == date(2026, 4, 1)


@given(MONTHS, st.integers(0, 400))
def test_months_back_and_forth_come_home(month, count) -> None:
    if month.year - count // 12 < 3:
        return
    earlier = rules.months_back(month, count)
    assert rules.months_back(earlier, -count) == month
    assert len(rules.months(earlier, month)) == count + 1


@pytest.mark.parametrize(
    ("kind", "level", "sums", "light"),
    [
        ("share", "law", Sums(kept=99, broken=1), "broken"),
        ("share", "law", Sums(kept=99, open=7), "kept"),
        ("share", "house", Sums(kept=95, broken=5), "kept"),
        ("share", "house", Sums(kept=94, broken=6), "broken"),
        ("share", "law", Sums(open=3), "open"),
        ("share", "house", Sums(), "open"),
        ("watch", "house", Sums(kept=1, broken=9), "watch"),
        ("mean", "house", Sums(kept=4, total=300), "watch"),
    ],
)
def test_the_light_says_what_its_threshold_says(kind, level, sums, light) -> None:
    assert rules.light(kind, level, sums, target=95) == light


def test_the_worst_light_of_several_is_shown() -> None:
    assert rules.worst(["kept", "broken", "open"]) == "broken"
    assert rules.worst(["kept", "open", "watch"]) == "kept"
    assert rules.worst(["open", "watch"]) == "open"
    assert rules.worst(["watch"]) == "watch"
    assert rules.worst([]) == "open"
