"""The ASGI application: one endless answer for each open page (server-sent events).

`GET /live/stream?case=<id>&case=<id>&news=1[&after=<mark>]` with the session's cookie. What travels are ids and kinds,
never content: the page then asks its ordinary address. `GET /live/health` says whether the ledger is followed.
"""

import asyncio
import json
import os
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

from huiyin.core.wake import PERSONAL
from huiyin.live.gate import Closed, Gate, Seen, Unknown
from huiyin.live.hub import Hub, Stream, is_id
from huiyin.live.ledger import Ledger

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

MOST_CASES = 100
BEAT_SECONDS = 15.0  # a proxy ends what is silent for long
SESSION_SECONDS = 30.0  # so often the session is looked at when nothing happens
GATHER_SECONDS = 0.15
NEWS_SECONDS = 3.0  # a list is told at most so often
SLOW_SECONDS = 10.0  # whoever takes nothing for so long is let go, and comes back by itself
COMES_BACK_MS = 2000


class Live:
    """The application with its hub, its gate and the ledger it follows."""

    def __init__(self, gate: Gate, *, origins: frozenset[str] = frozenset()) -> None:
        self.gate, self.origins = gate, origins
        self.hub = Hub(secrets.token_hex(4))
        self.ledger = Ledger(self.hub)
        self.is_closing = False
        self._following: asyncio.Task[None] | None = None

    def close(self) -> None:
        """End every stream; the pages come back to whoever serves then."""
        self.is_closing = True
        self.hub.look_again()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._following = asyncio.create_task(self.ledger.follow())
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if self._following is not None:
                    self._following.cancel()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"] == "/live/health":
            state = {"connected": self.ledger.is_connected, "streams": len(self.hub)}
            await _short(send, 200 if self.ledger.is_connected else 503, json.dumps(state))
        elif scope["path"] != "/live/stream" or scope["method"] != "GET":
            await _short(send, 404, '{"error":"not here"}')
        elif not self._is_ours(headers):
            await _short(send, 403, '{"error":"from another site"}')
        else:
            await self._stream(scope, headers, receive, send)

    def _is_ours(self, headers: Mapping[str, str]) -> bool:
        """Does a page of this house ask? The cookie of a person comes with requests of strangers' pages too."""
        if headers.get("sec-fetch-site", "") == "cross-site":
            return False
        origin = headers.get("origin", "")
        if not origin or origin in self.origins:
            return True
        return urlsplit(origin).hostname == urlsplit(f"//{headers.get('host', '')}").hostname

    async def _stream(self, scope: dict[str, Any], headers: dict[str, str], receive: Receive, send: Send) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        wanted = [one for one in query.get("case", []) if is_id(one)][:MOST_CASES]
        reader = _Reader(self, headers, send)
        try:
            seen = await reader.may_see(wanted)
        except Closed:
            await _short(send, 401, '{"error":"sign in first"}')
            return
        except Unknown:
            await _short(send, 503, '{"error":"try again"}')
            return
        if self.hub.is_full(seen.user):
            await _short(send, 429, '{"error":"too many pages are open"}')
            return
        stream = Stream(user=seen.user, cases=seen.cases, news="1" in query.get("news", []))
        self.hub.join(stream, headers.get("last-event-id") or query.get("after", [""])[0])
        tasks = [asyncio.create_task(reader.tell(stream)), asyncio.create_task(_gone(receive))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.hub.leave(stream)
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError, Closed, TimeoutError):
                    await task


def from_environment() -> Live:
    """The application as the environment describes its surroundings; see huiyin.asgi."""
    host, _colon, port = os.environ.get("HUIYIN_LIVE_WEB", "127.0.0.1:8000").rpartition(":")
    public = os.environ.get("HUIYIN_PUBLIC_URL", "").rstrip("/")
    return Live(Gate(host or "127.0.0.1", int(port)), origins=frozenset(filter(None, [public])))


