"""Messages to staff in WeCom, against a server on this machine that behaves like the interface of WeCom."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.core.cache import cache

from huiyin.channels import actions, jobs
from huiyin.channels.gateways import wecom
from huiyin.channels.models import DeliveryState, Outgoing
from huiyin.core import config
from huiyin.core.actors import system
from tests.people import AT

BY = system("test")


@dataclass
class WeCom:
    """What the server was asked, and what it answers next."""

    url: str = ""
    tokens: int = 0
    messages: list[dict[str, Any]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    token_answers: list[Any] = field(default_factory=list)

    @property
    def house(self) -> dict[str, str]:
        return {"corp_id": "ww1", "agent_id": "1000002", "secret": "very-secret", "url": self.url}


@pytest.fixture
def server() -> Iterator[WeCom]:
    cache.clear()
    state = WeCom()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            assert asked == {"corpid": ["ww1"], "corpsecret": ["very-secret"]}
            state.tokens += 1
            usual = {"errcode": 0, "errmsg": "ok", "access_token": f"t{state.tokens}", "expires_in": 7200}
            self.answer(state.token_answers.pop(0) if state.token_answers else usual)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            token = parse_qs(urlsplit(self.path).query)["access_token"][0]
            state.messages.append(body | {"token": token})
            usual = {"errcode": 0, "errmsg": "ok", "msgid": f"m{len(state.messages)}"}
            self.answer(state.answers.pop(0) if state.answers else usual)

        def answer(self, body: Any) -> None:
            status = body if isinstance(body, int) else 200
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"" if isinstance(body, int) else json.dumps(body).encode())

        def log_message(self, *_args: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield state
    http.shutdown()
    http.server_close()
    cache.clear()


def test_a_message_goes_to_one_account_and_the_token_is_asked_for_once(server: WeCom) -> None:
    assert wecom.send(server.house, "tom", "你好") == "wecom m1"
    assert wecom.send(server.house, "tia", "再见") == "wecom m2"
    assert server.tokens == 1
    first = server.messages[0]
    assert (first["touser"], first["agentid"], first["text"], first["token"]) == (
        "tom", 1000002, {"content": "你好"}, "t1",
    )  # fmt: skip
    assert first["enable_duplicate_check"] == 1


@pytest.mark.parametrize("code", sorted(wecom.TOKEN_OVER))
def test_a_token_that_ended_early_is_renewed_and_the_message_sent(server: WeCom, code: int) -> None:
    wecom.send(server.house, "tom", "eins")
    server.answers = [{"errcode": code, "errmsg": "access_token expired"}]
    assert wecom.send(server.house, "tom", "zwei") == "wecom m3"
    assert [message["token"] for message in server.messages] == ["t1", "t1", "t2"]


def test_a_token_that_never_works_ends_the_attempt_and_not_the_worker(server: WeCom) -> None:
    server.answers = [{"errcode": 40014, "errmsg": "invalid access_token"}] * 2
    with pytest.raises(wecom.NotSent) as failure:
        wecom.send(server.house, "tom", "x")
    assert not failure.value.permanent
    assert server.tokens == 2


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [
        ({"errcode": 60111, "errmsg": "userid not found"}, True),
        ({"errcode": 81013, "errmsg": "user & party & tag all invalid"}, True),
        ({"errcode": 0, "errmsg": "ok", "invaliduser": "x|tom"}, True),
        ({"errcode": 45009, "errmsg": "api freq out of limit"}, False),
        ({"errcode": -1, "errmsg": "system busy"}, False),
        (502, False),
        (["?"], False),
    ],
)
def test_what_cannot_help_is_told_apart_from_what_may_pass(server: WeCom, answer: Any, permanent: bool) -> None:
    server.answers = [answer]
    with pytest.raises(wecom.NotSent) as failure:
        wecom.send(server.house, "tom", "x")
    assert failure.value.permanent is permanent


def test_neither_secret_nor_token_stands_in_a_failure(server: WeCom) -> None:
    for answers in ([{"errcode": 40001, "errmsg": "invalid credential"}], [503]):
        cache.clear()
        server.token_answers = list(answers)
        with pytest.raises(wecom.NotSent) as failure:
            wecom.send(server.house, "tom", "x")
        assert "very-secret" not in failure.value.answer
    server.answers = [500]
    with pytest.raises(wecom.NotSent) as failure:
        wecom.send(server.house, "tom", "x")
    assert "t1" not in failure.value.answer


def test_nobody_at_home_is_no_crash(server: WeCom) -> None:
    with pytest.raises(wecom.NotSent) as failure:
        wecom.send(server.house | {"url": "http://127.0.0.1:9"}, "tom", "x")
    assert not failure.value.permanent
    with pytest.raises(wecom.NotSent):
        wecom.send({}, "tom", "x")


@pytest.mark.django_db
def test_the_job_sends_what_waits_and_the_ladder_tries_again(server: WeCom, settings: Any) -> None:
    settings.WECOM = server.house
    row = actions.queue_wecom(owner=("user", uuid4()), purpose="notification", account="tom", text="a", at=AT, by=BY)
    server.answers = [{"errcode": -1, "errmsg": "system busy"}]
    jobs.send_mail(outgoing_id=str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.attempts, row.answer) == (DeliveryState.QUEUED, 1, "-1 system busy")
    Outgoing.objects.update(next_try_at=AT + timedelta(minutes=1))
    jobs.send_mail(outgoing_id=str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.answer) == (DeliveryState.SENT, "wecom m2")
    jobs.send_mail(outgoing_id=str(row.pk))
    assert len(server.messages) == 2


@pytest.mark.django_db
def test_an_account_that_is_not_there_is_given_up_at_once_and_stays_to_be_seen(server: WeCom, settings: Any) -> None:
    settings.WECOM = server.house
    row = actions.queue_wecom(owner=("user", uuid4()), purpose="notification", account="no", text="a", at=AT, by=BY)
    server.answers = [{"errcode": 60111, "errmsg": "userid not found"}]
    jobs.send_mail(outgoing_id=str(row.pk))
    assert Outgoing.objects.get().state == DeliveryState.FAILED


@pytest.mark.django_db
def test_too_long_a_text_keeps_its_first_lines_and_the_link() -> None:
    lines = [f"{n} 很长的一行" * 20 for n in range(30)]
    text = "\n".join([*lines, "https://desk/"])
    row = actions.queue_wecom(owner=("user", uuid4()), purpose="notification", account="tom", text=text, at=AT, by=BY)
    assert len(row.body.encode()) <= 2048
    assert row.body.startswith("0 很长")
    assert row.body.endswith("\nhttps://desk/")


def test_wecom_is_set_up_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_WECOM_CORP_ID", "ww1")
    monkeypatch.setenv("HUIYIN_WECOM_AGENT_ID", "7")
    assert config.wecom() == {}
    monkeypatch.setenv("HUIYIN_WECOM_SECRET", "s")
    assert config.wecom()["url"] == "https://qyapi.weixin.qq.com"
