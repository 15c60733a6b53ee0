"""Chats: every line stands once, nobody leads another's chat, what nobody takes still waits to be triaged."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.cases import queries as cases
from huiyin.cases import sweeps
from huiyin.cases.actions import chat, chat_sites, mail_linking
from huiyin.cases.models import Case, Chat, ChatSite, Message, Notification, Person
from huiyin.cases.queries import chat as queries
from huiyin.cases.queries import mail as triage
from huiyin.channels.models import Outgoing
from huiyin.clocks.models import Clock
from huiyin.complaints.queries import turns
from huiyin.core.actors import system
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import now
from tests.cases.make import registered
from tests.people import House

BY = system("test")
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def site(house: House) -> ChatSite:
    return chat_sites.save_site(name="官网", origins=[], unit=house.units["JS"], is_on=True, by=BY, at=now())


def begun(site: ChatSite, at: datetime, text: str = "保单怎么变更受益人?", **more: Any) -> Chat:
    return chat.open_chat(site=site, text=text, language="zh-hans", at=at, **more).chat


def test_a_chat_is_a_matter_with_a_number_a_limit_and_its_first_line(house: House, site: ChatSite) -> None:
    at = now()
    made = chat.open_chat(
        site=site, text="我要投诉理赔拖延", language="zh-hans", at=at, name="李梅", phone="13800001111"
    )
    case = made.chat.case
    assert (case.kind, case.channel, case.received_at, case.unit.code, case.owner) == (
        "untriaged", "chat", at, "JS", house["sam"],
    )  # fmt: skip
    assert [one.text for one in queries.said_since(made.chat, None)] == ["我要投诉理赔拖延"]
    assert Clock.objects.get(owner_id=case.pk).rule_code == "complaint.acceptance"
    assert Person.objects.get(case=case).phone == "13800001111"
    assert list(triage.untriaged(house["sam"])) == [case]
    assert queries.opened_by(case.pk, made.key) == made.chat
    assert queries.opened_by(case.pk, made.key + "x") is None
    assert "李梅" not in str(ledger.last(("case", case.pk)).body)  # type: ignore[union-attr]


def test_a_line_sent_twice_stands_there_once_and_both_sides_are_in_order(house: House, site: ChatSite) -> None:
    at = now()
    row = begun(site, at)
    tom = house.by("tom")
    chat.take(chat=row, user=house["tom"], by=tom, at=at + SECOND)
    for _again in range(2):
        chat.answer(case=row.case, text="您好", line="1", by=tom, at=at + 2 * SECOND)
        chat.say(chat=row, text="在吗", line="1", at=at + 3 * SECOND)
    assert [(one.direction, one.text) for one in queries.said_since(row, None)] == [
        ("in", "保单怎么变更受益人?"), ("out", "您好"), ("in", "在吗"),
    ]  # fmt: skip
    row.refresh_from_db()
    assert (row.lines, row.first_answer_at) == (3, at + 2 * SECOND)
    assert [entry.kind for entry in ledger.chain(("case", row.pk))] == [
        "case.opened_by_chat", "case.chat_taken", "case.chat_answered", "case.message_added",
    ]  # fmt: skip


def test_whoever_takes_it_answers_for_it_and_the_second_is_told_who_was_faster(house: House, site: ChatSite) -> None:
    at, tom, ivy = now(), house.by("tom"), house.by("ivy")
    row = begun(site, at)
    assert not cases.visible_to(house["tom"]).filter(pk=row.pk).exists()
    assert list(queries.waiting_for(house["tom"])) == [row]
    chat.take(chat=row, user=house["tom"], by=tom, at=at)
    assert chat.take(chat=row, user=house["tom"], by=tom, at=at).agent == house["tom"]
    assert cases.visible_to(house["tom"]).get(pk=row.pk).owner == house["tom"]
    with pytest.raises(Refused) as refused:
        chat.take(chat=row, user=house["ivy"], by=ivy, at=at)
    assert refused.value.code == "chat.taken"
    with pytest.raises(Refused) as refused:
        chat.answer(case=row.case, text="我来", line="1", by=house.by("hua"), at=at)
    assert refused.value.code == "chat.not_yours"
    chat.take(chat=row, user=house["sam"], by=house.by("sam"), at=at + SECOND)
    row.refresh_from_db()
    assert row.agent == house["sam"]


def test_the_line_is_counted_and_a_chat_given_back_keeps_its_place(house: House, site: ChatSite) -> None:
    at = now()
    first, second, third = (begun(site, at + place * SECOND, f"问题{place}") for place in range(3))
    assert [queries.place_in_line(one) for one in (first, second, third)] == [1, 2, 3]
    tom = house.by("tom")
    chat.take(chat=first, user=house["tom"], by=tom, at=at + MINUTE)
    first.refresh_from_db()
    assert [queries.place_in_line(one) for one in (first, second, third)] == [0, 1, 2]
    chat.give_back(case=first.case, by=tom, at=at + MINUTE)
    first.refresh_from_db()
    assert [queries.place_in_line(one) for one in (first, second, third)] == [1, 2, 3]
    assert list(queries.waiting_for(house["tom"])) == [first, second, third]


def test_a_chat_of_another_branch_waits_for_nobody_here(house: House, site: ChatSite) -> None:
    row = begun(site, now())
    assert not queries.waiting_for(house["zoe"]).exists()
    assert house["zoe"].pk not in queries.who_takes(row.case)
    assert house["tom"].pk in queries.who_takes(row.case)
    with pytest.raises(Refused) as refused:
        chat.take(chat=row, user=house["zoe"], by=house.by("zoe"), at=now())
    assert refused.value.code == "chat.not_yours"


def test_an_answered_question_ends_with_its_result_and_anything_else_is_still_triaged(
    house: House, site: ChatSite
) -> None:
    at, tom = now(), house.by("tom")
    asked, left = begun(site, at), begun(site, at)
    for row in (asked, left):
        chat.take(chat=row, user=house["tom"], by=tom, at=at)
    done = chat.settle_chat(case=asked.case, result="已告知变更流程和所需材料", by=tom, at=at + MINUTE)
    assert (done.kind, done.state, done.is_open) == ("inquiry", "closed", False)
    chat.end_chat(case=left.case, how="agent", by=tom, at=at + MINUTE)
    assert list(triage.untriaged(house["tom"])) == [left.case]
    with pytest.raises(Refused) as refused:
        chat.say(chat=asked, text="还有", line="9", at=at + 2 * MINUTE)
    assert refused.value.code == "chat.ended"
    assert chat.end_chat(case=left.case, how="visitor", by=chat.WRITER, at=at + 2 * MINUTE).ended_by == "agent"


def test_silence_ends_a_chat_whose_window_is_gone_and_loses_nothing(house: House, site: ChatSite) -> None:
    at = now()
    gone, there = begun(site, at - 40 * MINUTE), begun(site, at - 40 * MINUTE)
    chat.seen(chat=there, at=at - MINUTE)
    assert sweeps.end_silent_chats() == 1
    gone.refresh_from_db()
    there.refresh_from_db()
    assert (gone.state, gone.ended_by, there.state) == ("ended", "silence", "waiting")
    assert set(triage.untriaged(house["sam"])) == {gone.case, there.case}


def test_an_answer_to_a_closed_window_goes_by_mail_with_the_way_back(house: House, site: ChatSite) -> None:
    at, tom = now(), house.by("tom")
    row = begun(site, at, email="li@example.com")
    chat.take(chat=row, user=house["tom"], by=tom, at=at)
    chat.answer(case=row.case, text="还在", line="1", by=tom, at=at + SECOND)
    assert not Outgoing.objects.exists()
    message = chat.answer(case=row.case, text="补充一下", line="2", by=tom, at=at + 5 * MINUTE)
    sent = Outgoing.objects.get()
    assert (sent.pk, sent.purpose) == (message.outgoing_id, "chat")
    assert "补充一下" in sent.body
    assert row.case.number in sent.body


def test_who_leads_it_hears_of_a_line_after_a_pause_only(house: House, site: ChatSite) -> None:
    at, tom = now(), house.by("tom")
    row = begun(site, at)
    chat.take(chat=row, user=house["tom"], by=tom, at=at)
    chat.say(chat=row, text="一", line="1", at=at + SECOND)
    assert not Notification.objects.filter(user=house["tom"]).exists()
    chat.say(chat=row, text="二", line="2", at=at + 5 * MINUTE)
    assert Notification.objects.filter(user=house["tom"], kind="reply").count() == 1


def test_what_cannot_be_is_refused(house: House, site: ChatSite) -> None:
    at = now()
    for given, field in (({"text": "  "}, "text"), ({"text": "长" * 2001}, "text"), ({"email": "nobody"}, "email")):
        with pytest.raises(BadInput) as wrong:
            begun(site, at, **given)
        assert wrong.value.field == field
    row = begun(site, at)
    Chat.objects.update(lines=500)
    with pytest.raises(Refused) as refused:
        chat.say(chat=row, text="再来", line="1", at=at)
    assert refused.value.code == "chat.full"
    chat_sites.remove_site(site=site, by=BY, at=at)
    site.refresh_from_db()
    with pytest.raises(Refused) as refused:
        begun(site, at)
    assert refused.value.code == "chat.closed"
    assert Case.objects.count() == Message.objects.count() == 1


def test_only_administrators_say_where_the_window_stands_and_origins_are_origins(house: House) -> None:
    at = now()
    with pytest.raises(Refused) as refused:
        chat_sites.save_site(name="站", origins=[], unit=None, is_on=True, by=house.by("tom"), at=at)
    assert refused.value.code == "chat_site.not_yours"
    made = chat_sites.save_site(
        name="站",
        origins=["https://WWW.example.com:443/", "http://localhost:3000"],
        unit=None,
        is_on=True,
        by=BY,
        at=at,
    )
    assert made.origins == ["http://localhost:3000", "https://www.example.com"]
    for wrong in (
        "example.com",
        "http://example.com",
        "https://a.b/path",
        "https://*.b",
        "https://a b",
        "javascript:1",
    ):
        with pytest.raises(BadInput) as bad:
            chat_sites.save_site(name="另", origins=[wrong], unit=None, is_on=True, by=BY, at=at)
        assert bad.value.field == "origins"
    with pytest.raises(Refused):
        chat_sites.save_site(name="站", origins=[], unit=None, is_on=True, by=BY, at=at)


def test_what_was_said_goes_to_the_known_case_once_the_chat_has_ended(house: House, site: ChatSite) -> None:
    at, sam = now(), house.by("sam")
    known = registered(house).case
    row = begun(site, at, "上次投诉还没有消息")
    chat.take(chat=row, user=house["sam"], by=sam, at=at)
    chat.answer(case=row.case, text="我查一下", line="1", by=sam, at=at + SECOND)
    put: dict[str, Any] = {
        "case": row.case, "into": known, "reason": "同一件事", "living": turns.master_of, "by": sam
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        mail_linking.put_to(**put, at=at + MINUTE)
    assert refused.value.code == "chat.open"
    chat.end_chat(case=row.case, how="agent", by=sam, at=at + MINUTE)
    mail_linking.put_to(**put, at=at + MINUTE)
    moved = Message.objects.get(case=known, channel="chat")
    assert "上次投诉还没有消息" in moved.text
    assert "我查一下" in moved.text
    assert moved.at == at
    assert Case.objects.get(pk=row.pk).state == "rerouted"
