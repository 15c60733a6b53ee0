"""A program drives a complaint through the typed client, over HTTP, from the first word to the closed loop."""

from typing import Any

import pytest

from huiyin.accounts import actions as accounts
from huiyin.accounts.rules import SCOPES
from huiyin.api import access
from huiyin.audit.models import Entry
from huiyin.cases.models import Case
from huiyin.core.time import now
from huiyin_client import Huiyin, Problem, types
from tests.people import House, build

pytestmark = pytest.mark.django_db(transaction=True)

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
COMPLAINT: types.ComplaintIn = {
    "channel": "phone",
    "text": "住院后理赔被拒，说我有既往症，请查清楚。",
    "people": [{"name": "李春梅", "phone": "13812345678", "email": "li.chunmei@example.com"}],
    "demands": [{"text": "按合同赔付", "amount": "3200.00"}],
    "unit": "JS-CP",
}
FOUND: types.FindingIn = {"truth": "投诉属实，没有既往症。", "cause": "误读体检报告", "scope": "仅本案客户一人"}
PARTY: types.PartyIn = {
    "party": "江苏分公司理赔部", "kind": "unit", "share": 100, "verdict": "upheld", "within_insurer": True,
    "legal_ground": "保险法第二十三条：属于保险责任的应当及时赔付。", "contract_ground": "条款第五条",
}  # fmt: skip
LETTER: types.DecisionIn = {
    "process": "我们与您通话核实，调取了投保录音和理赔记录，并向医院查询了历年就诊情况。",
    "facts": "经核实，您于2025年6月投保，2026年1月因急性阑尾炎住院，医院记录显示您此前没有相关病史。",
    "grounds": "根据保险法第二十三条和医疗保险条款第五条，急性阑尾炎属于保险责任，拒赔没有依据。",
    "outcome": "撤销原拒赔决定，按合同赔付住院医疗费用。",
    "follow_up": "赔款将在十日内支付到您的账户；理赔部门对审核人员重新培训。",
    "answers": [{"demand": 1, "result": "upheld", "text": "支持您的诉求，按合同全额赔付。", "amount": "3200.00"}],
}


class People:
    """Each by name a client of their own, with a token of their own."""

    def __init__(self, house: House, site: str) -> None:
        self._house, self._site = house, site
        self._open: dict[str, Huiyin] = {}

    def __getattr__(self, name: str) -> Huiyin:
        if name not in self._open:
            by = self._house.by("adi")
            _token, secret = accounts.create_token(user=self._house[name], name=name, scopes=SCOPES, by=by, at=now())
            self._open[name] = Huiyin(self._site, secret)
        return self._open[name]

    def leave(self) -> None:
        for one in self._open.values():
            one.hang_up()


@pytest.fixture
def people(live: str, settings: Any, db: None) -> Any:
    settings.PUBLIC_URL = live
    access.known.forget()
    found = People(build(), live)
    yield found
    found.leave()
    access.known.forget()


def _found(people: People, number: str) -> None:
    tom, sam, ivy = people.tom, people.sam, people.ivy
    tom.check_identity(number, {"how": "与保单核对并回拨电话"})
    tom.accept(number, {"note": "我们已经受理。"})
    tom.respond(number, {"text": "您好，我们正在核实。"})
    tom.classify(number, {"labels": [{"code": "C21"}, {"code": "S11"}], "primary": "C21"})
    sam.dispatch_complaint(number, {"to": "E002", "unit": "JS-CP", "reason": "由江苏办理"})
    sam.name_investigator(number, {"user": "E004"})
    plans = {"customer_contact": "了解住院经过", "internal_system": "调取录音", "third_party": "向医院调取记录"}
    ivy.plan_sources(number, {"plans": plans})
    ivy.investigate(number)
    for source in ("customer_contact", "internal_system", "third_party"):
        ivy.finish_source(number, {"source": source, "result": "已核对，记录齐全。"})
    ivy.record_finding(number, FOUND)
    sam.review_finding(number, {"approved": True})


