"""Asking the machine on the portal: answers with their version, what is not known, complaints, matters, calls."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.assistant import queries
from huiyin.assistant.models import AssistantTalk, AssistantTurn
from huiyin.audit.models import Access
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.core.time import local_date, now
from huiyin.knowledge.actions import articles
from huiyin.knowledge.models import ArticleVersion, Gap, Use
from huiyin.portal import gate
from tests.people import House
from tests.portal.conftest import fill

TEXT = "生效后有一段等待期，长短写在合同里。"


def article(house: House, **changes: Any) -> ArticleVersion:
    today = local_date(now())
    given: dict[str, Any] = {
        "key": "waiting", "topic": "cover", "audience": "public", "title": "等待期是怎么回事", "text_zh": TEXT,
        "questions": ["等待期多少天"], "from_on": today, "review_on": today + timedelta(days=90),
    }  # fmt: skip
    version = articles.begin(**(given | changes), by=house.by("kim"), at=now())
    return articles.approve(version=version, by=house.by("hua"), at=now())


def say(guest: Client, *lines: str) -> AssistantTurn:
    for line in lines:
        answer = guest.post("/ask/say", {"text": line})
        assert answer.status_code == 302, answer.content.decode()
    return AssistantTurn.objects.order_by("talk__began_at", "number").last()  # type: ignore[return-value]


def test_an_answer_names_its_version_and_can_be_gone_through_again(guest: Client, house: House) -> None:
    version = article(house)
    turn = say(guest, "等待期多少天")
    assert turn.versions == [version.pk]
    assert turn.answer.startswith(TEXT)
    assert queries.cited(version) in turn.answer
    assert queries.is_same_again(turn)
    page = guest.get("/ask").content.decode()
    assert TEXT in page
    guest.post("/ask/judge", {"turn": str(turn.pk), "right": "0", "reason": "没说几天"})
    guest.post("/ask/judge", {"satisfied": "1"})
    assert Use.objects.get().is_helpful is False
    found = queries.doing(now() - timedelta(days=1), now())
    assert (found.talks, found.asked, found.answered, found.wrong, found.satisfied) == (1, 1, 1, 1, 1)
    assert guest.post("/ask/anew").status_code == 302
    assert TEXT not in guest.get("/ask").content.decode()


def test_staff_articles_are_not_for_customers_and_what_is_unknown_becomes_a_gap(guest: Client, house: House) -> None:
    """Never ours: an answerer that guesses, or tells what is for staff."""
    article(house, audience="staff")
    assert say(guest, "等待期多少天").code == "unknown"
    assert Gap.objects.get().count == 1
    assert say(guest, "宠物医疗保不保").code == "unknown_again"


def test_near_ones_are_asked_back_and_a_button_chooses(guest: Client, house: House) -> None:
    article(house)
    second = article(house, key="grace", title="续保的等待期")
    turn = say(guest, "等待期多少天")
    assert turn.code == "ask_back"
    assert second.title in guest.get("/ask").content.decode()
    turn = say(guest, str(second.pk))
    assert turn.versions == [second.pk]
    assert turn.said == second.title


def test_a_complaint_is_taken_and_may_be_followed(guest: Client, house: House) -> None:
    turn = say(guest, "我要投诉", "住院后申请理赔被拒，要求赔付", "李春梅", "13812345678", "是")
    case = Case.objects.get()
    assert case.kind == "complaint"
    assert case.number in turn.answer
    assert cases.secret_of(case) in turn.answer
    talk = AssistantTalk.objects.get()
    assert (talk.outcome, talk.case_id) == ("complaint", case.pk)
    assert guest.get(f"/follow/{case.number}/story").status_code == 200


def test_a_call_is_booked_as_a_request_with_its_limits(guest: Client, house: House) -> None:
    say(guest, "请给我回电", "想问一下续保", "李春梅", "13812345678", "确认")
    case = Case.objects.get()
    assert case.kind == "request"
    assert case.next_due_at is not None
    assert AssistantTalk.objects.get().outcome == "call_back"


def test_a_matter_is_shown_to_who_knows_its_code_only(guest: Client, house: House) -> None:
    fill(Client())
    case = Case.objects.get()
    turn = say(guest, "查一下我的投诉进度", case.number, "WRONGCODE")
    assert case.get_state_display() not in turn.answer
    assert Access.objects.filter(kind=gate.FAILED).count() == 1
    assert guest.get(f"/follow/{case.number}/story").status_code == 302
    say(guest, "查一下我的投诉进度", case.number, cases.secret_of(case))
    assert guest.get(f"/follow/{case.number}/story").status_code == 200


def test_wrong_codes_lock_as_on_the_page(guest: Client, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never ours: a chat window through which codes are tried without end."""
    fill(Client())
    case = Case.objects.get()
    monkeypatch.setattr(gate, "TRIES", 2)
    for _try in range(2):
        say(guest, "查进度", case.number, "WRONGCODE")
    say(guest, "查进度", case.number, cases.secret_of(case))
    assert guest.get(f"/follow/{case.number}/story").status_code == 302


@pytest.mark.parametrize("text", ["", "   ", "长" * 2001])
def test_an_empty_or_endless_line_is_refused_with_what_was_typed(guest: Client, house: House, text: str) -> None:
    assert guest.post("/ask/say", {"text": text}).status_code == 422
    assert not AssistantTurn.objects.exists()


def test_too_many_lines_are_refused(guest: Client, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "PER_ADDRESS_QUESTIONS", 1)
    say(guest, "你好")
    assert guest.post("/ask/say", {"text": "你好"}).status_code == 429


def test_nobody_judges_the_talk_of_somebody_else(guest: Client, house: House) -> None:
    article(house)
    turn = say(guest, "等待期多少天")
    Client().post("/ask/judge", {"turn": str(turn.pk), "right": "1"})
    guest.post("/ask/judge", {"turn": "nonsense", "right": "1"})
    assert AssistantTurn.objects.get().is_right is None


def test_the_help_pages_show_what_is_public_and_count_who_read_it_once(guest: Client, house: House) -> None:
    article(house)
    article(house, key="inside", audience="staff", title="只给员工")
    page = guest.get("/help").content.decode()
    assert "/help/waiting" in page
    assert "只给员工" not in page
    assert guest.get("/help/inside").status_code == 404
    for _twice in range(2):
        assert TEXT in guest.get("/help/waiting").content.decode()
    assert guest.post("/help/waiting/said", {"helpful": "0", "reason": "几天？"}).status_code == 302
    assert Use.objects.get().reason == "几天？"
