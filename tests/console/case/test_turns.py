"""Every turn a complaint may take, through its forms."""

from datetime import timedelta

from huiyin.cases.models import Case
from huiyin.channels.models import Outgoing
from huiyin.clocks.models import Clock, Task
from huiyin.complaints.actions import notices
from huiyin.complaints.models import Escalation, Extension, Mediation, Notice, Review, Suspension
from huiyin.core.actors import system
from tests.cases import make
from tests.console.case.typing_in import just_now, proof, typed

MAIL = system("test.mail")


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
    take("tom", "add_task", kind="other", title="周五前回电", who=who, due_at=typed(along.at + timedelta(days=2)))
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
    Outgoing.objects.filter(owner_id=along.case_id, purpose="complaint.suspension").update(state="failed", answer="550")
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
