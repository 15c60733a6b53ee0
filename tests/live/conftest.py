"""The live process itself, on the test's database and the test's site."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.complaints.along import Along, assigned
from tests.people import build

ROOT = Path(__file__).resolve().parents[2]


def until(true: Callable[[], object], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)


def database_url() -> str:
    """The test database as `DATABASE_URL` names it."""
    held = connection.settings_dict
    return f"postgresql://{held['USER']}@/{held['NAME']}?host={held['HOST']}" + (
        f"&port={held['PORT']}" if held["PORT"] else ""
    )


@dataclass
class Heard:
    """A page that listens: `events` are (name, data, mark), in order."""

    response: Any
    events: queue.Queue[tuple[str, Any, str]] = field(default_factory=queue.Queue)
    ended: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        name, data, mark = "", "", ""
        try:
            for line in self.response.iter_lines():
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("id: "):
                    mark = line[4:]
                elif line.startswith("data: "):
                    data = line[6:]
                elif not line and name:
                    self.events.put((name, json.loads(data or "{}"), mark))
                    name, data = "", ""
        except (httpx.HTTPError, httpx.StreamError):
            pass
        finally:
            self.ended.set()

    def next(self, *names: str, seconds: float = 10) -> tuple[str, Any, str]:
        """The next event of one of these names (of any without)."""
        deadline = time.monotonic() + seconds
        while True:
            found = self.events.get(timeout=max(deadline - time.monotonic(), 0.01))
            if not names or found[0] in names:
                return found

    def hears_nothing(self, seconds: float = 1.5) -> bool:
        time.sleep(seconds)
        return self.events.empty()


@dataclass
class Listening:
    """The live process: its port, and pages that listen to it."""

    port: int
    web: str
    process: subprocess.Popen[bytes] | None = None
    clients: list[httpx.Client] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "HUIYIN_LIVE_WEB": self.web.removeprefix("http://"),
            "HUIYIN_PUBLIC_URL": self.web,
            "PYTHONPATH": str(ROOT),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "huiyin.live", "--port", str(self.port)], cwd=ROOT, env=environment
        )
        until(self.is_connected)

    def is_connected(self) -> bool:
        try:
            return httpx.get(f"{self.url}/live/health", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self, number: int = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(15)
            self.process = None

    def get(self, session: str, *cases: object, **more: Any) -> httpx.Response:
        """The answer to a page that wants to listen."""
        client = httpx.Client(timeout=httpx.Timeout(10, read=60))
        self.clients.append(client)
        headers = {"Cookie": f"sessionid={session}"} if session else {}
        headers |= more.pop("headers", {})
        query = urlencode([("case", str(case)) for case in cases] + list(more.items()))
        return client.send(client.build_request("GET", f"{self.url}/live/stream?{query}", headers=headers), stream=True)

    def listen(self, session: str, *cases: object, **more: Any) -> Heard:
        """A page that listens; its `hello` has been heard."""
        response = self.get(session, *cases, **more)
        assert response.status_code == 200, response.read()
        heard = Heard(response)
        threading.Thread(target=heard.read, daemon=True).start()
        assert heard.next()[0] == "hello"
        return heard


@pytest.fixture
def along(transactional_db: None) -> Along:
    """Committed, so that other processes see it."""
    cache.clear()
    return assigned(build())


@pytest.fixture
def session(along: Along) -> Callable[[str], str]:
    """The session cookie of somebody of the cast."""

    def of(name: str) -> str:
        client = Client()
        client.force_login(along.house[name])
        return client.cookies[django_settings.SESSION_COOKIE_NAME].value

    return of


@pytest.fixture
def process(live: str, free_port: int, along: Along) -> Iterator[Listening]:
    listening = Listening(free_port, live)
    listening.start()
    yield listening
    for client in listening.clients:
        client.close()
    listening.stop()
