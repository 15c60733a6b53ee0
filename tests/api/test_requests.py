"""Service requests by the interface: registered, taken along their path, closed to who may not see them."""

from collections.abc import Callable
from typing import Any

from huiyin.api.requests import _ACTIONS
from huiyin.service.rules.table import STEPS
from huiyin.service.rules.visits import ITEMS
from tests.api.conftest import Machine
from tests.console.test_requests import visit_of
from tests.people import House

GIVEN: dict[str, Any] = {
    "kind": "policy_change",
    "channel": "phone",
    "text": "想把受益人改成女儿。",
    "person": {"name": "李春梅", "phone": "13812345678"},
    "policy_number": "P2025000017",
    "no_preliminary": "要看批改规则",
}


def test_every_step_of_the_table_can_be_taken() -> None:
    assert {step.code for step in STEPS} == set(_ACTIONS)


def test_a_request_goes_its_way(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    missing = tom.post("/requests", GIVEN | {"policy_number": "", "no_preliminary": ""})
    assert (missing.status_code, missing.json()["code"]) == (422, "intake.policy_missing")
    made = tom.post("/requests", GIVEN, Idempotency_Key="k1")
    assert made.status_code == 201
    assert tom.post("/requests", GIVEN, Idempotency_Key="k1").json() == made.json()
    number = made.json()["number"]
    steps = f"/requests/{number}/steps"
    early = tom.post(steps, {"step": "answer", "text": "已办妥"})
    assert (early.status_code, early.json()["code"]) == (409, "request.answer")
    assert tom.post(steps, {"step": "check_identity", "how": "回拨登记电话"}).json()["state"] == "received"
    asked = tom.post(steps, {"step": "ask_papers", "items": ["身份证", "关系证明"]}).json()
    assert (asked["state"], asked["papers"][0]["items"]) == ("needs_papers", ["身份证", "关系证明"])
    stale = tom.post(steps, {"step": "check_papers"}, If_Match='"1"')
    assert stale.status_code == 412
    tom.post(steps, {"step": "check_papers"})
    accepted = tom.post(steps, {"step": "accept", "channel": "phone"}).json()
    assert accepted["state"] == "accepted"
    assert {one["step"] for one in accepted["steps"] if not one["missing"]} >= {"process", "route", "respond"}
    routed = tom.post(steps, {"step": "route", "to": "E005", "reason": "请主管办理"}).json()
    assert routed["handed_to"]["employee_no"] == "E005"
    sam = machine("sam")
    assert sam.post(steps, {"step": "take"}).json()["owner"]["employee_no"] == "E005"
    sam.post(steps, {"step": "skip", "skipped": "process", "reason": "客户撤回了变更"})
    sam.post(steps, {"step": "answer", "text": "按您的意思不再变更。"})
    done = sam.post(steps, {"step": "close", "outcome": "solved"}).json()
    assert (done["state"], done["skipped"], done["outcome"]) == ("closed", ["process"], "solved")
    read = sam.get(f"/requests/{number}")
    assert read.json()["number"] == number
    assert machine("zoe").get(f"/requests/{number}").status_code == 404
    assert machine("aud").post(steps, {"step": "archive"}).status_code == 409
    assert tom.get("/complaints?kind=request&open=ended").json()["items"][0]["number"] == number
    assert tom.get("/complaints?kind=complaint&open=all").json()["items"] == []
    other = tom.post("/requests", GIVEN).json()["number"]
    promoted = tom.post(f"/requests/{other}/steps", {"step": "promote", "reason": "客户要求投诉"})
    assert promoted.json()["state"] == "promoted"
    assert tom.get(f"/complaints/{other}").json()["kind"] == "complaint"


def test_return_visits_are_listed_and_recorded(machine: Callable[..., Machine], house: House) -> None:
    made = visit_of(house)
    tom = machine("tom")
    listed = tom.get("/visits?limit=1").json()
    assert (listed["items"][0]["policy"], listed["items"][0]["customer"], listed["next"]) == ("L-77", "欧***", "")
    address = f"/visits/{made.pk}"
    assert machine("zoe").post(address, {"reached": False}).status_code == 404
    assert tom.post(address, {"reached": False}).json()["tried"] == 1
    assert tom.post(address, {"answers": {"person": "yes"}}).json()["code"] == "visit.points"
    answers = dict.fromkeys(ITEMS, "yes") | {"read": "no"}
    done = tom.post(address, {"answers": answers, "problem": "没有看过产品说明书"}).json()
    assert done["outcome"] == "problem"
    assert tom.get(f"/requests/{done['case']}").json()["channel"] == "return_visit"
    assert tom.get("/visits").json()["items"] == []