def _told(people: People, number: str) -> None:
    tom, sam = people.tom, people.sam
    people.ivy.set_liability(number, {"parties": [PARTY]})
    tom.assess_risk(
        number,
        {"internal_audit": False, "internal_audit_reason": "个别失误", "regulator": False,
         "regulator_reason": "未达到报告标准"},
    )  # fmt: skip
    tom.propose_plan(
        number, {"compensation": "3200.00", "compensation_text": "按条款第五条赔付", "improvement": "主管致电道歉"}
    )
    sam.approve_plan(number, {"reason": "同意"})
    tom.draft_decision(number, LETTER)
    sam.issue_decision(number)
    tom.notify(number, {"method": "posted", "reference": "EMS 1234567890123"})


def _closed(people: People, number: str) -> None:
    tom, sam, tia = people.tom, people.sam, people.tia
    tasks: list[types.TaskIn] = [
        {"kind": "payment", "title": "支付赔款", "assignee": "E002"},
        {"kind": "service", "title": "致电道歉", "assignee": "E003"},
    ]
    payment, apology = tom.execute(number, {"tasks": tasks})["made"]
    proof = tom.add_evidence(
        number, [("回单.pdf", PDF, "application/pdf")], {"kind": "proof", "source": "internal_system"}
    )["items"][0]
    assert tom.download_evidence(number, proof["id"]).content == PDF
    paid_at = tom.read_complaint(number)["notified_at"]
    assert paid_at is not None
    tom.pay(
        number,
        {"task_id": payment["id"], "amount": "3200.00", "reference": "PAY-1", "proof_evidence_id": proof["id"],
         "paid_at": paid_at},
    )  # fmt: skip
    called = tia.add_evidence(
        number, [("录音.pdf", PDF + b"1", "application/pdf")], {"kind": "recording", "source": "internal_system"}
    )["items"][0]
    tia.complete_task(number, {"task_id": apology["id"], "proof_evidence_id": called["id"]})
    tom.ask_satisfaction(number, {"method": "phone"})
    tia.answer_satisfaction(number, {"score": 4, "words": "处理得还可以"})
    made = tom.rectify(
        number,
        {"problem": "体检报告误读", "measure": "培训并增加复核", "unit": "JS-CP", "responsible": "E003",
         "due_on": "2099-12-31"},
    )["made"]  # fmt: skip
    tia.finish_rectification(number, made[0]["id"], {"proof": "培训已完成，有签到表"})
    sam.verify_rectification(number, made[0]["id"], {"works": True, "note": "抽查三件，无误读"})
    sam.close(number, {"close_code": tom.rules()["close_codes"][0]["code"]})


def test_a_program_takes_a_complaint_to_the_closed_loop(people: People) -> None:
    number = people.tom.register(COMPLAINT)["number"]
    _found(people, number)
    _told(people, number)
    _closed(people, number)
    read = people.tom.read_complaint(number)
    assert (read["state"], read["verdict"], read["is_open"]) == ("closed", "upheld", False)
    assert people.tom.verify_ledger(number)["holds"]
    assert {one["rule"]: one["state"] for one in people.tom.list_clocks(number)["items"]}["complaint.decision"] == "met"
    told = list(people.tom.all_of_ledger(number, limit=5))
    assert len(told) == Entry.objects.filter(aggregate_kind="case", aggregate_id=read["id"]).count() > 20


def test_a_program_that_repeats_itself_or_comes_late_does_no_harm(people: People) -> None:
    first = people.tom.register(COMPLAINT, repeat_key="k-1")
    assert people.tom.register(COMPLAINT, repeat_key="k-1")["number"] == first["number"]
    assert Case.objects.count() == 1
    number = first["number"]
    seen = people.tom.read_complaint(number)["version"]
    people.tom.check_identity(number, {"how": "回拨电话"}, seen=seen)
    with pytest.raises(Problem) as late:
        people.tom.accept(number, {"note": "好"}, seen=seen)
    assert late.value.is_stale
    with pytest.raises(Problem) as early:
        people.sam.close(number, {"close_code": "resolved"})
    assert (early.value.status, bool(early.value.needs or early.value.detail)) == (409, True)
    with pytest.raises(Problem) as foreign:
        people.zoe.read_complaint(number)
    assert foreign.value.status == 404
