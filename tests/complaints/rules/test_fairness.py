"""Shares and medians of groups, how sure they are, and what is hidden."""

import math
import random
import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.complaints.rules import fairness
from huiyin.complaints.rules.fairness import Measured, Told


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (30, 100, 0.2189, 0.3958)],
)
def test_wilson_gives_the_published_intervals(hits: int, total: int, low: float, high: float) -> None:
    found = fairness.wilson(hits, total)
    assert found == pytest.approx((hits / total, low, high), abs=0.0001)


@given(st.integers(1, 5000), st.data())
def test_an_interval_encloses_its_share(total: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, total))
    found = fairness.wilson(hits, total)
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(st.lists(st.integers(0, 400), min_size=1, max_size=200))
def test_a_median_is_that_of_the_textbook_within_its_interval(values: list[int]) -> None:
    found = fairness.median(Counter(values))
    assert found.value == statistics.median(values)
    assert min(values) <= found.low <= found.value <= found.high <= max(values)


@pytest.mark.parametrize(("total", "rank"), [(5, 0), (6, 1), (10, 2), (20, 6), (100, 40)])
def test_the_ranks_are_those_of_the_tables(total: int, rank: int) -> None:
    assert fairness.lower_rank(total) == rank


@given(st.integers(6, 1200))
def test_the_median_lies_within_in_95_of_100(total: int) -> None:
    rank = fairness.lower_rank(total)
    outside = 2 * sum(math.comb(total, below) for below in range(rank)) / 2**total
    assert outside <= 0.0501 if total <= fairness.EXACT_UP_TO else outside <= 0.055
    more = outside + 2 * math.comb(total, rank) / 2**total
    assert more > 0.05


@pytest.mark.parametrize(
    ("age", "group"), [(0, "0-29"), (29, "0-29"), (30, "30-44"), (59, "45-59"), (60, "60+"), (101, "60+"), (None, "")]
)
def test_ages_fall_into_groups(age: int | None, group: str) -> None:
    assert fairness.age_group(age, (30, 45, 60)) == group


ROWS = st.lists(
    st.builds(
        Told,
        st.sampled_from(["a", "b", "c", "d"]),
        st.booleans(),
        st.none() | st.integers(0, 150),
        st.integers(0, 90),
        st.integers(1, 9),
    ),
    max_size=40,
)


@given(ROWS, st.integers(1, 20))
def test_groups_are_what_counting_by_hand_gives_and_small_ones_leave_no_trace(rows: list[Told], least: int) -> None:
    single = [row for row in rows for _time in range(row.times)]
    sizes = Counter(row.group for row in single)
    found = fairness.compared(rows, least)
    assert {line.group: line.cases for line in found.lines} == {g: n for g, n in sizes.items() if n >= least}
    assert found.hidden == sum(n < least for n in sizes.values())
    for line in found.lines:
        mine = [row for row in single if row.group == line.group]
        assert line.upheld.value == pytest.approx(sum(row.upheld for row in mine) / len(mine))
        assert line.days.value == statistics.median(row.days for row in mine)
        shares = [row.share for row in mine if row.share is not None]
        assert (line.share is None) == (len(shares) < least)
        if line.share:
            assert line.share.value == statistics.median(shares)
    assert (found.whole.cases if found.whole else 0) == sum(n for n in sizes.values() if n >= least)


def test_a_group_differs_when_its_interval_leaves_out_the_whole() -> None:
    whole = Measured(0.5, 0.4, 0.6)
    assert fairness.differs(Measured(0.8, 0.6, 0.9), whole)
    assert not fairness.differs(Measured(0.6, 0.45, 0.7), whole)
    assert not fairness.differs(None, whole)


def test_groups_treated_alike_seldom_differ() -> None:
    chance, told = random.Random(11), 0
    for _try in range(400):
        hits = sum(chance.random() < 0.4 for _case in range(50))
        told += fairness.differs(fairness.wilson(hits, 50), Measured(0.4, 0.4, 0.4))
    assert told <= 400 * 0.08
