"""Somebody asks from the page of another site, a person answers, and a reload loses nothing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from huiyin.cases.actions import chat_sites
from huiyin.cases.models import Case, Message
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.stories.web.hands import Stage
from tests.stories.web.test_accessible import PHONE, _look

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def _another_site(page: bytes) -> Iterator[str]:
    """The origin of a web server that answers everything with this page."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_told: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _window(page: Any, origin: str) -> Any:
    page.goto(f"{origin}/help")
    page.locator("#huiyin-chat button").click()
    return page.frame_locator("#huiyin-chat iframe")


def test_a_visitor_of_another_site_is_answered_by_a_person_and_finds_the_chat_again(stage: Stage) -> None:
    made: dict[str, Any] = {
        "name": "官网",
        "unit": stage.house.units["JS-CP"],
        "is_on": True,
        "by": system("test"),
        "at": now(),
    }
    site = chat_sites.save_site(origins=[], **made)
    script = f'<script src="{stage.live}/chat/widget.js" data-site="{site.key}" async></script>'
    body = f"<!doctype html><html lang=zh><title>官网</title><body><h1>官网</h1>{script}</body></html>"
    with _another_site(body.encode()) as origin:
        chat_sites.save_site(site=site, origins=[origin], **made)
        _talk(stage, origin)
    guest = stage.guest(wide=False).page
    assert _look(guest, stage.live, [f"/chat/{site.key}"], "light", "zh-hans", PHONE) == []


def _talk(stage: Stage, origin: str) -> None:
    visitor = stage.guest().page
    window = _window(visitor, origin)
    window.locator("#chat-text").fill("我的理赔多久能到账?")
    window.locator("#chat-first button").click()
    window.locator("#chat-state", has_text="1").wait_for()
    desk = stage.desk("sam").page
    desk.goto(f"{stage.live}/desk/chats/")
    desk.locator("#chats-lists form[action$=take] button").click()
    desk.locator("#chat-text").fill("您好，我来查一下。")
    desk.locator("#chat-text").press("Enter")
    desk.locator("#chats-lines li.hy-chat-mine", has_text="我来查一下").wait_for()
    window.locator("li.hy-chat-theirs", has_text="我来查一下").wait_for()
    again = _window(visitor, origin)
    again.locator("li.hy-chat-theirs", has_text="我来查一下").wait_for()
    again.locator("#chat-line").fill("保单是 P2024")
    again.locator("#chat-line").press("Enter")
    desk.locator("#chats-lines li.hy-chat-theirs", has_text="P2024").wait_for()
    assert Message.objects.count() == 3
    number = Case.objects.get().number
    assert _look(desk, stage.live, [f"/desk/chats/{number}/"], "dark", "en", PHONE) == []
