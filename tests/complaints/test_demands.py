"""A demand told later is written down once, until the decision is told."""

from decimal import Decimal

import pytest

from huiyin.audit.models import Entry
from huiyin.complaints.actions import demands
from huiyin.complaints.models import Complaint, Demand
from huiyin.core.errors import BadInput, Refused
from tests.complaints.along import Along
from tests.people import AT, House


def test_a_demand_is_added_with_its_sum_and_an_entry(along: Along) -> None:
    before = Complaint.objects.get().amount_claimed or Decimal(0)
    demand = demands.add(case=along.case, text=" 赔礼道歉 ", amount=Decimal("10.50"), by=along.by("tom"), at=AT)
    assert (demand.number, demand.text) == (2, "赔礼道歉")
    assert Complaint.objects.get().amount_claimed == before + Decimal("10.50")
    entry = Entry.objects.get(kind="complaint.demand_added")
    assert "赔礼" not in str(entry.body)


def test_the_same_demand_twice_is_one(along: Along) -> None:
    first = demands.add(case=along.case, text="赔礼道歉", by=along.by("tom"), at=AT)
    assert demands.add(case=along.case, text="赔礼道歉", by=along.by("tom"), at=AT) == first
    assert Demand.objects.count() == 2
    assert Entry.objects.filter(kind="complaint.demand_added").count() == 1


@pytest.mark.parametrize(
    ("text", "amount"), [("", None), ("x" * 501, None), ("退款", Decimal("1.005")), ("退款", Decimal(-1))]
)
def test_a_demand_without_words_or_with_an_impossible_sum_is_no_demand(
    along: Along, text: str, amount: Decimal | None
) -> None:
    with pytest.raises(BadInput):
        demands.add(case=along.case, text=text, amount=amount, by=along.by("tom"), at=AT)
    assert Demand.objects.count() == 1


def test_after_the_decision_was_told_it_is_too_late(along: Along) -> None:
    along.told()
    with pytest.raises(Refused) as refusal:
        demands.add(case=along.case, text="赔礼道歉", by=along.by("tom"), at=along.later())
    assert refusal.value.code == "demand.too_late"


def test_somebody_of_another_branch_may_not(along: Along, house: House) -> None:
    with pytest.raises(Refused) as refusal:
        demands.add(case=along.case, text="赔礼道歉", by=house.by("zoe"), at=AT)
    assert refusal.value.code == "case.not_yours"
