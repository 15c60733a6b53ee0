"""Messages of customer service and files, against a server that behaves like the interface of WeChat."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache

from huiyin.channels import actions, jobs
from huiyin.channels.gateways import wechat
from huiyin.channels.gateways.wechat import NotSent
from huiyin.channels.models import DeliveryState, Outgoing
from huiyin.core import config
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.channels.wechat_server import WeChat, serving

BY = system("test")


@pytest.fixture
def server() -> Iterator[WeChat]:
    with serving() as state:
        yield state


def queued() -> Outgoing:
    owner = ("case", uuid4())
    return actions.queue_wechat(owner=owner, purpose="test", openid="oA", text="您好", at=now(), by=BY)


def test_messages_go_out_as_written_with_one_token(server: WeChat) -> None:
    wechat.send(server.house, "oA", "你好")
    wechat.send(server.house, "oB", "再见")
    assert server.tokens == [False]
    assert server.sent[0] == {"touser": "oA", "msgtype": "text", "text": {"content": "你好"}}


def test_a_token_that_is_over_is_renewed_once(server: WeChat) -> None:
    wechat.send(server.house, "oA", "1")
    cache.set("wechat.token.wxhouse", "old")
    wechat.send(server.house, "oA", "2")
    assert (server.tokens, len(server.sent)) == ([False, True], 2)


def test_many_at_once_ask_for_one_token(server: WeChat) -> None:
    threads = [threading.Thread(target=wechat.send, args=(server.house, f"o{n}", "x")) for n in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (server.tokens, len(server.sent)) == ([False], 6)


@pytest.mark.parametrize(
    ("answer", "permanent", "words"),
    [
        ({"errcode": 45015, "errmsg": "out of time"}, True, "another channel"),
        ({"errcode": 45047, "errmsg": "out of count"}, True, "another channel"),
        ({"errcode": 40003, "errmsg": "invalid openid"}, True, "no such person"),
        ({"errcode": -1, "errmsg": "busy"}, False, "-1"),
        ({"errcode": 45009, "errmsg": "reach max api daily quota limit"}, False, "45009"),
        (502, False, "502"),
        ("no json", False, "JSON"),
        (None, False, "not reached"),
    ],
)
def test_what_is_not_taken_says_why_and_whether_to_wait(
    server: WeChat, monkeypatch: pytest.MonkeyPatch, answer: Any, permanent: bool, words: str
) -> None:
    monkeypatch.setattr(wechat, "PATIENCE", 0.3)
    server.answers.append(answer)
    with pytest.raises(NotSent, match=words) as caught:
        wechat.send(server.house, "oA", "x")
    assert caught.value.permanent is permanent
    assert "very-secret" not in str(caught.value)
    assert "t1" not in caught.value.answer


def test_no_token_no_message(server: WeChat) -> None:
    server.token_answers.append({"errcode": 40125, "errmsg": "invalid appsecret very-secret"})
    with pytest.raises(NotSent, match="no token") as caught:
        wechat.send(server.house, "oA", "x")
    assert "very-secret" not in caught.value.answer


def test_a_file_is_fetched_or_gone(server: WeChat) -> None:
    server.files["m1"] = b"\xff\xd8picture"
    assert wechat.media(server.house, "m1") == (b"\xff\xd8picture", "image/jpeg")
    with pytest.raises(NotSent) as caught:
        wechat.media(server.house, "m2")
    assert caught.value.permanent


def test_a_file_that_is_too_large_is_not_kept(server: WeChat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wechat, "MOST_FILE", 10)
    server.files["m1"] = b"x" * 11
    with pytest.raises(NotSent, match="too large"):
        wechat.media(server.house, "m1")


@pytest.mark.django_db
def test_a_queued_message_is_sent_once_and_a_late_one_is_given_up_at_once(server: WeChat, settings: Any) -> None:
    settings.WECHAT = server.house
    row = queued()
    for _again in range(2):
        jobs.send_mail(outgoing_id=str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.answer, len(server.sent)) == (DeliveryState.SENT, "wechat ok", 1)
    server.answers.append({"errcode": 45015, "errmsg": "late"})
    late = queued()
    jobs.send_mail(outgoing_id=str(late.pk))
    late.refresh_from_db()
    assert (late.state, late.attempts) == (DeliveryState.FAILED, 1)
    assert "48 hours" in late.answer


@pytest.mark.django_db
def test_a_house_without_wechat_keeps_it_waiting(settings: Any) -> None:
    settings.WECHAT = {}
    row = queued()
    jobs.send_mail(outgoing_id=str(row.pk))
    row.refresh_from_db()
    assert row.state == DeliveryState.QUEUED
    assert row.next_try_at is not None
    assert row.next_try_at < now() + timedelta(hours=2)


def test_nothing_is_set_up_by_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("APP_ID", "SECRET", "TOKEN", "AES_KEY"):
        assert config.wechat() == {}
        monkeypatch.setenv(f"HUIYIN_WECHAT_{name}", "x")
    assert config.wechat()["url"] == "https://api.weixin.qq.com"
