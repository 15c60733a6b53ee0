"""Which level approves: by sum, ex gratia part, grade, flags, risk (3.1-2, 3.3-2)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.complaints.rules import approval, terms
from huiyin.complaints.rules.approval import Matter
from huiyin.complaints.rules.terms import LEVELS

TERMS = terms.editions()[0].approval
SUMS = st.decimals(min_value=0, max_value=Decimal("99999999999.99"), places=2)
MATTERS = st.builds(
    Matter,
    severity=st.sampled_from(LEVELS),
    compensation=SUMS,
    ex_gratia=st.just(Decimal(0)),
    flags=st.frozensets(st.sampled_from(["major", "media", "regulator_referred", "collective", "surrender_agency"])),
    regulator=st.booleans(),
)


def _level(**values: object) -> str:
    return approval.level(Matter(**({"severity": "L1"} | values)), TERMS).level  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sum_", "level"),
    [
        ("0", "L1"), ("5000.00", "L1"), ("5000.01", "L2"), ("50000.00", "L2"), ("50000.01", "L3"), ("500000.00", "L3"),
        ("500000.01", "L4"), ("99999999999.99", "L4"),
    ],
)  # fmt: skip
def test_a_bound_includes_its_sum(sum_: str, level: str) -> None:
    assert _level(compensation=Decimal(sum_)) == level


@pytest.mark.parametrize(
    ("sum_", "level"), [("1000", "L1"), ("1000.01", "L2"), ("20000.01", "L3"), ("200000.01", "L4")]
)
def test_what_is_paid_without_legal_duty_goes_higher_sooner(sum_: str, level: str) -> None:
    amount = Decimal(sum_)
    paid = approval.level(Matter("L1", amount, amount), TERMS)
    assert paid.level == level


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({"severity": "L3"}, "L3"),
        ({"regulator": True}, "L2"),
        ({"flags": frozenset({"major"})}, "L3"),
        ({"flags": frozenset({"media"})}, "L3"),
        ({"flags": frozenset({"regulator_referred"})}, "L2"),
        ({"flags": frozenset({"surrender_agency"})}, "L1"),
        ({"flags": frozenset({"vulnerable"})}, "L1"),
    ],
)
def test_grade_flags_and_risk_count_too_and_advice_never_does(values: dict[str, object], level: str) -> None:
    assert _level(**values) == level


def test_the_reasons_are_those_of_the_highest_level() -> None:
    found = approval.level(Matter("L3", Decimal(1), flags=frozenset({"major"})), TERMS)
    assert found.reasons == ("Grade of the complaint", "Kind of matter")


@given(MATTERS, SUMS)
def test_more_money_never_asks_for_a_lower_level(matter: Matter, more: Decimal) -> None:
    higher = replace(matter, compensation=min(matter.compensation + more, Decimal("99999999999.99")))
    assert approval.level(higher, TERMS).level >= approval.level(matter, TERMS).level


@given(MATTERS, st.fractions(min_value=0, max_value=1))
def test_the_level_is_never_below_the_grade_and_ex_gratia_never_lowers_it(matter: Matter, part: object) -> None:
    ex_gratia = (matter.compensation * Decimal(float(part))).quantize(Decimal("0.01"))  # type: ignore[arg-type]
    with_part = replace(matter, ex_gratia=min(ex_gratia, matter.compensation))
    found = approval.level(with_part, TERMS).level
    assert found >= matter.severity
    assert found >= approval.level(matter, TERMS).level


@pytest.mark.parametrize(
    ("compensation", "ex_gratia"),
    [("-0.01", "0"), ("1.005", "0"), ("NaN", "0"), ("Infinity", "0"), ("1e11", "0"), ("1", "1.01"), ("1", "-1")],
)
def test_sums_that_cannot_be_have_a_sentence_and_no_level(compensation: str, ex_gratia: str) -> None:
    assert approval.fault(Decimal(compensation), Decimal(ex_gratia))
    with pytest.raises(ValueError, match="impossible"):
        _level(compensation=Decimal(compensation), ex_gratia=Decimal(ex_gratia))
