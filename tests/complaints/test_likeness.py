"""Decided complaints beside one that is being decided."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from huiyin.cases.models import Case
from huiyin.complaints.models import Complaint, Plan
from huiyin.complaints.queries import likeness
from huiyin.complaints.rules.likeness import Outcome
from tests.cases.make import TEXT, registered
from tests.complaints.along import AMOUNT, Along
from tests.people import AT, House

pytestmark = pytest.mark.django_db

TEXTS = (
    "医疗险住院理赔被拒，保险公司说是既往症，可我从来没有得过。",
    "住院后申请理赔，拒赔的理由是既往症，请查清楚。",
    "车险定损拖了一个月，客服总说在走流程。",
)


def decided(
    house: House, number: int, paid: str = "3000.00", verdict: str = "upheld", text: str = "", **values: Any
) -> Case:
    """A closed complaint of the class C21, told after `number` days."""
    at = AT - timedelta(days=40 + number)
    made: dict[str, Any] = {"text": text or f"{TEXTS[number % 2]}第{number}次。", "by": house.by("hua")} | values
    case = registered(house, received_at=at, at=at, **made).case
    Case.objects.filter(pk=case.pk).update(code="C21", line="health", state="closed", is_open=False, closed_at=at)
    Complaint.objects.filter(pk=case.pk).update(
        verdict=verdict, notified_at=at + timedelta(days=number), amount_claimed=Decimal(5000)
    )
    Plan.objects.create(
        case=case, version=1, compensation=Decimal(paid), compensation_text="按条款赔付", state="approved", level="L1",
        rule_version="x", proposed_at=at,
    )  # fmt: skip
    case.refresh_from_db()
    return case


def ready(along: Along) -> Case:
    """The open complaint, of the same class and with a verdict."""
    Case.objects.filter(pk=along.case_id).update(code="C21", line="health")
    Complaint.objects.filter(pk=along.case_id).update(verdict="upheld", amount_claimed=None)
    return along.case


def test_the_likest_come_first_with_reasons_words_and_outcome(along: Along) -> None:
    like, other = decided(along.house, 1), decided(along.house, 3, "0.00", "not_upheld", TEXTS[2])
    found = likeness.beside(ready(along))
    first = found.likes[0]
    assert first.case == like
    assert first.reasons[:2] == ("class", "line")
    assert "既往症" in " ".join(first.words)
    assert first.outcome == Outcome("upheld", Decimal("3000.00"), Decimal(5000), 1)
    scores = {one.case.pk: one.score for one in found.likes}
    assert scores[like.pk] > scores.get(other.pk, 0)
    assert found.spread is None


def test_the_spread_is_of_the_same_verdict_and_the_same_for_whoever_looks(along: Along) -> None:
    for number in range(8):
        decided(along.house, number, f"{3000 + number * 100}.00", unit_id=along.house.units["GD-CP"].pk)
    decided(along.house, 9, "90000.00", "partly")
    found = likeness.beside(ready(along))
    assert found.spread is not None
    assert (found.spread.basis, found.spread.cases, found.spread.median) == ("yuan", 8, Decimal("3350.00"))
    assert len(found.days) == 3
    assert {one.case.unit.code for one in likeness.shown(along.house["hua"], found)} <= {"GD-CP", "JS-CP"}
    assert len(likeness.shown(along.house["hua"], found)) == found.terms.shown
    assert [one.outcome.verdict for one in likeness.shown(along.house["tom"], found)] == ["partly"]


def test_against_the_sum_claimed_where_it_is_known(along: Along) -> None:
    for number in range(8):
        decided(along.house, number)
    case = ready(along)
    Complaint.objects.filter(pk=case.pk).update(amount_claimed=AMOUNT)
    spread = likeness.beside(along.case).spread
    assert spread is not None
    assert (spread.basis, spread.median) == ("share", Decimal("60.00"))


def test_open_ones_and_those_that_were_never_told_are_no_precedent(along: Along) -> None:
    is_open, untold = decided(along.house, 1), decided(along.house, 2)
    Case.objects.filter(pk=is_open.pk).update(state="investigating", is_open=True, closed_at=None)
    Complaint.objects.filter(pk=untold.pk).update(notified_at=None)
    assert likeness.beside(ready(along)).likes == ()


def test_a_case_without_class_and_line_is_like_none(along: Along) -> None:
    decided(along.house, 1)
    Case.objects.filter(pk=along.case_id).update(code="", line="")
    assert likeness.beside(along.case).likes == ()


def test_another_class_of_the_line_fills_up(along: Along) -> None:
    other = decided(along.house, 1, text=TEXT)
    Case.objects.filter(pk=other.pk).update(code="C39")
    [one] = likeness.beside(ready(along)).likes
    assert one.case == other
    assert one.reasons == ("line",)


def test_it_costs_the_same_for_many(along: Along, django_assert_max_num_queries) -> None:
    for number in range(12):
        decided(along.house, number)
    case = ready(along)
    with django_assert_max_num_queries(6):
        found = likeness.beside(case)
    assert len(found.likes) == 12


def test_what_is_no_complaint_has_no_decided_ones_beside_it(along: Along) -> None:
    decided(along.house, 1)
    case = ready(along)
    Complaint.objects.filter(pk=case.pk).delete()
    found = likeness.beside(Case.objects.select_related("complaint").get(pk=case.pk))
    assert (found.likes, found.spread, found.verdict) == ((), None, "")
