"""The plan and its approval: levels, separation of duties, two approvers at once (3.3-2, 3.1-2)."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from huiyin.accounts.models import Membership
from huiyin.audit.models import Entry
from huiyin.cases.models import Case, Recusal
from huiyin.complaints.actions import plan, risk
from huiyin.complaints.models import Approval, Complaint, Plan
from huiyin.core.errors import BadInput, Refused
from tests.complaints.along import PARTY, Along, assigned
from tests.complaints.test_likeness import decided
from tests.people import AT, build


def _approve(along: Along, name: str) -> Approval:
    return plan.approve(case=along.case, reason="同意", by=along.by(name), at=along.later())


def _refusal(along: Along, name: str) -> Refused:
    with pytest.raises(Refused) as refusal:
        _approve(along, name)
    return refusal.value


def test_a_plan_has_three_parts_a_level_and_the_rule_it_comes_from(along: Along) -> None:
    along.proposed(process="调整体检报告复核流程")
    row = Plan.objects.get(case=along.case_id)
    assert (row.level, row.state, row.version) == ("L1", "proposed", 1)
    assert row.rule_version.startswith("decision-2025@2025-01-01#")
    assert along.case.state == "plan_pending"
    entry = Entry.objects.get(aggregate_id=along.case_id, kind="complaint.plan_proposed")
    assert entry.body["compensation"] == "3200.00"
    assert row.rule_version in entry.rule_versions


@pytest.mark.parametrize(
    ("sum_", "ex_gratia", "level", "too_low", "enough"),
    [
        ("5000.00", "0", "L1", None, "sam"),
        ("5000.01", "0", "L2", "sam", "max"),
        ("50000.00", "0", "L2", "sam", "max"),
        ("50000.01", "0", "L3", "max", "hua"),
        ("500000.01", "0", "L4", "hua", "eve"),
        ("1000.01", "1000.01", "L2", "sam", "max"),
        ("20000.01", "20000.01", "L3", "max", "eve"),
    ],
)
def test_the_sum_decides_who_approves(
    along: Along, sum_: str, ex_gratia: str, level: str, too_low: str | None, enough: str
) -> None:
    along.proposed(compensation=Decimal(sum_), ex_gratia=Decimal(ex_gratia))
    assert Plan.objects.get(case=along.case_id).level == level
    if too_low:
        assert _refusal(along, too_low).code == "step.approve_plan"
        assert along.case.state == "plan_pending"
    assert _approve(along, enough).level == level
    assert along.case.state == "plan_approved"


@pytest.mark.parametrize(
    "changes",
    [
        {"compensation": Decimal("-1")},
        {"compensation": Decimal("1.005")},
        {"compensation": Decimal("NaN")},
        {"compensation": Decimal("1e11")},
        {"ex_gratia": Decimal("3200.01")},
        {"compensation_text": "无"},
        {"improvement": "略"},
    ],
)
def test_sums_and_texts_that_cannot_be_are_refused(along: Along, changes: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        along.proposed(**changes)
    assert along.case.state == "liability_set"


def test_who_proposed_the_plan_does_not_approve_it(along: Along) -> None:
    along.liable()
    along.propose(by=along.by("sam"))
    assert _refusal(along, "sam").code == "step.approve_plan"
    _approve(along, "max")


def test_who_wrote_the_findings_does_not_approve_the_plan(along: Along) -> None:
    Membership.objects.create(user=along.house["ivy"], role="supervisor", unit=along.house.units["JS-CP"])
    along.proposed()
    assert _refusal(along, "ivy").code == "step.approve_plan"


def test_who_is_recused_does_not_approve_it(along: Along) -> None:
    along.proposed()
    Recusal.objects.create(
        case=along.case, user=along.house["sam"], ground="interest", reason="亲属", at=AT, by_label="Max"
    )
    assert _refusal(along, "sam").code == "step.approve_plan"
    _approve(along, "max")


def test_who_works_in_the_department_complained_about_does_not_approve_it(along: Along) -> None:
    along.proposed()
    Complaint.objects.filter(pk=along.case_id).update(respondent_unit=along.house.units["JS-CP"])
    assert _refusal(along, "sam").code == "step.approve_plan"
    _approve(along, "max")


def test_who_is_complained_about_does_not_approve_it(along: Along) -> None:
    Complaint.objects.filter(pk=along.case_id).update(respondent_staff_no=along.house["max"].employee_no)
    along.proposed(compensation=Decimal(6000))
    assert _refusal(along, "max").code == "step.approve_plan"
    _approve(along, "hua")


def test_a_complaint_about_a_whole_branch_bars_nobody_of_it(along: Along) -> None:
    Complaint.objects.filter(pk=along.case_id).update(respondent_unit=along.house.units["JS"])
    along.proposed()
    _approve(along, "sam")


@pytest.mark.parametrize("name", ["tom", "tia", "ivy", "zoe", "aud", "ana"])
def test_who_holds_no_level_does_not_approve(along: Along, name: str) -> None:
    along.proposed(by=along.by("sam"))
    assert _refusal(along, name).code == "step.approve_plan"


def test_a_grade_or_risk_that_rose_after_the_proposal_asks_for_the_higher_level(along: Along) -> None:
    along.proposed()
    Case.objects.filter(pk=along.case_id).update(severity="L2")
    assert _refusal(along, "sam").code == "step.approve_plan"
    Case.objects.filter(pk=along.case_id).update(flags=["media"])
    assert _refusal(along, "max").code == "step.approve_plan"
    assert _approve(along, "hua").level == "L3"


def test_a_matter_for_the_regulator_is_not_approved_at_the_desk(along: Along) -> None:
    along.liable((PARTY,), regulator=True)
    along.propose()
    assert Plan.objects.get(case=along.case_id).level == "L2"
    assert _refusal(along, "sam").code == "step.approve_plan"


def test_the_risk_may_be_assessed_again_and_the_newest_counts(along: Along) -> None:
    along.proposed()
    risk.assess(
        case=along.case, internal_audit=True, internal_audit_reason="同类问题三起", regulator=True,
        regulator_reason="可能涉及多人", by=along.by("tom"), at=along.later(),
    )  # fmt: skip
    assert _refusal(along, "sam").code == "step.approve_plan"
    assert _approve(along, "max").level == "L2"


def test_sent_back_it_can_be_proposed_anew_and_both_words_stay(along: Along) -> None:
    along.proposed()
    with pytest.raises(BadInput):
        plan.send_back(case=along.case, reason="", by=along.by("sam"), at=along.later())
    plan.send_back(case=along.case, reason="金额依据不足", by=along.by("sam"), at=along.later())
    assert along.case.state == "liability_set"
    along.propose(compensation=Decimal("3000.00"))
    _approve(along, "sam")
    versions = Plan.objects.filter(case=along.case_id).order_by("version").values_list("version", "state")
    assert list(versions) == [(1, "rejected"), (2, "approved")]
    assert list(Approval.objects.filter(case_id=along.case_id).order_by("at").values_list("approved", flat=True)) == [
        False,
        True,
    ]


def test_approving_twice_is_refused(along: Along) -> None:
    along.approved()
    assert _refusal(along, "max").code == "step.approve_plan"
    assert Approval.objects.filter(case_id=along.case_id).count() == 1


def test_a_second_proposal_waits_for_the_first(along: Along) -> None:
    along.proposed()
    with pytest.raises(Refused):
        along.propose()


@pytest.mark.django_db(transaction=True)
def test_of_two_approvers_at_once_one_is_refused() -> None:
    along = assigned(build()).proposed()
    at = along.later()

    def one(name: str) -> str:
        try:
            plan.approve(case=along.case, reason="同意", by=along.by(name), at=at)
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, ["sam", "max"])) == ["approved", "step.approve_plan"]
    assert Approval.objects.filter(case_id=along.case_id).count() == 1


def _outlier(along: Along, **changes: Any) -> None:
    """A plan of 90,000 yuan where eight like complaints got 3,000 to 3,700."""
    for number in range(8):
        decided(along.house, number, f"{3000 + number * 100}.00")
    along.proposed(compensation=Decimal("90000.00"), **changes)
    Case.objects.filter(pk=along.case_id).update(code="C21", line="health")
    Complaint.objects.filter(pk=along.case_id).update(amount_claimed=None)


def test_a_sum_outside_what_like_complaints_got_needs_a_reason_that_is_kept(along: Along) -> None:
    _outlier(along)
    for reason in ("", " 。", "多"):
        with pytest.raises(BadInput) as refusal:
            plan.approve(case=along.case, reason="同意", outlier_reason=reason, by=along.by("hua"), at=along.later())
        assert (refusal.value.code, refusal.value.field) == ("plan.outlier", "outlier_reason")
        assert "4530.00" in str(refusal.value)  # 3525 and 1.5 times 670, 20 % of the median, the least width
    row = plan.approve(
        case=along.case, reason="同意", outlier_reason="客户住院时间长，损失大", by=along.by("hua"), at=along.later()
    )
    assert row.outlier_reason == "客户住院时间长，损失大"
    entry = Entry.objects.get(aggregate_id=along.case_id, kind="complaint.plan_approved")
    assert entry.body["outlier"] | {"low": 0, "high": 0} == {
        "side": "above", "basis": "yuan", "median": "3350.00", "cases": 8, "low": 0, "high": 0,
    }  # fmt: skip
    assert any(version.startswith("likeness-2026@") for version in entry.rule_versions)
    assert "住院" not in str(entry.body)


def test_a_sum_inside_asks_for_nothing_and_keeps_no_reason(along: Along) -> None:
    _outlier(along)
    Plan.objects.filter(case=along.case_id).update(compensation=Decimal("3300.00"))
    row = plan.approve(case=along.case, reason="同意", outlier_reason="随便写", by=along.by("hua"), at=along.later())
    assert row.outlier_reason == ""
    entry = Entry.objects.get(aggregate_id=along.case_id, kind="complaint.plan_approved")
    assert "outlier" not in entry.body
