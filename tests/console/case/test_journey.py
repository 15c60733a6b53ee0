"""A complaint from its registration to the closed loop, through the forms alone."""

from datetime import timedelta
from typing import Any

from huiyin.clocks.models import Task
from huiyin.complaints.models import Rectification
from huiyin.complaints.rules import terms
from huiyin.complaints.rules.arrival import DemandDraft
from tests.cases import make
from tests.complaints.along import AMOUNT, SOURCES, Along
from tests.console.case.test_letter import letter_data
from tests.console.case.typing_in import just_now, proof, typed


def fresh(along: Along) -> None:
    """A complaint that has only just been registered."""
    demand = DemandDraft(text="按合同赔付", amount=AMOUNT)
    along.case_id = make.registered(along.house, demands=(demand,)).case.pk


def investigated(along: Along, take: Any) -> None:
    take("tom", "check_identity", how="回拨预留电话核实")
    take("tom", "accept", note="我们会尽快核实。")
    take(
        "tom",
        "classify",
        **{"rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, "rows-0-code": "C21 拒赔", "rows-0-confidence": 90},
    )
    take("sam", "dispatch", to=str(along.house["tom"].pk), reason="熟悉该产品")
    take("sam", "name_investigator", user=str(along.house["ivy"].pk))
    take("ivy", "plan_sources", **SOURCES)
    take("ivy", "investigate")
    take("ivy", "finish_source", source="customer_contact", result="已与客户通话核实")
    take("ivy", "finish_source", source="internal_system", result="已调取理赔记录", files=proof("记录.pdf"))
    take("ivy", "finish_source", source="third_party", result="医院无法提供", not_applicable="on")
    take("ivy", "record_finding", truth="投诉属实，没有既往症记录。", cause="审核人员误读报告", scope="仅涉及本案客户")
    take("sam", "review_finding", approved="yes", note="")
    party = {
        "party": "江苏分公司理赔部", "kind": "unit", "share": 100, "verdict": "upheld", "within_insurer": "on",
        "legal_ground": "《中华人民共和国保险法》第二十三条", "contract_ground": "条款第五条", "clause": "第五条",
    }  # fmt: skip
    rows = {f"rows-0-{name}": value for name, value in party.items()}
    take("ivy", "set_liability", **{"rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0}, **rows)
    take(
        "tom", "assess_risk", internal_audit="no", internal_audit_reason="个别失误", regulator="no",
        regulator_reason="未达到报告标准",
    )  # fmt: skip


def test_a_complaint_goes_from_its_first_word_to_the_closed_loop(along, take):
    fresh(along)
    investigated(along, take)
    take(
        "tom",
        "propose_plan",
        compensation="3200",
        ex_gratia="",
        compensation_text="按条款第五条赔付",
        improvement="致电道歉",
        process="",
    )
    take("max", "approve_plan", reason="同意，属于重复投诉，按二级审批")
    take("tom", "draft_decision", **letter_data())
    take("sam", "issue_decision")
    take("tom", "notify", method="posted", told_at=just_now(along), reference="EMS 1234567890123", text="")
    assert along.case.state == "decided_notified"
    row = {"kind": "payment", "title": "支付赔款", "who": f"user:{along.house['tom'].pk}", "due_at": ""}
    other = {"kind": "service", "title": "致电道歉", "who": f"user:{along.house['tia'].pk}", "due_at": ""}
    rows = {f"rows-{n}-{name}": value for n, one in enumerate((row, other)) for name, value in one.items()}
    take("tom", "execute", **{"rows-TOTAL_FORMS": 2, "rows-INITIAL_FORMS": 0}, **rows)
    payment = Task.objects.get(owner_id=along.case_id, kind="payment")
    take(
        "tom", "complete_task", task=str(payment.pk), amount="3200", paid_at=just_now(along), reference="PAY-1",
        note="", files=proof("回单.pdf"),
    )  # fmt: skip
    service = Task.objects.get(owner_id=along.case_id, kind="service")
    take("tia", "complete_task", task=str(service.pk), note="已致歉", files=proof("录音.pdf"))
    take("tom", "record_receipt", received_at=just_now(along), files=proof("回执.pdf"))
    take("tom", "ask_satisfaction", method="phone")
    take("tia", "answer_satisfaction", score="4", words="还可以")
    due = (along.at + timedelta(days=20)).date().isoformat()
    take(
        "tom", "rectify", problem="体检报告误读", measure="培训并增加复核", due_on=due,
        responsible=str(along.house["tia"].pk), unit=str(along.house.units["JS-CP"].pk),
    )  # fmt: skip
    take("sam", "close", close_code=terms.in_force(along.case.rules_on).close_codes[0].code, reason="")
    assert along.case.state == "closed"
    mending = Rectification.objects.get(case_id=along.case_id)
    take("tia", "finish_rectification", which=str(mending.pk), proof_words="培训签到表", files=proof("签到.pdf"))
    take("sam", "verify_rectification", which=str(mending.pk), works="yes", note="抽查三件均正确")
    take(
        "sam", "reopen", ground="new_proof", material_received_at=typed(along.at), reason="客户补交新病历",
        files=proof("新病历.pdf"),
    )  # fmt: skip
    assert along.case.state == "assigned"


def test_a_plan_that_is_sent_back_comes_again(along, take):
    along.proposed()
    take("sam", "send_back_plan", reason="请补充道歉安排")
    take(
        "tom",
        "propose_plan",
        compensation="3200",
        ex_gratia="0",
        compensation_text="按条款赔付",
        improvement="",
        process="完善复核",
    )
    take("sam", "approve_plan", reason="同意")
    assert along.case.state == "plan_approved"


def test_findings_are_sent_back_and_the_investigation_is_taken_up_again(along, take):
    along.found()
    take("sam", "review_finding", approved="no", note="缺少医院的书面答复")
    take("ivy", "record_finding", truth="投诉属实，医院书面确认。", cause="审核人员误读报告", scope="仅涉及本案客户")
    take("sam", "review_finding", approved="yes", note="")
    assert along.case.findings.count() == 2


def test_going_back_to_the_investigation_names_its_sources(along, take):
    along.liable()
    take("tom", "reinvestigate", reason="医院来函更正", sources=["third_party"])
    assert along.case.state == "investigating"
