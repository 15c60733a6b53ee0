"""Chats by machine: the same as at the desk, and of a chat that waits nothing is told but that it waits."""

from collections.abc import Callable

import pytest

from huiyin.cases.actions import chat, chat_sites
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.api.conftest import Machine
from tests.people import House

pytestmark = pytest.mark.django_db


def test_a_chat_is_taken_answered_and_settled(machine: Callable[..., Machine], house: House) -> None:
    site = chat_sites.save_site(
        name="官网", origins=[], unit=house.units["JS"], is_on=True, by=system("test"), at=now()
    )
    row = chat.open_chat(site=site, text="怎么退保?电话13812345678", language="zh-hans", at=now()).chat
    tom, zoe, number = machine("tom"), machine("zoe"), row.case.number
    assert zoe.get("/chats").json()["waiting"] == []
    assert zoe.post(f"/complaints/{number}/chat/take").status_code == 404
    [waits] = tom.get("/chats").json()["waiting"]
    assert (waits["number"], waits["state"], "退保" in str(waits)) == (number, "waiting", False)
    assert tom.get(f"/complaints/{number}/chat").status_code == 404
    taken = tom.post(f"/complaints/{number}/chat/take").json()
    assert (taken["state"], taken["agent"]) == ("talking", house["tom"].employee_no)
    for _again in range(2):
        said = tom.post(f"/complaints/{number}/chat/answer", {"text": "您好", "line": "a"})
        assert said.status_code == 200
    read = tom.get(f"/complaints/{number}/chat").json()
    assert [(one["from_visitor"], one["text"]) for one in read["lines"]] == [
        (True, "怎么退保?电话138****5678"), (False, "您好"),
    ]  # fmt: skip
    assert tom.post(f"/complaints/{number}/chat/back").json()["state"] == "waiting"
    refused = tom.post(f"/complaints/{number}/chat/end")
    assert (refused.status_code, refused.json()["code"]) == (409, "chat.not_yours")
    tom.post(f"/complaints/{number}/chat/take")
    settled = tom.post(f"/complaints/{number}/chat/settle", {"result": "已告知退保流程"})
    assert settled.json()["state"] == "closed"
    assert tom.post(f"/complaints/{number}/chat/take").json()["code"] == "chat.ended"
