"""Likeness of complaints, the spread of their outcomes, and what lies outside."""

import statistics
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.complaints.rules import likeness as rules
from huiyin.complaints.rules.likeness import Matter, Outcome
from huiyin.complaints.rules.terms import FOLDER
from huiyin.handbook.queries import parse
from huiyin.handbook.rules.node import PackError

TERMS = rules.in_force(date(2026, 3, 2))
YUAN = st.decimals(0, 1_000_000, places=2)
PAID = [Decimal(value) for value in (900, 1000, 1000, 1100, 1200, 1300, 1500, 2000)]


def outcomes(values: list[Decimal], claimed: Decimal | None = None, verdict: str = "upheld") -> list[Outcome]:
    return [Outcome(verdict, value, claimed) for value in values]


@given(st.lists(YUAN, min_size=2, max_size=40))
def test_quartiles_are_those_of_the_textbook(values: list[Decimal]) -> None:
    found = [rules.quantile(values, Decimal(part)) for part in ("0.25", "0.5", "0.75")]
    assert found == pytest.approx(statistics.quantiles(values, n=4, method="inclusive"), abs=Decimal("0.000001"))


@given(st.lists(YUAN, min_size=8, max_size=40))
def test_the_middle_half_is_never_an_outlier(values: list[Decimal]) -> None:
    found = rules.spread(outcomes(values), "upheld", None, TERMS)
    assert found is not None
    assert 0 <= found.low <= found.first <= found.median <= found.third < found.high
    for value in (found.low, found.first, found.median, found.third, found.high):
        assert rules.side(found, value, None) == ""
    assert rules.side(found, found.high + 1, None) == "above"
    assert rules.side(found, found.low - 1, None) == "below"


def test_the_fences_of_an_example_by_hand() -> None:
    found = rules.spread(outcomes(PAID), "upheld", None, TERMS)
    # quartiles 1000, 1150, 1350; width 350; 1.5 × 350 = 525
    assert found == rules.Spread(
        "yuan", 8, Decimal("475.00"), Decimal("1000.00"), Decimal("1150.00"), Decimal("1350.00"), Decimal("1875.00")
    )


def test_equal_outcomes_leave_room_for_a_small_difference() -> None:
    found = rules.spread(outcomes([Decimal(1000)] * 8), "upheld", None, TERMS)
    assert found is not None
    assert (found.low, found.high) == (Decimal(700), Decimal(1300))  # 1.5 × 200 yuan
    none_paid = rules.spread(outcomes([Decimal(0)] * 8, verdict="not_upheld"), "not_upheld", None, TERMS)
    assert rules.side(none_paid, Decimal(300), None) == ""
    assert rules.side(none_paid, Decimal("300.01"), None) == "above"


def test_too_few_of_the_same_verdict_say_nothing() -> None:
    many = outcomes(PAID[:7]) + outcomes(PAID, verdict="not_upheld")
    assert rules.spread(many, "upheld", None, TERMS) is None
    assert rules.side(None, Decimal(10**9), None) == ""


def test_against_the_sum_claimed_a_large_claim_is_no_outlier_for_its_size() -> None:
    like = [Outcome("upheld", value, value * 2) for value in PAID]
    found = rules.spread(like, "upheld", Decimal(100_000), TERMS)
    assert found is not None
    assert (found.basis, found.median) == ("share", Decimal(50))
    assert rules.side(found, Decimal(50_000), Decimal(100_000)) == ""
    assert rules.side(found, Decimal(90_000), Decimal(100_000)) == "above"
    without = rules.spread(like, "upheld", None, TERMS)
    assert without is not None
    assert without.basis == "yuan"
    assert rules.side(without, Decimal(50_000), None) == "above"


@given(st.floats(0, 1), st.sampled_from(["", "C1"]), st.sampled_from(["", "health"]), YUAN, YUAN)
def test_likeness_is_a_share_and_the_same_both_ways(
    words: float, code: str, line: str, mine: Decimal, theirs: Decimal
) -> None:
    one = Matter(code=code, line=line, claimed=mine)
    other = Matter(code="C1", line="health", claimed=theirs)
    score, reasons = rules.likeness(one, other, words)
    assert 0 <= score <= 100
    assert rules.likeness(other, one, words) == (score, reasons)
    assert ("class" in reasons) == bool(code)


def test_what_is_not_known_is_never_alike() -> None:
    assert rules.likeness(Matter(), Matter(), 0.0) == (0, ())
    whole = Matter(code="C1", line="health", product="HE01", clauses=frozenset({"第五条"}), claimed=Decimal(100))
    assert rules.likeness(whole, whole, 0.5) == (100, ("class", "product", "line", "clause", "amount"))


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [("shown: 5", "shown: five", "like.shown"), ("fairness:", "fairnes:", "fairnes"), ("2026-01-01", "x", "effective")],
)
def test_a_wrong_pack_names_the_place(was: str, now: str, said: str) -> None:
    text = (FOLDER / "likeness-2026.yaml").read_text("utf-8").replace(was, now)
    with pytest.raises(PackError, match=said):
        rules.read(parse(text, "x.yaml"), "x.yaml")
