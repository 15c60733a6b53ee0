"""A complaint from its registration to the closed loop, through the forms alone; then every turn it may take."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.cases.models import Case, Evidence
from huiyin.channels.models import Outgoing
from huiyin.clocks.models import Clock, Task
from huiyin.complaints.actions import notices
from huiyin.complaints.models import Escalation, Extension, Mediation, Notice, Rectification, Review, Suspension
from huiyin.complaints.rules import terms
from huiyin.complaints.rules.arrival import DemandDraft
from huiyin.core.actors import system
from huiyin.core.time import SHANGHAI
from tests.cases import make
from tests.complaints.along import AMOUNT, SOURCES, Along
from tests.console.case.test_letter import letter_data

MAIL = system("test.mail")


def typed(at: Any) -> str:
    """A moment as a browser sends it."""
    return str(at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M"))


def just_now(along: Along) -> str:
    """The minute in which the next step will be taken."""
    return typed(along.at + timedelta(minutes=15))


def proof(name: str = "凭证.pdf") -> SimpleUploadedFile:
    data = f"%PDF-1.7 {name} {Evidence.objects.count()}".encode()
    return SimpleUploadedFile(name, data, content_type="application/pdf")


@pytest.fixture
def take(along: Along, enter: Any) -> Any:
    """Somebody takes a step through its page: the form as it stands, with what is typed into it."""

    def taken(name: str, code: str, expect: int = 302, **data: Any) -> Any:
        browser = enter(name)
        along.later(timedelta(minutes=10))
        seen = browser.get(reverse("case", args=[along.case.number])).context["dossier"]["seen"]
        answer = browser.post(reverse("case_step", args=[along.case.number, code]), {"seen": seen} | data)
        if answer.status_code != expect:
            form = answer.context["form"] if answer.context else None
            told = (form.errors, form.trouble, form.rows.errors if form.rows else "") if form else answer.status_code
            raise AssertionError(f"{code} by {name}: {answer.status_code} {told}")
        return answer

    return taken


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


def test_a_complaint_is_declined_with_its_explanation(along, take):
    take("sam", "decline", reason="not_ours", explanation="您反映的产品不是我公司的，请联系合同上的公司。")
    assert along.case.state == "not_proceeded"


def test_a_complaint_is_rerouted(along, take):
    take("tom", "reroute", to_kind="inquiry", reason="您询问的是条款含义，我们作为咨询答复。")
    assert along.case.state == "rerouted"


def test_a_major_matter_gets_its_plan(along, take):
    take("tom", "grade", severity="L3", major="on", reason="涉及多名客户")
    take("sam", "major_plan", text="成立专班，负责人张总；逐户联系客户；统一口径；每日报告总公司消保部。")
    assert Clock.objects.get(owner_id=along.case_id, rule_code="complaint.major_plan").state == "met"


def test_tasks_are_added_and_cancelled(along, take):
    who = f"user:{along.house['tia'].pk}"
    take("tom", "add_task", kind="promise", title="周五前回电", who=who, due_at=typed(along.at + timedelta(days=2)))
    task = Task.objects.get(owner_id=along.case_id, title="周五前回电")
    take("tom", "cancel_task", task=str(task.pk), reason="客户已来电")
    take("tom", "add_task", kind="other", title="整理材料", who=f"unit:{along.house.units['JS-CP'].pk}", due_at="")
    assert set(Task.objects.filter(owner_id=along.case_id).values_list("state", flat=True)) >= {"cancelled", "open"}


def test_an_attempt_is_recorded_and_a_promise_of_mail_is_kept(along, take):
    along.issued()
    take(
        "tom",
        "record_attempt",
        what_for="decision",
        method="phone",
        tried_at=typed(along.at),
        reference="CALL-0001",
        text="无人接听",
    )
    refused = take("tom", "notify", expect=409, method="unreachable", told_at="", reference="", text="多次拨打无人接听")
    assert refused.context["form"].trouble["title"]
    take("tom", "notify", method="email", told_at="", reference="", text="")
    assert Notice.objects.get(case_id=along.case_id, kind="decision", method="email").outgoing_id


def test_a_failed_mail_is_told_by_another_way(along, take):
    take(
        "tom",
        "suspend",
        ground="appraisal",
        body="省司法鉴定中心",
        requested_at=typed(along.at),
        why="需要伤情鉴定",
        method="",
    )
    notice = Notice.objects.get(case_id=along.case_id, kind="suspension")
    Outgoing.objects.filter(pk=notice.outgoing_id).update(state="failed", answer="550")
    notices.confirm_sent(notice=notice, by=MAIL, at=along.later())
    take(
        "tom", "tell_again", notice=str(notice.pk), method="phone", told_at=typed(along.at), reference="CALL-0002",
        said="已逐条告知投诉人中止计时的原因",
    )  # fmt: skip


def test_an_extension_is_asked_for_and_approved(along, take):
    take("tom", "request_extension", reason="等待医院书面答复")
    take(
        "sam",
        "approve_extension",
        method="phone",
        told_at=just_now(along),
        reference="CALL-0003",
        said="已告知延期原因和新的期限",
    )
    clock = Clock.objects.get(owner_id=along.case_id, rule_code="complaint.decision")
    assert clock.step == 1
    take("tom", "request_extension", reason="仍在等待鉴定意见")
    take("sam", "refuse_extension", reason="材料已经齐全")
    assert not Extension.objects.filter(case_id=along.case_id, effective_at=None, refused_at=None).exists()


def test_a_first_extension_can_be_taken_at_once(along, take):
    take("tom", "request_extension", reason="等待医院书面答复", at_once="on")
    assert Clock.objects.get(owner_id=along.case_id, rule_code="complaint.decision").step == 1


def test_another_date_is_agreed_with_its_proof(along, take):
    until = (along.at + timedelta(days=40)).date().isoformat()
    take("tom", "agree_date", expect=422, until=until, agreed_at="", reason="")
    take("tom", "agree_date", until=until, agreed_at="", reason="等待鉴定", files=proof("协议.pdf"))
    assert Clock.objects.get(owner_id=along.case_id, rule_code="complaint.decision").due_at > along.at + timedelta(
        days=38
    )


def test_a_matter_rests_and_goes_on(along, take):
    take(
        "tom",
        "suspend",
        ground="appraisal",
        body="省司法鉴定中心",
        requested_at=typed(along.at),
        why="需要伤情鉴定",
        method="",
    )
    row = Suspension.objects.get(case_id=along.case_id)
    along.later(timedelta(days=3))
    take("tom", "resume", which=str(row.pk), resumed_at=typed(along.at), result="鉴定意见已收到", method="")
    row.refresh_from_db()
    assert row.to_at is not None


def test_a_withdrawal_needs_the_signed_paper_and_a_clear_no(along, take):
    moment = typed(along.at)
    take(
        "tom",
        "withdraw",
        expect=409,
        received_at=moment,
        pressure="yes",
        pressure_words="业务员让撤的",
        reason="",
        files=proof("撤诉.pdf"),
    )
    take(
        "tom",
        "withdraw",
        received_at=moment,
        pressure="no",
        pressure_words="",
        reason="问题已解决",
        files=proof("撤诉.pdf"),
    )
    assert along.case.state == "withdrawn"


def test_a_complaint_is_merged_and_taken_out_again(along, take, house):
    first = make.registered(house).case
    take("tom", "merge", expect=422, into="TS00000000000000", reason="", text="")
    Case.objects.filter(pk=first.pk).update(received_at=along.at - timedelta(days=1))
    take("tom", "merge", into=first.number, reason="同一理赔事项", text="您的两件投诉合并办理。")
    assert along.case.state == "merged"
    take("tom", "unmerge", reason="并非同一事项")
    assert along.case.state == "assigned"


def test_a_review_is_applied_for_and_decided_above(along, take):
    along.told()
    take("tom", "apply_review", grounds="赔付金额计算有误", applied_at=typed(along.at), files=proof("申请.pdf"))
    row = Review.objects.get(case_id=along.case_id)
    assert row.state == "applied"
    answer = {"rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 1, "rows-0-demand": 1, "rows-0-result": "upheld"}
    take(
        "hua", "decide_review", process_finding="程序完整，材料齐全", timing_finding="在规定时限内作出",
        outcome_finding="结论与证据一致", verdict="upheld", conclusion="维持原处理决定",
        grounds="《中华人民共和国保险法》第二十三条", method="", **answer,
    )  # fmt: skip
    row.refresh_from_db()
    assert row.verdict == "upheld"


def test_an_application_for_review_is_taken_back(along, take):
    along.told()
    take("tom", "apply_review", grounds="赔付金额计算有误", applied_at=typed(along.at))
    take("tom", "withdraw_review")
    assert Review.objects.get(case_id=along.case_id).state == "withdrawn"


def test_an_application_in_time_is_not_refused_as_late(along, take):
    along.told()
    take("tom", "apply_review", grounds="赔付金额计算有误", applied_at=typed(along.at))
    refused = take("hua", "refuse_review", expect=409, why="超过期限", method="")
    assert refused.context["form"].trouble["title"]


def test_a_mediation_begins_is_agreed_and_ends(along, take):
    take("tom", "start_mediation", body="省保险纠纷调解中心", external_ref="TJ-2026-1")
    take("tom", "agree_mediation", side="insurer", agreed_at="", method="")
    take("tom", "agree_mediation", side="complainant", agreed_at="", method="", files=proof("同意书.pdf"))
    row = Mediation.objects.get(case_id=along.case_id)
    assert row.suspension_id is not None, "both agreed: the limit rests"
    take("tom", "end_mediation", result="failed", result_text="双方未达成一致", ended_at="", method="")
    row.refresh_from_db()
    assert row.ended_at is not None


def test_an_escalation_is_recorded_and_answered(along, take):
    due = (along.at + timedelta(days=7)).date().isoformat()
    take("tom", "escalate", to="regulator", body="江苏监管局", external_ref="12378-1", due_on=due, received_at="")
    row = Escalation.objects.get(case_id=along.case_id)
    take("tom", "answer_escalation", expect=422, which=str(row.pk), text="已答复处理情况", answered_at="")
    take("tom", "answer_escalation", which=str(row.pk), text="已答复处理情况", answered_at="", files=proof("复函.pdf"))
    row.refresh_from_db()
    assert row.answered_at is not None


def test_a_payment_without_sum_or_proof_asks_for_them(along, take):
    along.executing()
    payment = along.tasks[0]
    answer = take(
        "tom", "complete_task", expect=422, task=str(payment.pk), amount="", paid_at="", reference="", note=""
    )
    assert "amount" in answer.context["form"].errors
    take(
        "tom", "complete_task", expect=422, task=str(payment.pk), amount="3200", paid_at=just_now(along), reference="P",
        note="",
    )  # fmt: skip
    payment.refresh_from_db()
    assert payment.state == "open"
