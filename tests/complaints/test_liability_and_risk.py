"""Who is responsible, and what risk the matter carries (3.2-6, 3.2-7)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from huiyin.audit.models import Entry
from huiyin.complaints.actions import execution, liability, risk, turning
from huiyin.complaints.actions.liability import Party
from huiyin.complaints.models import Liability, RiskAssessment
from huiyin.complaints.queries import facts
from huiyin.complaints.queries.risk import tasks_of
from huiyin.complaints.rules import path
from huiyin.core.errors import BadInput, Refused
from tests.complaints.along import PARTY, Along

CUSTOMER = replace(PARTY, party="投诉人", kind="customer", verdict="not_upheld", within_insurer=False)


def _determine(along: Along, *parties: Party) -> list[Liability]:
    return liability.determine(case=along.case, parties=parties, by=along.by("ivy"), at=along.later())


def test_it_waits_for_reviewed_findings(along: Along) -> None:
    along.found()
    with pytest.raises(Refused) as refusal:
        _determine(along, PARTY)
    assert refusal.value.code == "step.set_liability"
    assert along.case.state == "investigating"


def test_the_verdict_on_the_whole_follows_from_those_on_the_parties(along: Along) -> None:
    along.reviewed()
    _determine(along, replace(PARTY, share=70), replace(CUSTOMER, share=30))
    case = along.case
    assert (case.state, case.complaint.verdict) == ("liability_set", "partly")
    entry = Entry.objects.get(aggregate_id=case.pk, kind="complaint.liability_set")
    assert entry.body["parties"] == [
        ["unit", 70, "upheld", True, "条款第五条"],
        ["customer", 30, "not_upheld", False, "条款第五条"],
    ]
    assert "理赔部" not in str(entry.body)


@pytest.mark.parametrize("shares", [(99,), (60, 39), (100, 1), ()])
def test_shares_that_do_not_make_100_are_refused(along: Along, shares: tuple[int, ...]) -> None:
    along.reviewed()
    with pytest.raises(BadInput) as refusal:
        _determine(along, *(replace(PARTY, share=share) for share in shares))
    assert refusal.value.code == "liability.shares"
    assert not Liability.objects.filter(case=along.case_id).exists()
    assert along.case.state == "investigating"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"party": " "}, "party"),
        ({"kind": "nobody"}, "kind"),
        ({"verdict": "maybe"}, "verdict"),
        ({"share": -1}, "share"),
        ({"legal_ground": "无"}, "legal_ground"),
        ({"clause": "条" * 301}, "clause"),
        ({"within_insurer": False}, "within_insurer"),
    ],
)
def test_a_row_that_cannot_be_is_refused(along: Along, changes: dict[str, object], field: str) -> None:
    along.reviewed()
    with pytest.raises(BadInput) as refusal:
        _determine(along, replace(PARTY, **changes))  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_determining_twice_is_refused(along: Along) -> None:
    along.reviewed()
    _determine(along, PARTY)
    with pytest.raises(Refused):
        _determine(along, PARTY)
    assert Liability.objects.filter(case=along.case_id).count() == 1


def test_both_risk_decisions_need_their_reason_also_when_they_are_no(along: Along) -> None:
    along.reviewed()
    _determine(along, PARTY)
    for reasons in (("", "未达到标准"), ("个别失误", "无")):
        with pytest.raises(BadInput):
            risk.assess(
                case=along.case, internal_audit=False, internal_audit_reason=reasons[0], regulator=False,
                regulator_reason=reasons[1], by=along.by("tom"), at=along.later(),
            )  # fmt: skip
    row = risk.assess(
        case=along.case, internal_audit=True, internal_audit_reason="同类问题三起", regulator=False,
        regulator_reason="未达到报告标准", by=along.by("tom"), at=along.later(),
    )  # fmt: skip
    assert (row.internal_audit, row.regulator) == (True, False)


def test_a_plan_waits_for_the_risk_assessment(along: Along) -> None:
    along.reviewed()
    _determine(along, PARTY)
    with pytest.raises(Refused) as refusal:
        along.propose()
    assert len(refusal.value.needs) == 1


def _assess(along: Along, *, internal_audit: bool, regulator: bool) -> RiskAssessment:
    return risk.assess(
        case=along.case, internal_audit=internal_audit, internal_audit_reason="同类问题三起", regulator=regulator,
        regulator_reason="达到报告标准", by=along.by("tom"), at=along.later(),
    )  # fmt: skip


def test_a_yes_gives_the_right_role_a_task_with_its_date(along: Along) -> None:
    along.reviewed()
    _determine(along, PARTY)
    row = _assess(along, internal_audit=True, regulator=True)
    audit, report = tasks_of(along.case).order_by("-due_at")
    assert (audit.assignee, report.assignee) == (along.house["hua"], along.house["max"])
    assert (audit.due_at, report.due_at) == (row.at + timedelta(days=5), row.at + timedelta(days=3))
    assert {audit.ref_id, report.ref_id} == {row.pk}
    now = facts(along.case)
    assert (now.tasks_open, now.risk_tasks_open) == (0, 2)
    execution.complete_task(
        case=along.case, task=report, note="报告编号〔2026〕3号", by=along.by("max"), at=along.later()
    )
    assert facts(along.case).risk_tasks_open == 1


def test_a_later_assessment_keeps_what_it_still_asks_for_and_ends_the_rest(along: Along) -> None:
    along.reviewed()
    _determine(along, PARTY)
    _assess(along, internal_audit=True, regulator=True)
    _assess(along, internal_audit=True, regulator=False)
    assert sorted(tasks_of(along.case).values_list("state", flat=True)) == ["cancelled", "open"]
    assert tasks_of(along.case).get(state="open").assignee == along.house["hua"]


def test_what_the_risk_asks_for_is_done_before_closing_and_does_not_end_with_a_withdrawal(along: Along) -> None:
    along.reviewed()
    _determine(along, PARTY)
    _assess(along, internal_audit=True, regulator=False)
    assert "See to what the risk assessment asks for: internal audit, regulator." in path.why_not(
        "close", replace(facts(along.case), state="confirming"), along.by("sam")
    )
    turning.end_open_turns(along.case, reason="撤诉", at=along.later(), by=along.by("tom"))
    assert facts(along.case).risk_tasks_open == 1
