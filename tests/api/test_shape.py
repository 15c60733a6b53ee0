"""Tags, links, checklists and fields through the interface, as at the desk."""

from collections.abc import Callable
from typing import Any

import pytest

from huiyin.audit.models import Access
from tests.api.conftest import Machine, complaint
from tests.api.test_story import ok


@pytest.fixture
def number(machine: Callable[..., Machine]) -> str:
    return str(machine("tom").post("/complaints", complaint()).json()["number"])


def test_a_tag_is_made_put_on_merged_and_taken_off(machine: Callable[..., Machine], number: str) -> None:
    adi, tom = machine("adi"), machine("tom")
    old = ok(adi.post("/tags", {"name": "退保代理", "colour": "red"}), 201)
    new = ok(adi.post("/tags", {"name": "代理退保"}), 201)
    assert tom.post("/tags", {"name": "乙"}).json()["code"] == "shape.not_yours"
    base = f"/complaints/{number}/tags"
    assert [one["name"] for one in ok(tom.post(base, {"name": "退保代理"}))["items"]] == ["退保代理"]
    assert tom.post(base, {"name": "没有"}).json()["code"] == "tag.unknown"
    ok(adi.post(f"/tags/{old['id']}/merge", {"into": new["id"]}))
    assert [one["id"] for one in ok(tom.get(base))["items"]] == [new["id"]]
    ok(adi.post(f"/tags/{old['id']}/unmerge"))
    assert ok(tom.post(f"{base}/{old['id']}/remove"))["items"] == []
    assert ok(adi.post(f"/tags/{old['id']}/retire"))["is_retired"]
    assert len(ok(tom.get("/tags"))["items"]) == 2


def test_links_are_read_from_both_ends_and_details_stay_behind_the_gate(
    machine: Callable[..., Machine], number: str
) -> None:
    tom = machine("tom")
    other = str(tom.post("/complaints", complaint()).json()["number"])
    body = {"relation": "parent_of", "other": other, "reason": "同一事件"}
    [made] = ok(tom.post(f"/complaints/{number}/links", body))["items"]
    assert (made["relation"], made["case"]["number"]) == ("parent_of", other)
    [back] = ok(tom.get(f"/complaints/{other}/links"))["items"]
    assert (back["relation"], back["case"]["state"]) == ("child_of", "received")
    loop = tom.post(f"/complaints/{number}/links", body | {"relation": "child_of"})
    assert (loop.status_code, loop.json()["code"]) == (409, "link.loop")
    nowhere = tom.post(f"/complaints/{number}/links", body | {"other": "TS0"})
    assert (nowhere.status_code, nowhere.json()["code"]) == (422, "link.other")
    assert ok(tom.post(f"/complaints/{other}/links/{made['id']}/remove"))["items"] == []


def test_a_checklist_holds_up_the_step_until_its_lines_are_done(machine: Callable[..., Machine]) -> None:
    adi, tom = machine("adi"), machine("tom")
    lines = [
        {"zh": "核对保单", "en": "Look at the policy"},
        {"zh": "记录语气", "en": "Note the tone", "mandatory": False},
    ]
    body = {"code": "intake", "title_zh": "受理前", "title_en": "Before", "stage": "received", "lines": lines}
    assert ok(adi.post("/checklists", body))["version"] == 1
    number = str(tom.post("/complaints", complaint()).json()["number"])
    ok(tom.post(f"/complaints/{number}/check_identity", {"how": "回拨核对"}))
    held = tom.post(f"/complaints/{number}/accept", {})
    assert held.status_code == 409
    assert "核对保单" in str(held.json()) or "Look at the policy" in str(held.json())
    first, _second = ok(tom.get(f"/complaints/{number}/checklists"))["items"]
    line = f"/complaints/{number}/checklists/intake/{first['line']}"
    assert ok(tom.post(f"{line}/done"))["items"][0]["state"] == "done"
    assert ok(tom.post(f"{line}/open"))["items"][0]["state"] == ""
    assert tom.post(f"{line}/waive", {"reason": "x"}).status_code == 422
    assert ok(tom.post(f"{line}/waive", {"reason": "没有保单"}))["items"][0]["state"] == "waived"
    ok(tom.post(f"/complaints/{number}/accept", {}))
    assert ok(tom.get("/checklists"))["items"][0]["lines"][0]["mandatory"] is True
    assert ok(adi.post("/checklists/intake/retire"))["until_at"]


def test_fields_are_typed_depend_on_each_other_and_stay_sealed(machine: Callable[..., Machine], number: str) -> None:
    adi, tom = machine("adi"), machine("tom")
    more: list[dict[str, Any]] = [
        {"key": "loss", "type": "money", "label_zh": "损失", "label_en": "Loss"},
        {"key": "agent", "type": "yes_no", "label_zh": "代理", "label_en": "Agent"},
        {
            "key": "account", "type": "text", "label_zh": "账号", "label_en": "Account", "is_personal": True,
            "depends_on": "agent", "depends_values": ["yes"],
        },
    ]  # fmt: skip
    for one in more:
        ok(adi.post("/fields", one))
    base = f"/complaints/{number}/fields"
    values = {"loss": 12.5, "agent": True, "account": "6222020200001"}
    items = {one["key"]: one for one in ok(tom.post(base, {"values": values}))["items"]}
    assert (items["loss"]["value"], items["agent"]["value"], items["account"]["value"]) == ("12.50", True, None)
    assert ok(tom.post(f"{base}/account/reveal", {"reason": "核对账号"}))["value"] == "6222020200001"
    assert Access.objects.filter(kind="reveal", fields=["field.account"]).count() == 1
    ok(tom.post(base, {"values": {"loss": "13"}, "was": {"loss": items["loss"]["stamp"]}}))
    late = tom.post(base, {"values": {"loss": "14"}, "was": {"loss": items["loss"]["stamp"]}})
    assert (late.status_code, late.json()["code"]) == (409, "field.changed")
    wrong = tom.post(base, {"values": {"loss": "viel"}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "field.value")
    assert ok(tom.post(base, {"values": {"agent": False}}))["cleared"] == ["account"]
    assert {one["key"] for one in ok(tom.get(base))["items"]} == {"agent", "loss"}
    circle = more[1] | {"depends_on": "agent", "depends_values": ["yes"]}
    assert adi.post("/fields", circle).json()["code"] == "field.depends_on"
    assert [one["key"] for one in ok(tom.get("/fields"))["items"]] == ["account", "agent", "loss"]
    assert adi.post("/fields/agent/retire").json()["code"] == "field.decides"
    ok(adi.post("/fields/loss/retire"))
