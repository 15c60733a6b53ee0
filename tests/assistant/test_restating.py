"""A language model may put an answer otherwise, and add nothing."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from huiyin.assistant.models import AssistantTurn
from huiyin.assistant.rules.faithful import adds_nothing
from tests.people import House
from tests.portal.conftest import guest, house
from tests.portal.test_asking import TEXT, article, say

__all__ = ["guest", "house"]
SOURCE = "三十日内核定，合同另有约定的除外（《中华人民共和国保险法》第二十三条）。材料不全的不算。"


@pytest.mark.parametrize(
    ("said", "faithful"),
    [
        (SOURCE, True),
        ("三十日内核定，合同另有约定的除外；材料不全的不算。", True),
        ("六十日内核定，材料不全的不算。", False),
        ("30日内核定，材料不全的不算。", False),
        ("三十日内核定，依据《民法典》。不算。", False),
        ("保证三十日内核定，材料不全的不算。", False),
        ("三十日内核定。", False),
        ("三十日内不核定，材料不全的不算。", False),
        ("见 evil.example，材料不全的不算。", False),
        ("", False),
        (SOURCE * 3, False),
    ],
)
def test_what_adds_or_loses_something_does_not_go_out(said: str, faithful: bool) -> None:
    """Never ours: a model that invents a day, a law or a promise."""
    assert adds_nothing(SOURCE, said) is faithful


class Model(HTTPServer):
    """A model on this machine: says what it is told to, and keeps what it was asked."""

    says: Any = ""
    asked: list[dict[str, Any]]


class Answering(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, "key": self.headers["Authorization"], **body})
        self.send_response(200 if self.server.says is not None else 500)
        self.end_headers()
        self.wfile.write(json.dumps({"choices": [{"message": {"content": self.server.says}}]}).encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def model(settings: LazySettings) -> Iterator[Model]:
    server = Model(("127.0.0.1", 0), Answering)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    settings.LLM = {"url": f"http://127.0.0.1:{server.server_port}/v1", "model": "small-1", "key": "k"}
    yield server
    server.shutdown()
    server.server_close()


def test_its_words_go_out_when_they_add_nothing_and_the_version_stays(
    guest: Client, house: House, model: Model
) -> None:
    version = article(house)
    model.says = "生效后有一段等待期，长短写在合同里，请看合同。"
    turn = say(guest, "等待期多少天？我的电话13812345678")
    assert turn.answer.startswith(model.says)
    assert (turn.model, turn.versions) == ("small-1", [version.pk])
    assert model.asked[0]["path"] == "/v1/chat/completions"
    assert model.asked[0]["key"] == "Bearer k"
    assert "138" not in json.dumps(model.asked)


@pytest.mark.parametrize("says", ["等待期90天。", None, "", 7, {"a": 1}])
def test_what_adds_something_or_does_not_come_leaves_the_words_of_the_article(
    guest: Client, house: House, model: Model, says: Any
) -> None:
    article(house)
    model.says = says
    turn = say(guest, "等待期多少天")
    assert turn.answer.startswith(TEXT)
    assert turn.model == ""


def test_what_is_not_known_or_for_people_never_leaves_the_house(guest: Client, house: House, model: Model) -> None:
    article(house)
    say(guest, "宠物医疗保不保", "转人工", "我要投诉", "你们是骗子")
    assert model.asked == []
    assert AssistantTurn.objects.filter(model="").count() == 4
