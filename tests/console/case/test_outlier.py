"""The page of an approval asks why a sum lies outside what like complaints got, and only then."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext as say

from huiyin.cases.models import Case
from huiyin.complaints.models import Approval, Complaint
from tests.complaints.along import Along
from tests.complaints.test_likeness import decided


@pytest.fixture
def far(along: Along) -> Along:
    """A plan of 90,000 yuan where eight like complaints got 3,000 to 3,700."""
    for number in range(8):
        decided(along.house, number, f"{3000 + number * 100}.00")
    along.proposed(compensation=Decimal("90000.00"))
    Case.objects.filter(pk=along.case_id).update(code="C21", line="health")
    Complaint.objects.filter(pk=along.case_id).update(amount_claimed=None)
    return along


def test_an_outlier_is_told_asked_for_and_kept(
    far: Along, enter: Callable[[str], Client], url: Callable[..., str], take: Callable[..., object]
) -> None:
    page = enter("hua").get(url("step", "approve_plan")).content.decode()
    assert escape(say("More than in like complaints.")) in page
    assert 'name="outlier_reason"' in page
    take("hua", "approve_plan", expect=422, reason="同意")
    take("hua", "approve_plan", reason="同意", outlier_reason="客户住院时间长，损失大")
    assert Approval.objects.get(case_id=far.case_id).outlier_reason == "客户住院时间长，损失大"


def test_inside_nothing_more_is_asked(along: Along, enter: Callable[[str], Client], url: Callable[..., str]) -> None:
    along.proposed()
    page = enter("sam").get(url("step", "approve_plan")).content.decode()
    assert 'name="outlier_reason"' not in page
    assert 'name="outlier_reason"' not in enter("sam").get(url("step", "send_back_plan")).content.decode()


def test_whoever_proposes_is_told_before(
    far: Along, enter: Callable[[str], Client], url: Callable[..., str], take: Callable[..., object]
) -> None:
    take("hua", "send_back_plan", reason="请重新核算")
    page = enter("tom").get(url("step", "propose_plan")).content.decode()
    assert escape(say("More than in like complaints.")) in page


def test_the_story_of_the_case_says_what_it_was_compared_with(
    far: Along, enter: Callable[[str], Client], url: Callable[..., str], take: Callable[..., object]
) -> None:
    take("hua", "approve_plan", reason="同意", outlier_reason="客户住院时间长，损失大")
    page = enter("hua").get(url()).content.decode()
    told = {"cases": 8, "low": "¥2,170.00", "high": "¥4,530.00"}
    assert escape(say("outside what %(cases)s like complaints got, %(low)s to %(high)s") % told) in page
