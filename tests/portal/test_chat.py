"""The chat window: its key opens its chat and no other; it may be framed by its site and by nobody else."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.audit.models import Access
from huiyin.cases.actions import chat, chat_sites
from huiyin.cases.models import Case, Chat, ChatSite, Message
from huiyin.core.actors import system
from huiyin.core.time import now
from huiyin.portal import gate
from tests.people import House

BY = system("test")
SITE = "https://www.example.com"
pytestmark = pytest.mark.django_db


@pytest.fixture
def site(house: House) -> ChatSite:
    return chat_sites.save_site(name="官网", origins=[SITE], unit=house.units["JS"], is_on=True, by=BY, at=now())


def send(client: Client, what: str, body: Any, key: str = "", **headers: str) -> Any:
    given = {"X-Huiyin-Chat": key, **headers} if key else headers
    return client.post(f"/chat/{what}", json.dumps(body), content_type="application/json", headers=given)


def began(client: Client, site: ChatSite, text: str = "怎么退保?") -> dict[str, Any]:
    answer = send(client, "begin", {"site": site.key, "text": text, "language": "zh-hans", "page": f"{SITE}/help"})
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_a_visitor_writes_is_answered_and_keeps_a_copy(guest: Client, house: House, site: ChatSite) -> None:
    found = began(guest, site)
    assert (found["place"], found["state"], found["lines"][0]["mine"]) == (1, "waiting", True)
    row = Chat.objects.get()
    assert row.case.number == found["number"]
    assert row.case.source_fields == {"site": "官网", "page": f"{SITE}/help", "named": False}
    chat.take(chat=row, user=house["tom"], by=house.by("tom"), at=now())
    chat.answer(case=row.case, text="请问保单号?", line="1", by=house.by("tom"), at=now())
    for _again in range(2):
        assert send(guest, "say", {"text": "P123", "line": "a"}, found["key"]).status_code == 200
    told = send(guest, "news", {"since": ""}, found["key"]).json()
    assert [(one["mine"], one["text"]) for one in told["lines"]] == [
        (True, "怎么退保?"), (False, "请问保单号?"), (True, "P123"),
    ]  # fmt: skip
    assert (told["state"], told["place"], told["agent"]) == ("talking", 0, "Tom")
    copy = send(guest, "transcript", {}, found["key"]).json()
    assert copy["name"] == f"{row.case.number}.txt"
    assert all(text in copy["text"] for text in ("怎么退保?", "请问保单号?", "P123"))
    assert send(guest, "end", {}, found["key"]).json()["state"] == "ended"
    assert send(guest, "say", {"text": "还有", "line": "b"}, found["key"]).status_code == 409


def test_without_its_key_a_chat_is_not_there(guest: Client, house: House, site: ChatSite) -> None:
    mine, other = began(guest, site), began(guest, site)
    id_, secret = mine["key"].split(".")
    for wrong in ("", "nonsense", f"{id_}.wrong", f"{id_}.{other['key'].split('.')[1]}", f"{house['tom'].pk}.{secret}"):
        for what, body in (("news", {}), ("say", {"text": "x", "line": "1"}), ("end", {}), ("transcript", {})):
            assert send(guest, what, body, wrong).status_code == 404
    assert Message.objects.count() == 2
    foreign = send(guest, "say", {"text": "x", "line": "1"}, mine["key"], **{"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403


def test_the_window_is_framed_by_its_site_only_and_gone_when_the_site_is_off(
    guest: Client, house: House, site: ChatSite
) -> None:
    answer = guest.get(f"/chat/{site.key}?frame=1&lang=en")
    assert f"frame-ancestors 'self' {SITE};" in answer.headers["Content-Security-Policy"]
    assert "Begin the chat" in answer.content.decode()
    assert "frame-ancestors 'none'" in guest.get("/").headers["Content-Security-Policy"]
    script = guest.get("/chat/widget.js")
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "chat_widget" in script.content.decode()
    chat_sites.remove_site(site=site, by=BY, at=now())
    assert guest.get(f"/chat/{site.key}").status_code == 404
    assert send(guest, "begin", {"site": site.key, "text": "在吗"}).status_code == 404


def test_our_own_portal_offers_the_chat_when_a_site_of_its_own_is_on(guest: Client, site: ChatSite) -> None:
    assert "/chat/" not in guest.get("/").content.decode()
    own = chat_sites.save_site(name="门户", origins=[], unit=None, is_on=True, by=BY, at=now())
    assert f"/chat/{own.key}" in guest.get("/").content.decode()


def test_what_cannot_be_read_is_said_and_nothing_is_written(guest: Client, site: ChatSite) -> None:
    assert send(guest, "begin", {"site": site.key, "text": "  "}).json()["field"] == "text"
    assert send(guest, "begin", {"site": site.key, "text": "在吗", "email": "nobody"}).status_code == 422
    assert send(guest, "begin", {"site": site.key, "text": {"a": 1}}).status_code == 422
    assert send(guest, "begin", ["x"]).status_code == 422
    broken = guest.post("/chat/begin", b"\xff{", content_type="application/json")
    assert broken.status_code == 422
    assert send(guest, "begin", {"site": site.key, "text": "长" * 40_000}).status_code == 422
    found = began(guest, site)
    assert send(guest, "say", {"text": "x", "line": ""}, found["key"]).status_code == 422
    assert guest.get("/chat/begin").status_code == 405
    assert Case.objects.count() == 1


def test_one_address_begins_so_many_chats_in_an_hour(guest: Client, site: ChatSite, monkeypatch: Any) -> None:
    monkeypatch.setattr(gate, "PER_ADDRESS_CHATS", 2)
    began(guest, site)
    began(guest, site)
    assert send(guest, "begin", {"site": site.key, "text": "再来"}).status_code == 429
    assert Access.objects.filter(kind="portal_chat").count() == 2
    assert Case.objects.count() == 2


def test_asking_for_news_costs_few_statements(
    guest: Client, house: House, site: ChatSite, django_assert_max_num_queries: Any
) -> None:
    found = began(guest, site)
    for serial in range(5):
        began(guest, site, f"问题{serial}")
    with django_assert_max_num_queries(4):
        assert send(guest, "news", {"since": now().isoformat()}, found["key"]).json()["place"] == 1
    Chat.objects.update(seen_at=now() - timedelta(minutes=1))
    with django_assert_max_num_queries(5):
        send(guest, "news", {"since": now().isoformat()}, found["key"])
    assert Chat.objects.get(case__number=found["number"]).seen_at > now() - timedelta(seconds=20)
