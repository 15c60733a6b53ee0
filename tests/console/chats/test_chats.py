"""The chats of the desk: what waits shows nothing, what one leads is masked, and one answer is one line."""

import re
from typing import Any

import pytest

from huiyin.audit.models import Access
from huiyin.cases.actions import chat, chat_sites
from huiyin.cases.models import Case, Chat, ChatSite, Message
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.people import House

BY = system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def site(house: House) -> ChatSite:
    return chat_sites.save_site(name="官网", origins=[], unit=house.units["JS"], is_on=True, by=BY, at=now())


@pytest.fixture
def row(site: ChatSite) -> Chat:
    text = "我叫李春梅,电话13812345678,想问退保"
    return chat.open_chat(site=site, text=text, name="李春梅", language="zh-hans", at=now()).chat


def test_what_waits_shows_nothing_until_it_is_taken_and_then_everything_masked(
    enter: Any, house: House, row: Chat
) -> None:
    client, number = enter("tom"), row.case.number
    waiting = client.get("/desk/chats/").content.decode()
    assert number in waiting
    assert "退保" not in waiting
    assert client.get(f"/desk/chats/{number}/").status_code == 404
    taken = client.post(f"/desk/chats/{number}/take")
    assert taken.headers["Location"] == f"/desk/chats/{number}/"
    shown = client.get(taken.headers["Location"]).content.decode()
    assert "想问退保" in shown
    assert "13812345678" not in shown
    assert "李春梅" not in shown
    assert Access.objects.filter(aggregate_id=row.pk, actor_id=house["tom"].pk).count() == 1
    part = client.get(taken.headers["Location"], headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert Access.objects.filter(aggregate_id=row.pk, actor_id=house["tom"].pk).count() == 1


def test_one_answer_is_one_line_however_often_it_is_sent(enter: Any, row: Chat) -> None:
    client, number = enter("tom"), row.case.number
    client.post(f"/desk/chats/{number}/take")
    for _again in range(2):
        client.post(f"/desk/chats/{number}/answer", {"text": "您好", "line": "a1"})
    assert Message.objects.filter(case=row.case, direction="out").count() == 1
    empty = client.post(f"/desk/chats/{number}/answer", {"text": " ", "line": "a2"})
    assert empty.status_code == 422
    assert 'role="alert"' in empty.content.decode()


def test_it_goes_back_ends_and_is_settled(enter: Any, house: House, row: Chat, site: ChatSite) -> None:
    client, number = enter("tom"), row.case.number
    client.post(f"/desk/chats/{number}/take")
    assert client.post(f"/desk/chats/{number}/back").headers["Location"] == "/desk/chats/"
    client.post(f"/desk/chats/{number}/take")
    assert client.post(f"/desk/chats/{number}/settle", {"result": ""}).status_code == 422
    client.post(f"/desk/chats/{number}/settle", {"result": "已告知退保流程"})
    assert Case.objects.get(pk=row.pk).state == "closed"
    other = chat.open_chat(site=site, text="投诉", language="zh-hans", at=now()).chat
    client.post(f"/desk/chats/{other.case.number}/take")
    ended = client.post(f"/desk/chats/{other.case.number}/end")
    assert ended.headers["Location"] == f"/desk/triage/{other.case.number}/"
    assert "/desk/chats/" + number in client.get("/desk/chats/").content.decode()


def test_a_stranger_to_the_branch_and_a_reader_get_nothing(enter: Any, row: Chat) -> None:
    number = row.case.number
    client = enter("zoe")
    assert number not in client.get("/desk/chats/").content.decode()
    assert client.post(f"/desk/chats/{number}/take").status_code == 404
    assert enter("aud").get("/desk/chats/").status_code == 403
    assert Chat.objects.get().state == "waiting"


def test_the_menu_counts_who_waits_and_the_page_stays_within_its_statements(
    enter: Any, row: Chat, site: ChatSite, django_assert_max_num_queries: Any
) -> None:
    client = enter("tom")
    for serial in range(4):
        chat.open_chat(site=site, text=f"问题{serial}", language="zh-hans", at=now())
    client.post(f"/desk/chats/{row.case.number}/take")
    assert client.get("/desk/live/numbers").json()["chats"] == 4
    with django_assert_max_num_queries(30):
        assert client.get(f"/desk/chats/{row.case.number}/").status_code == 200


def test_administrators_set_up_where_the_window_stands(enter: Any, house: House) -> None:
    client = enter("adi")
    made = client.post(
        "/desk/settings/chats/new", {"name": "官网", "origins": "https://www.example.com", "is_on": "on"}
    )
    site = ChatSite.objects.get()
    assert made.headers["Location"] == f"/desk/settings/chats/{site.pk}/"
    page = client.get(made.headers["Location"]).content.decode()
    assert re.search(rf'chat/widget.js&quot; data-site=&quot;{site.key}|chat/widget.js" data-site="{site.key}', page)
    assert client.post(made.headers["Location"], {"name": "官网", "origins": "nonsense"}).status_code == 422
    assert "官网" in client.get("/desk/settings/chats/").content.decode()
    client.post(f"/desk/settings/chats/{site.pk}/remove")
    assert not ChatSite.objects.get().is_on
    assert enter("tom").get("/desk/settings/chats/").status_code == 403
