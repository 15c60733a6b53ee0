"""The gate: the web process says whose session a cookie is, and which cases that person may see at this moment.

This process knows no roles and no sessions. It hands the cookie of a stream on, and tells a page only of what came
back. A session that has ended gets no more.
"""

import asyncio
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

ASK_SECONDS = 10.0
LONGEST_ANSWER = 100_000
PATH = "/desk/live/gate"
_ENDS = (301, 302, 303, 401, 403)


@dataclass(frozen=True)
class Seen:
    """Who asks, and which of the cases asked for they may see."""

    user: str
    cases: frozenset[str]


class Closed(Exception):  # noqa: N818 - an answer, not an error
    """Nobody is signed in with this cookie any more."""


class Unknown(Exception):  # noqa: N818
    """The web process does not answer now; ask again."""


@dataclass(frozen=True)
class Gate:
    """Where the web process is asked."""

    host: str
    port: int

    async def ask(self, cookie: str, name: str, cases: Iterable[str] = ()) -> Seen:
        """Who comes with `cookie` to the site called `name`, and which of `cases` they may see. Raises Closed, Unknown.
        One request."""
        try:
            async with asyncio.timeout(ASK_SECONDS):
                status, body = await self._get(f"{PATH}?ids={','.join(cases)}", cookie, name)
        except (TimeoutError, OSError, ValueError, IndexError) as error:
            raise Unknown from error
        if status in _ENDS:
            raise Closed
        if status != 200:
            raise Unknown
        try:
            found = json.loads(body)
            return Seen(str(found["user"]), frozenset(found["ids"]))
        except (ValueError, KeyError, TypeError) as error:
            raise Unknown from error

    async def _get(self, path: str, cookie: str, name: str) -> tuple[int, bytes]:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            head = f"GET {path} HTTP/1.0\r\nHost: {name}\r\nCookie: {cookie}\r\nAccept: application/json\r\n\r\n"
            writer.write(head.encode("latin-1"))
            await writer.drain()
            answer = await _all(reader)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        before, _blank, body = answer.partition(b"\r\n\r\n")
        return int(before.split(b" ", 2)[1]), body


async def _all(reader: asyncio.StreamReader) -> bytes:
    """Everything until the server closes, as HTTP/1.0 ends an answer."""
    found = bytearray()
    while chunk := await reader.read(16_384):
        found += chunk
        if len(found) > LONGEST_ANSWER:
            raise ValueError("the answer is too long")
    return bytes(found)
