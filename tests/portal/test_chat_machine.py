"""The machine answers in a chat while nobody leads it; the place in the line stays."""

from typing import Any

import pytest
from django.test import Client

from huiyin.assistant.actions import chatting
from huiyin.assistant.models import AssistantTalk, AssistantTurn
from huiyin.cases.actions import chat
from huiyin.cases.models import Chat, ChatSite, Message
from huiyin.core.time import now
from huiyin.knowledge.models import Gap
from tests.people import House
from tests.portal.test_asking import TEXT, article
from tests.portal.test_chat import began, send, site

__all__ = ["site"]
pytestmark = pytest.mark.django_db


def lines(guest: Client, found: dict[str, Any]) -> list[dict[str, Any]]:
    return list(send(guest, "news", {}, found["key"]).json()["lines"])


def test_what_is_known_is_answered_at_once_and_says_that_a_machine_did(
    guest: Client, house: House, site: ChatSite
) -> None:
    article(house)
    found = began(guest, site, "等待期多少天")
    told = lines(guest, found)
    assert [one["mine"] for one in told] == [True, False]
    assert TEXT in told[1]["text"]
    assert told[1]["who"] not in ("", "assistant")
    row = Chat.objects.get()
    assert (row.state, row.first_answer_at) == ("waiting", None)
    assert send(guest, "news", {}, found["key"]).json()["place"] == 1
    assert AssistantTurn.objects.get().talk.case_id == row.pk


def test_it_keeps_silent_when_it_does_not_know_and_once_a_person_was_asked_for(
    guest: Client, house: House, site: ChatSite
) -> None:
    article(house)
    found = began(guest, site, "宠物医疗保不保")
    assert Gap.objects.count() == 1
    for line, text in enumerate(("转人工", "等待期多少天")):
        send(guest, "say", {"text": text, "line": str(line)}, found["key"])
    assert all(one["mine"] for one in lines(guest, found))
    assert AssistantTalk.objects.get().outcome == "person"


def test_a_line_is_answered_once_and_never_over_the_head_of_who_leads(
    guest: Client, house: House, site: ChatSite
) -> None:
    """Never ours: two answers to one line, or a machine that interrupts a person."""
    article(house)
    found = began(guest, site, "你好")
    row = Chat.objects.get()
    given: dict[str, Any] = {"text": "等待期多少天", "by": chatting.MACHINE, "at": now()}
    assert chatting.answer_first(chat=row, line="1", **given) is not None
    assert chatting.answer_first(chat=row, line="1", **given) is None
    chat.take(chat=row, user=house["tom"], by=house.by("tom"), at=now())
    assert chat.answer_meanwhile(chat=row, text="x", line="2", by=chatting.MACHINE, at=now()) is None
    assert chatting.answer_first(chat=Chat.objects.select_related("case").get(), line="3", **given) is None
    assert Message.objects.filter(direction="out").count() == 1
    assert len(lines(guest, found)) == 2
