"""A complaint from the first word to the closed loop, through the interface alone, with the people it needs."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import Machine, complaint

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def ok(response: Any, status: int = 200) -> Any:
    """The document of an answer that must have this status."""
    assert response.status_code == status, response.content.decode()
    return response.json()


def file(name: str = "凭证.pdf", more: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + more, "application/pdf")


class Journey:
    """One complaint and the machines of the people around it."""

    def __init__(self, machine: Callable[..., Machine], **changes: Any) -> None:
        self.by = {name: machine(name) for name in ("tom", "ivy", "sam", "tia", "hua", "eve", "max")}
        made = ok(self.by["tom"].post("/complaints", complaint(**changes)), 201)
        self.number, self.secret = made["number"], made["secret"]

    def take(self, name: str, step: str, body: Any = None, **headers: str) -> Any:
        return ok(self.by[name].post(f"/complaints/{self.number}/{step}", body, **headers))

    def get(self, part: str = "", name: str = "tom") -> Any:
        return ok(self.by[name].get(f"/complaints/{self.number}{part}"))

    def evidence(self, name: str = "tom") -> str:
        added = self.by[name].upload(
            f"/complaints/{self.number}/evidence",
            {"files": file(more=name.encode()), "kind": "proof", "source": "internal_system"},
        )
        return str(ok(added, 201)["items"][0]["id"])

    def assigned(self) -> "Journey":
        self.take("tom", "check_identity", {"how": "与保单核对并回拨电话"})
        self.take("tom", "accept", {"note": "我们已经受理。"})
        self.take("tom", "respond", {"text": "您好，我们正在核实。"})
        self.take("tom", "classify", {"labels": [{"code": "C21"}, {"code": "S11"}], "primary": "C21"})
        self.take("sam", "dispatch", {"to": "E002", "unit": "JS-CP", "reason": "由江苏办理"})
        self.take("sam", "name_investigator", {"user": "E004"})
        return self

    def found(self) -> "Journey":
        plans = {"customer_contact": "了解住院经过", "internal_system": "调取录音", "third_party": "向医院调取记录"}
        self.take("ivy", "plan_sources", {"plans": plans})
        self.take("ivy", "investigate")
        for source in plans:
            self.take("ivy", "finish_source", {"source": source, "result": "已核对，记录齐全。"})
        self.take(
            "ivy", "record_finding",
            {"truth": "投诉属实，没有既往症。", "cause": "误读体检报告", "scope": "仅本案客户一人"},
        )  # fmt: skip
        self.take("sam", "review_finding", {"approved": True})
        return self

    def approved(self) -> "Journey":
        self.found()
        party = {
            "party": "江苏分公司理赔部", "kind": "unit", "share": 100, "verdict": "upheld", "within_insurer": True,
            "legal_ground": "保险法第二十三条：属于保险责任的应当及时赔付。", "contract_ground": "条款第五条",
        }  # fmt: skip
        self.take("ivy", "set_liability", {"parties": [party]})
        risk = {"internal_audit": False, "internal_audit_reason": "个别失误", "regulator": False}
        self.take("tom", "assess_risk", risk | {"regulator_reason": "未达到报告标准"})
        plan = {"compensation": "3200.00", "compensation_text": "按条款第五条赔付", "improvement": "主管致电道歉"}
        self.take("tom", "propose_plan", plan)
        self.take("sam", "approve_plan", {"reason": "同意"})
        return self

    def told(self) -> "Journey":
        self.approved()
        answer = {"demand": 1, "result": "upheld", "text": "支持您的诉求，按合同全额赔付。", "amount": "3200.00"}
        letter = {
            "process": "我们与您通话核实，调取了投保录音和理赔记录，并向医院查询了历年就诊情况。",
            "facts": "经核实，您于2025年6月投保，2026年1月因急性阑尾炎住院，医院记录显示您此前没有相关病史。",
            "grounds": "根据保险法第二十三条和医疗保险条款第五条，急性阑尾炎属于保险责任，拒赔没有依据。",
            "outcome": "撤销原拒赔决定，按合同赔付住院医疗费用。",
            "follow_up": "赔款将在十日内支付到您的账户；理赔部门对审核人员重新培训。",
            "answers": [answer],
        }
        self.take("tom", "draft_decision", letter)
        assert self.get("/outcome")["letter_missing"] == []
        self.take("sam", "issue_decision")
        self.take("tom", "notify", {"method": "posted", "reference": "EMS 1234567890123"})
        return self

    def carried_out(self) -> "Journey":
        self.told()
        tasks = [{"kind": "payment", "title": "支付赔款", "assignee": "E002"}]
        tasks += [{"kind": "service", "title": "致电道歉", "assignee": "E003"}]
        payment, apology = self.take("tom", "execute", {"tasks": tasks})["made"]
        paid = {
            "task_id": payment["id"],
            "amount": "3200.00",
            "reference": "PAY-1",
            "proof_evidence_id": self.evidence(),
        }
        self.take("tom", "pay", paid | {"paid_at": self.get()["notified_at"]})
        self.take("tia", "complete_task", {"task_id": apology["id"], "proof_evidence_id": self.evidence("tia")})
        return self

    def closed(self) -> "Journey":
        self.carried_out()
        self.take("tom", "ask_satisfaction", {"method": "phone"})
        self.take("tia", "answer_satisfaction", {"score": 4, "words": "处理得还可以"})
        plan = {"problem": "体检报告误读", "measure": "培训并增加复核", "unit": "JS-CP", "responsible": "E003"}
        made = self.take("tom", "rectify", plan | {"due_on": "2099-12-31"})["made"][0]
        path = f"rectifications/{made['id']}"
        self.take("tia", f"{path}/finish", {"proof": "培训已完成，有签到表"})
        self.take("sam", f"{path}/verify", {"works": True, "note": "抽查三件，无误读"})
        codes = ok(self.by["tom"].get("/rules"))["close_codes"]
        self.take("sam", "close", {"close_code": codes[0]["code"]})
        return self


def test_a_complaint_goes_through_the_interface_to_the_closed_loop(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine).assigned().closed()
    read = journey.get()
    assert (read["state"], read["is_open"], read["verdict"]) == ("closed", False, "upheld")
    assert [clock["state"] for clock in journey.get("/clocks")["items"] if clock["rule"] == "complaint.decision"] == [
        "met"
    ]
    assert journey.get("/ledger/verify")["holds"] is True
    outcome, execution = journey.get("/outcome"), journey.get("/execution")
    assert outcome["decisions"][0]["state"] == "issued"
    assert outcome["satisfaction"][0]["score"] == 4
    assert outcome["rectifications"][0]["verified_at"]
    assert execution["plans"][0]["approvals"][0]["approver"]["employee_no"] == "E005"
    assert execution["payments"][0]["amount"] == "3200.00"
    assert {task["state"] for task in execution["tasks"]} == {"done"}
    assert journey.get("/inquiry")["liabilities"][0]["share"] == 100


def test_what_is_offered_is_what_can_be_taken(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine)
    offers = {one["code"]: one for one in journey.get("/steps")["items"]}
    assert offers["check_identity"]["ready"] is True
    assert offers["accept"]["ready"] is False
    assert offers["accept"]["missing"]
    refused = journey.by["tom"].post(f"/complaints/{journey.number}/accept", {})
    assert refused.status_code == 409
    assert refused.json()["needs"] == offers["accept"]["missing"]
    assert refused.json()["clause"] == "3.1-5"
