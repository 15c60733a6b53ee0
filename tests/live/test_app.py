"""The application without a network: readers that take nothing, a gate that does not answer, an end in order."""

import asyncio
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import pytest

from huiyin.live import app as apps
from huiyin.live.app import Live
from huiyin.live.gate import Closed, Gate, Seen, Unknown
from huiyin.live.hub import Event

CASE, USER = str(uuid4()), str(uuid4())


class Web(Gate):
    """A web process that answers as it is told, and remembers what it was asked."""

    def __init__(self, *answers: Any) -> None:
        object.__setattr__(self, "answers", list(answers))
        object.__setattr__(self, "asked", [])

    async def ask(self, cookie: str, name: str, cases: Iterable[str] = ()) -> Seen:
        wanted = list(cases)
        self.asked.append(wanted)  # type: ignore[attr-defined]
        answer = self.answers.pop(0) if self.answers else None  # type: ignore[attr-defined]
        if isinstance(answer, Exception):
            raise answer
        return Seen(USER, frozenset(wanted if answer is None else answer))


class Browser:
    """What a page sends and gets. `stuck`: it takes nothing from its second piece on."""

    def __init__(self, *, stuck: bool = False) -> None:
        self.got: list[dict[str, Any]] = []
        self.stuck, self.left = stuck, asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        if self.stuck and len(self.got) > 1:
            await asyncio.sleep(3600)
        self.got.append(message)

    @property
    def text(self) -> str:
        return b"".join(one.get("body", b"") for one in self.got).decode()


def scope(**more: Any) -> dict[str, Any]:
    headers = [(b"host", b"127.0.0.1:9"), (b"cookie", b"sessionid=x")]
    return {
        "type": "http", "method": "GET", "path": "/live/stream", "query_string": f"case={CASE}".encode(),
        "headers": headers, **more,
    }  # fmt: skip


async def until(true: Any) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.01)


def run(story: Any) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(20):
            await story

    asyncio.run(bounded())


def test_a_reader_that_takes_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apps, "SLOW_SECONDS", 0.1)

    async def story() -> None:
        live, stuck = Live(Web()), Browser(stuck=True)
        await live(scope(), stuck.receive, stuck.send)  # comes back by itself
        assert len(live.hub) == 0

    run(story())


def test_a_page_that_leaves_is_forgotten() -> None:
    async def story() -> None:
        live, page = Live(Web()), Browser()
        open_ = asyncio.create_task(live(scope(), page.receive, page.send))
        await until(lambda: len(live.hub) == 1)
        page.left.set()
        await open_
        assert len(live.hub) == 0

    run(story())


def test_while_the_gate_does_not_answer_nothing_is_told_and_nothing_is_lost() -> None:
    async def story() -> None:
        live, page = Live(Web([CASE], Unknown(), Unknown(), [CASE])), Browser()
        open_ = asyncio.create_task(live(scope(), page.receive, page.send))
        await until(lambda: len(live.hub) == 1)
        live.hub.publish([Event("case", CASE, "case.note_added")])
        await asyncio.sleep(0.6)
        assert CASE not in page.text
        await until(lambda: CASE in page.text)
        assert page.text.count("event: case") == 1
        page.left.set()
        await open_

    run(story())


def test_what_the_gate_closed_meanwhile_is_not_told() -> None:
    async def story() -> None:
        live, page = Live(Web([CASE], [], Closed())), Browser()
        open_ = asyncio.create_task(live(scope(), page.receive, page.send))
        await until(lambda: len(live.hub) == 1)
        live.hub.publish([Event("case", CASE, "case.note_added")])
        await until(lambda: len(live.gate.asked) == 2)  # type: ignore[attr-defined]
        live.hub.publish([Event("case", CASE, "case.note_added")])
        await open_
        assert CASE not in page.text
        assert "event: end" in page.text
        assert page.got[-1].get("more_body") is None

    run(story())


def test_closing_ends_every_stream_in_order() -> None:
    async def story() -> None:
        live, pages = Live(Web()), [Browser() for _ in range(20)]
        open_ = [asyncio.create_task(live(scope(), page.receive, page.send)) for page in pages]
        await until(lambda: len(live.hub) == 20)
        live.close()
        await asyncio.gather(*open_)
        assert len(live.hub) == 0

    run(story())


@pytest.mark.parametrize(("answer", "status"), [(Closed(), 401), (Unknown(), 503)])
def test_without_an_open_gate_there_is_no_stream(answer: Exception, status: int) -> None:
    async def story() -> None:
        live, page = Live(Web(answer)), Browser()
        await live(scope(), page.receive, page.send)
        assert page.got[0]["status"] == status
        assert len(live.hub) == 0

    run(story())


def test_somebody_with_very_many_open_pages_is_told_to_ask_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        live, page = Live(Web()), Browser()
        monkeypatch.setattr(live.hub, "is_full", lambda user: user == USER)
        await live(scope(), page.receive, page.send)
        assert page.got[0]["status"] == 429

    run(story())


def test_what_is_not_an_id_is_not_asked_for() -> None:
    async def story() -> None:
        live, page = Live(Web()), Browser()
        page.left.set()
        await live(scope(query_string=b"case=1%20OR%201&case=" + CASE.encode()), page.receive, page.send)
        assert live.gate.asked[0] == [CASE]  # type: ignore[attr-defined]

    run(story())