class _Reader:
    """One page at the other end: what it is told, and how."""

    def __init__(self, live: Live, headers: Mapping[str, str], send: Send) -> None:
        self.live, self.send = live, send
        self.cookie, self.host = headers.get("cookie", ""), headers.get("host", "localhost")
        self.origin = headers.get("origin", "")
        self.quiet_until = 0.0

    async def may_see(self, cases: list[str]) -> Seen:
        """Whose session it still is, and which of the cases they may see."""
        if not self.cookie:
            raise Closed
        return await self.live.gate.ask(self.cookie, self.host, cases)

    async def tell(self, stream: Stream) -> None:
        """Everything the stream has to say, until its session ends or nobody takes it."""
        await self._begin(stream)
        clock = asyncio.get_running_loop().time
        beat, look = clock() + BEAT_SECONDS, clock() + SESSION_SECONDS
        while True:
            with suppress(TimeoutError):  # not wait_for: in Python 3.11 it can swallow that the page left
                async with asyncio.timeout(max(min(beat, look) - clock(), 0.01)):
                    await stream.wake.wait()
            if self.live.is_closing:
                await self.send({"type": "http.response.body", "body": b""})
                return
            try:
                if stream.wake.is_set():
                    await asyncio.sleep(max(GATHER_SECONDS, self.quiet_until - clock()))
                    await self._tell_pending(stream)
                    self.quiet_until = clock() + (NEWS_SECONDS if stream.news else 0)
                    beat, look = clock() + BEAT_SECONDS, clock() + SESSION_SECONDS
                if clock() >= look:
                    await self.may_see([])
                    look = clock() + SESSION_SECONDS
            except Unknown:
                await asyncio.sleep(1.0)
                look = clock() + SESSION_SECONDS / 3
            except Closed:
                await self._event("end", "", {})
                await self.send({"type": "http.response.body", "body": b""})
                return
            if clock() >= beat:
                await self._write(b": \n\n")
                beat = clock() + BEAT_SECONDS

    async def _tell_pending(self, stream: Stream) -> None:
        number, missed = stream.number, stream.missed
        found = stream.emptied()
        cases = [id_ for what, id_ in found if what not in PERSONAL]
        try:
            seen = await self.may_see(cases[:MOST_CASES])
        except Unknown:
            for key, kinds in found.items():  # not yet: it is told as soon as the gate answers
                stream.pending.setdefault(key, set()).update(kinds)
            stream.wake.set()
            raise
        if missed or len(cases) > MOST_CASES:
            stream.missed = False
            await self._event("again", self.live.hub.mark(number), {})
            return
        for (what, id_), kinds in found.items():
            if id_ in seen.cases or what in PERSONAL:
                await self._event(what, self.live.hub.mark(number), {"id": id_, "kinds": sorted(filter(None, kinds))})

    async def _begin(self, stream: Stream) -> None:
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]
        if self.origin:
            headers += [
                (b"access-control-allow-origin", self.origin.encode("latin-1")),
                (b"access-control-allow-credentials", b"true"),
                (b"vary", b"Origin"),
            ]
        await self.send({"type": "http.response.start", "status": 200, "headers": headers})
        await self._write(f"retry: {COMES_BACK_MS}\n".encode())
        await self._event("hello", self.live.hub.mark(stream.number), {})

    async def _event(self, name: str, mark: str, data: Mapping[str, Any]) -> None:
        lines = [f"event: {name}", *([f"id: {mark}"] if mark else []), f"data: {json.dumps(data)}", "", ""]
        await self._write("\n".join(lines).encode())

    async def _write(self, text: bytes) -> None:
        message = {"type": "http.response.body", "body": text, "more_body": True}
        async with asyncio.timeout(SLOW_SECONDS):
            await self.send(message)


async def _gone(receive: Receive) -> None:
    """Until the page at the other end has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _short(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
