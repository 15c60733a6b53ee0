"""Payments, proofs, attempts and the watch period (3.4-1, 3.1-7, art 21)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.complaints.rules import closing
from huiyin.complaints.rules.closing import Paid

SUMS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(1000000), places=2)
TIMES = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(st.lists(SUMS, max_size=6))
def test_payments_cover_exactly_their_sum_and_not_a_fen_more(sums: list[Decimal]) -> None:
    paid = [Paid(amount, has_proof=True) for amount in sums]
    total = sum(sums, Decimal(0))
    assert closing.payments_cover(total, paid)
    assert not closing.payments_cover(total + Decimal("0.01"), paid)


def test_a_payment_without_proof_covers_nothing() -> None:
    assert not closing.payments_cover(Decimal(1), [Paid(Decimal(1), has_proof=False)])
    assert closing.payments_cover(Decimal(0), [])


@given(SUMS, SUMS, SUMS)
def test_what_is_booked_never_goes_beyond_the_plan(planned: Decimal, paid: Decimal, amount: Decimal) -> None:
    assert (closing.payment_fault(amount, planned=planned, paid=paid) == "") is (paid + amount <= planned)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity"])
def test_an_impossible_payment_has_a_sentence(amount: str) -> None:
    assert closing.payment_fault(Decimal(amount), planned=Decimal(10), paid=Decimal(0))


def test_nothing_is_paid_on_a_plan_without_compensation() -> None:
    assert closing.payment_fault(Decimal(1), planned=Decimal(0), paid=Decimal(0))


@pytest.mark.parametrize(
    ("method", "reference", "has_evidence", "enough"),
    [
        ("handed_over", "", True, True),
        ("handed_over", "signed by neighbour", False, False),
        ("posted", "EMS 1", True, True),
        ("posted", " x ", True, False),
        ("sms", "SMS-1", False, True),
        ("sms", "", True, False),
        ("phone", "CALL-1", False, True),
        ("phone", "", False, False),
        ("email", "", False, True),
        ("portal", "seen twice", True, False),
        ("", "", True, False),
    ],
)
def test_each_method_asks_for_its_own_proof(method: str, reference: str, has_evidence: bool, enough: bool) -> None:
    assert (closing.proof_fault(method, reference=reference, has_evidence=has_evidence) == "") is enough


def test_every_method_that_counts_says_from_when_and_asks_for_proof_and_the_portal_is_none() -> None:
    assert set(closing.MOMENTS) == {*closing.PROOFS, "email"}
    assert "portal" not in closing.MOMENTS


def test_days_are_days_in_shanghai() -> None:
    # 23:30 and 00:30 in Shanghai are two days though an hour apart; the same evening twice is one.
    late = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
    assert closing.is_unreachable([late, late + timedelta(hours=1)], 2)
    assert not closing.is_unreachable([late, late - timedelta(hours=10)], 2)
    assert not closing.is_unreachable([], 1)


@given(TIMES, st.integers(min_value=1, max_value=400))
def test_the_watch_period_leaves_the_day_of_closing_out_and_holds_its_last_day(ended: datetime, days: int) -> None:
    first = closing.archive_due(ended, days)
    last = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(hours=8, seconds=1)
    assert not closing.may_archive(ended, last, days, rectification_open=False)
    assert closing.may_archive(ended, last + timedelta(seconds=1), days, rectification_open=False)
    assert not closing.may_archive(ended, last + timedelta(days=999), days, rectification_open=True)


def test_the_archive_of_a_leap_february() -> None:
    assert closing.archive_due(datetime(2028, 2, 28, 3, tzinfo=UTC), 1) == date(2028, 3, 1)


@pytest.mark.parametrize(
    ("verdicts", "whole"),
    [
        (["upheld"], "upheld"),
        (["not_upheld", "not_upheld"], "not_upheld"),
        (["upheld", "not_upheld"], "partly"),
        (["partly", "partly"], "partly"),
    ],
)
def test_the_verdict_on_the_whole(verdicts: list[str], whole: str) -> None:
    assert closing.verdict_of(verdicts) == whole
    assert closing.owes_rectification(whole) is (whole != "not_upheld")
