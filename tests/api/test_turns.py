"""The turns of a complaint through the interface: each is taken once and told back as it stands."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.api.conftest import Machine, complaint
from tests.api.test_story import Journey, file, ok


def day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def moment() -> str:
    return datetime.now(UTC).isoformat()


def test_the_limit_is_extended_agreed_and_rests(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine).assigned()
    journey.take("tom", "request_extension", {"reason": "等待医院回函"})
    journey.take("sam", "refuse_extension", {"reason": "先催办一次"})
    journey.take("tom", "request_extension", {"reason": "医院尚未回函"})
    journey.take(
        "sam",
        "approve_extension",
        {"way": {"method": "phone", "reference": "电话记录 1", "text": "已告知延长办理期限及原因，投诉人表示理解。"}},
    )
    first, second = journey.get("/turns")["extensions"]
    assert (first["refused_at"] is not None, second["effective_at"] is not None) == (True, True)
    assert second["new_due_at"] > second["old_due_at"]
    asked = {"ground": "appraisal", "body": "江苏司法鉴定所", "reason": "伤残等级需鉴定", "requested_at": moment()}
    journey.take("tom", "suspend", asked)
    paused = journey.get("/turns")["suspensions"][0]
    assert journey.get()["is_paused"] is True
    journey.take("tom", "resume", {"suspension_id": paused["id"], "result": "鉴定为十级", "resumed_at": moment()})
    assert journey.get()["is_paused"] is False
    journey.take("tom", "agree_date", {"until": day(90), "proof_evidence_id": journey.evidence(), "reason": "双方约定"})
    decision = next(one for one in journey.get("/clocks")["items"] if one["rule"] == "complaint.decision")
    assert decision["due_at"].startswith(day(91))
    assert [event["kind"] for event in decision["events"]] == ["extend", "pause", "resume", "agree"]


def test_mediation_and_escalation_are_recorded(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine).assigned()
    journey.take("tom", "start_mediation", {"body": "江苏保险纠纷调解中心", "external_ref": "M-1"})
    journey.take("tom", "agree_mediation", {"side": "insurer"})
    proof = journey.evidence()
    journey.take("tom", "agree_mediation", {"side": "complainant", "proof_evidence_id": proof})
    assert journey.get()["is_paused"] is True
    journey.take("tom", "end_mediation", {"result": "failed", "result_text": "未达成一致"})
    turns = journey.get("/turns")
    assert turns["mediations"][0]["result"] == "failed"
    told = {"to": "regulator", "body": "江苏监管局", "external_ref": "苏监转 7", "due_on": day(10)}
    made = journey.take("tom", "escalate", told)["made"]
    answer = {"escalation_id": made[0]["id"], "text": "已书面答复监管局。", "proof_evidence_id": proof}
    journey.take("tom", "answer_escalation", answer)
    assert journey.get("/turns")["escalations"][0]["answered_at"]
    assert "regulator_referred" in journey.get()["flags"]


def test_a_complaint_is_declined_another_goes_elsewhere_a_third_is_withdrawn(machine: Callable[..., Machine]) -> None:
    words = {"reason": "not_ours", "explanation": "该产品不是我公司销售的，请联系出单公司。"}
    declined = Journey(machine, external_ref="D-1")
    assert declined.take("sam", "decline", words)["state"] == "not_proceeded"
    rerouted = Journey(machine, external_ref="D-2")
    assert rerouted.take("tom", "reroute", {"to_kind": "inquiry", "reason": "只是咨询保单内容"})["state"] == "rerouted"
    assert rerouted.get("/turns")["reroutes"][0]["to_kind"] == "inquiry"
    withdrawn = Journey(machine, external_ref="D-3")
    paper = {"pressure_denied": True, "signed_evidence_id": withdrawn.evidence(), "reason": "问题已解决"}
    assert withdrawn.take("tom", "withdraw", paper)["state"] == "withdrawn"
    held = withdrawn.by["sam"].post(f"/complaints/{withdrawn.number}/drop_withdrawal", {"reason": "继续办理"})
    assert held.status_code == 409
    sent = ok(withdrawn.by["tom"].upload("/uploads", {"files": file("病历.pdf")}), 201)["items"][0]["id"]
    heard = withdrawn.by["tom"].post(
        f"/complaints/{withdrawn.number}/messages", {"channel": "email", "text": "找到新的病历", "uploads": [sent]}
    )
    reopened = {"ground": "new_proof", "reason": "找到新的病历", "material_received_at": moment()}
    reopened |= {"evidence_ids": ok(heard, 201)["evidence_ids"]}
    assert withdrawn.take("sam", "reopen", reopened)["state"] == "assigned"
    assert withdrawn.get("/turns")["reopenings"][0]["round"] == 2


def test_a_merge_is_previewed_made_and_undone(machine: Callable[..., Machine]) -> None:
    first, second = Journey(machine, external_ref="M-1"), Journey(machine, external_ref="M-2")
    seen = ok(second.by["tom"].get(f"/complaints/{second.number}/merge_preview?into={first.number}"))
    assert seen["fault"] == ""
    assert "person" in seen["ties"]
    merged = second.take("tom", "merge", {"into": first.number, "reason": "同一事项"})
    assert merged["state"] == "merged"
    assert second.get("/turns")["merged_into"][0]["number"] == first.number
    assert first.get("/turns")["merged_here"][0]["number"] == second.number
    assert second.take("tom", "unmerge", {"reason": "并非同一保单"})["state"] == "received"
    nowhere = second.by["tom"].post(f"/complaints/{second.number}/merge", {"into": "TS00000000000000"})
    assert (nowhere.status_code, nowhere.json()["errors"][0]["field"]) == (422, "into")


def test_a_branchs_decision_is_reviewed_by_head_office(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine).assigned().told()
    journey.take("tom", "record_receipt", {"received_at": moment(), "proof_evidence_id": journey.evidence()})
    journey.take("tom", "apply_review", {"grounds": "赔付金额计算有误"})
    journey.take("tom", "withdraw_review")
    journey.take("tom", "apply_review", {"grounds": "赔付金额计算有误，附收据"})
    decision = {
        "process_finding": "过程合规",
        "timing_finding": "在期限内",
        "outcome_finding": "结果正确",
        "verdict": "upheld",
        "conclusion": "维持原处理决定。",
        "grounds": "医疗保险条款第五条约定清楚，计算无误。",
    }
    journey.take("hua", "decide_review", decision)
    assert [one["state"] for one in journey.get("/turns")["reviews"]] == ["withdrawn", "decided"]
    late = journey.by["hua"].post(f"/complaints/{journey.number}/refuse_review", {"reason": "超过三十日"})
    assert late.status_code == 409


def test_grade_flags_owner_and_recusal_change_by_hand(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine).assigned()
    graded = journey.take("sam", "grade", {"severity": "L3", "reason": "涉及多名客户", "major": True})
    assert (graded["severity"], "major" in graded["flags"]) == ("L3", True)
    journey.take(
        "sam",
        "major_plan",
        {"text": "由总公司消保部牵头，三日内完成摸排，统一答复口径，逐户沟通，并按要求向监管部门报告进展。"},
    )
    assert journey.get()["major_plan_at"]
    assert "media" in journey.take("tom", "flags", {"flags": ["media"], "reason": "已有报道"})["flags"]
    assert journey.take("tom", "hand_over", {"to": "E003", "reason": "休假"})["owner"] == "E003"
    recused = journey.take("sam", "recuse", {"user": "E002", "ground": "declared", "reason": "与投诉人相识"})["made"][0]
    assert journey.by["tom"].get(f"/complaints/{journey.number}").status_code == 404
    journey.take("sam", f"recusals/{recused['id']}/lift", {"reason": "系同名，核实有误"})
    staff = journey.get("/staff")
    assert [one["user"]["employee_no"] for one in staff["periods"] if one["role"] == "owner"][-1] == "E003"
    assert staff["recusals"][0]["lifted_at"]


def test_findings_and_plans_go_back(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine).assigned().found()
    party = {"party": "理赔部", "kind": "unit", "share": 100, "verdict": "upheld", "within_insurer": True}
    journey.take("ivy", "set_liability", {"parties": [party | {"legal_ground": "保险法第二十三条规定应当及时赔付"}]})
    back = journey.take("tom", "reinvestigate", {"reason": "补充录音", "sources": ["internal_system"]})
    assert back["state"] == "investigating"
    source = {"source": "internal_system", "result": "不适用：录音已随旧系统销毁", "not_applicable": True}
    journey.take("ivy", "finish_source", source)
    finding = {"truth": "部分属实，录音缺失。", "cause": "告知不完整", "scope": "仅涉及本案客户一人"}
    journey.take("ivy", "record_finding", finding)
    journey.take("sam", "review_finding", {"approved": True})
    journey.take("ivy", "set_liability", {"parties": [party | {"legal_ground": "保险法第二十三条规定应当及时赔付"}]})
    risk = {
        "internal_audit": True,
        "internal_audit_reason": "录音缺失",
        "regulator": False,
        "regulator_reason": "未达标准",
    }
    journey.take("tom", "assess_risk", risk)
    plan = {
        "compensation": 0,
        "compensation_text": "客户放弃金钱赔偿",
        "improvement": "书面道歉",
        "process": "录音留存",
    }
    journey.take("tom", "propose_plan", plan)
    assert journey.take("sam", "send_back_plan", {"reason": "金额请再核"})["state"] == "liability_set"
    extra = journey.take(
        "tom", "add_task", {"kind": "other", "title": "周五前回电", "assignee": "E002", "due_at": day(3)}
    )["made"][0]
    cancelled = journey.take("tom", "cancel_task", {"task_id": extra["id"], "reason": "已经提前回电"})
    assert cancelled["state"] == "liability_set"
    assert len(journey.get("/inquiry")["findings"]) == 2


def test_nobody_reached_is_an_attempt_and_not_a_telling(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine).assigned()
    journey.approved()
    attempt = {"method": "phone", "tried_at": moment(), "reference": "外呼 1", "what_for": "decision"}
    journey.take("tom", "record_attempt", attempt)
    notice = journey.get("/outcome")["notices"][-1]
    assert (notice["reached"], journey.get()["notified_at"]) == (False, None)
    concluded = journey.by["tom"].post(f"/complaints/{journey.number}/conclude_unreachable", {"reason": "多次未接"})
    assert concluded.status_code == 409
    told = journey.by["tom"].post(
        f"/complaints/{journey.number}/notices/{notice['id']}/tell_again", {"method": "posted", "reference": "EMS 2"}
    )
    assert told.status_code in (409, 422)


def test_the_same_reference_is_the_same_case(machine: Callable[..., Machine]) -> None:
    tom, zoe = machine("tom"), machine("zoe")
    sent = complaint(channel="regulator", external_ref="苏监转〔2026〕9号", regulator_due_on=day(12))
    first, again = tom.post("/complaints", sent), tom.post("/complaints", sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert (again.json()["number"], again.json()["created"]) == (first.json()["number"], False)
    elsewhere = zoe.post("/complaints", sent | {"unit": "GD-CP"})
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "intake.known_elsewhere")
    assert first.json()["number"] not in elsewhere.content.decode()
