"""Templates, macros, mentions, followers and moved messages through the interface: what the desk does, it does."""

from collections.abc import Callable
from typing import Any

import pytest

from huiyin.accounts.models import Membership
from huiyin.core.time import local_date, now
from tests.api.conftest import Machine, complaint
from tests.people import House

pytestmark = pytest.mark.django_db
Make = Callable[..., Machine]


@pytest.fixture
def lead(house: House) -> House:
    Membership.objects.create(user=house["sam"], role="supervisor", unit=house.units["JS"])
    return house


def template(machine: Make, **changes: Any) -> dict[str, Any]:
    body = {
        "key": "got", "name": "收到", "purpose": "reply", "unit": "JS",
        "text_zh": "您的投诉 {case_number} 我们已收到。",
        "text_en": "We have your complaint {case_number}.", "from_on": local_date(now()).isoformat(),
    }  # fmt: skip
    made = machine("sam").post("/templates", body | changes)
    assert made.status_code == 201, made.content.decode()
    return dict(made.json())


def approved(machine: Make) -> dict[str, Any]:
    made = template(machine)
    address = f"/templates/{made['id']}/versions/{made['versions'][0]['id']}"
    own = machine("sam").post(f"{address}/approve", None)
    assert (own.status_code, own.json()["code"]) == (409, "template.own")
    done = machine("max").post(f"{address}/approve", None)
    assert done.json()["versions"][0]["state"] == "approved"
    return dict(done.json())


def test_a_template_is_written_seconded_and_sent(machine: Make, lead: House):
    made = approved(machine)
    tom = machine("tom")
    number = tom.post("/complaints", complaint()).json()["number"]
    [here] = tom.get(f"/complaints/{number}/templates").json()["items"]
    assert here["text"] == f"您的投诉 {number} 我们已收到。"
    body = {"text": here["text"], "template_versions": [here["version_id"]]}
    assert tom.post(f"/complaints/{number}/respond", body).status_code == 200
    [use] = tom.get(f"/templates/{made['id']}/uses").json()["items"]
    assert (use["complaint"], use["version"], use["is_changed"]) == (number, 1, False)
    assert machine("zoe").get(f"/templates/{made['id']}/uses").json()["items"] == []  # not her complaints


def test_an_unknown_variable_is_told_with_its_place(machine: Make, lead: House):
    body = {
        "key": "x", "name": "x", "purpose": "reply", "unit": "JS", "text_zh": "编号 {case_nummer}。",
        "text_en": "x y", "from_on": local_date(now()).isoformat(),
    }  # fmt: skip
    answer = machine("sam").post("/templates", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "text_zh"
    assert "{case_number}" in answer.json()["needs"][0]


def test_a_macro_shows_what_it_would_do_and_does_it(machine: Make, lead: House):
    approved(machine)
    steps = [{"kind": "reply", "template": "got"}, {"kind": "remind", "text": "等材料", "days": 3}]
    made = machine("sam").post("/macros", {"name": "收到并等", "unit": "JS", "steps": steps})
    assert made.status_code == 201, made.content.decode()
    tom = machine("tom")
    number = tom.post("/complaints", complaint()).json()["number"]
    assert [one["name"] for one in tom.get(f"/complaints/{number}/macros").json()["items"]] == ["收到并等"]
    address = f"/complaints/{number}/macros/{made.json()['id']}"
    shown = tom.get(address).json()
    assert (shown["ready"], [one["state"] for one in shown["steps"]]) == (True, ["done", "done"])
    assert tom.get(f"/complaints/{number}/notes").json()["items"] == []
    assert tom.post(address, {"seen": 1}).json()["ready"]
    assert tom.get(f"/complaints/{number}/ledger").json()["items"][-1]["kind"] == "case.macro_run"
    assert tom.post(address, {"seen": 9}).json()["code"] == "macro.changed"


def test_a_macro_that_stops_says_where_and_nothing_was_done(machine: Make, lead: House):
    steps = [{"kind": "note", "text": "先写"}, {"kind": "hand_over", "to": "E002", "text": "给自己"}]
    made = machine("sam").post("/macros", {"name": "换人", "unit": "JS", "steps": steps}).json()
    tom = machine("tom")
    number = tom.post("/complaints", complaint()).json()["number"]
    answer = tom.post(f"/complaints/{number}/macros/{made['id']}", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "macro.stopped")
    assert tom.get(f"/complaints/{number}/notes").json()["items"] == []


def test_colleagues_are_called_and_those_who_may_not_see_it_are_named_with_the_reason(machine: Make, lead: House):
    tom = machine("tom")
    number = tom.post("/complaints", complaint()).json()["number"]
    [zoe] = tom.get(f"/complaints/{number}/colleagues?q=Zoe").json()["items"]
    assert (zoe["handle"], zoe["why"]) == ("@Zoe", "no_access")
    refused = tom.post(f"/complaints/{number}/notes", {"text": "@Zoe 请看"})
    assert (refused.status_code, refused.json()["code"]) == (422, "mention.no_access")
    assert tom.post(f"/complaints/{number}/notes", {"text": "@Sam 请看"}).status_code == 201
    assert [one["complaint"] for one in machine("sam").get("/me/mentions").json()["items"]] == [number]
    assert machine("max").get("/me/mentions").json()["items"] == []


def test_a_complaint_is_followed_and_no_longer(machine: Make, lead: House):
    tom, sam = machine("tom"), machine("sam")
    number = tom.post("/complaints", complaint()).json()["number"]
    assert sam.post(f"/complaints/{number}/watch", None).json() == {"items": ["Sam"], "is_mine": True}
    assert tom.get(f"/complaints/{number}/watchers").json() == {"items": ["Sam"], "is_mine": False}
    assert [one["complaint"] for one in sam.get("/me/watched").json()["items"]] == [number]
    assert sam.post(f"/complaints/{number}/watch/end", None).json() == {"items": [], "is_mine": False}


def test_a_message_is_moved_taken_back_and_split_off(machine: Make, lead: House):
    tom = machine("tom")
    one, other = (tom.post("/complaints", complaint()).json()["number"] for _twice in range(2))
    said = tom.post(f"/complaints/{one}/messages", {"channel": "email", "text": "这是另一件"}).json()["id"]
    moved = tom.post(f"/complaints/{one}/messages/{said}/move", {"into": other, "reason": "属于另一件"})
    assert moved.status_code == 200, moved.content.decode()
    [row] = moved.json()["items"]
    assert row["into"] == other
    assert said in [message["id"] for message in tom.get(f"/complaints/{other}/messages").json()["items"]]
    assert (
        tom.post(f"/complaints/{one}/messages/{said}/move", {"into": other, "reason": "属于另一件"}).status_code == 404
    )
    undone = tom.post(f"/complaints/{other}/moves/{row['id']}/undo", None)
    assert undone.json()["items"][0]["undone_at"]
    split = tom.post(f"/complaints/{one}/messages/{said}/split", {"reason": "另一件事", "demand": "道歉"})
    assert split.status_code == 201, split.content.decode()
    new = split.json()["number"]
    assert [message["id"] for message in tom.get(f"/complaints/{new}/messages").json()["items"]] == [said]
    assert [one["is_split"] for one in tom.get(f"/complaints/{one}/moves").json()["items"]] == [False, True]
    assert machine("zoe").get(f"/complaints/{one}/moves").status_code == 404
