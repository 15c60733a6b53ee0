"""Slow clients hold up no page. Around the WSGI application, which reads a request's body, and sends a file, in the
thread that serves it.

At most `readers` requests of a process read their bodies at the same time; one more waits `QUEUE_SECONDS` and is then
answered 503: it had no effect and may be sent again. At most `senders` long answers (streamed, above `WHOLE`) travel at
the same time; one more is answered 503 likewise; short ones are handed to the server whole and hold no thread. So pages
always find a thread. A peer that vanished, or that takes nothing of what we sent for a minute, is cut off (TCP
keep-alive and user timeout); one that takes less than `LEAST_PACE` loses its place. One that stays connected and sends
nothing keeps its place: where strangers can reach the server, a proxy that takes the body first stands before it.
Knows no Django.
"""

import os
import socket
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

QUEUE_SECONDS = 1.0
# Bytes of a streamed answer that are handed over whole.
WHOLE = 1024 * 1024
# Bytes a second below which, once PACE_SECONDS have passed, a long answer is broken off.
LEAST_PACE, PACE_SECONDS = 8 * 1024, 60.0
_TOO_MANY = (
    "正在下载的人太多，请稍等几秒再下载一次。 · "
    "Too many downloads run just now. Wait a few seconds and download it again."
).encode()
_WORDS = (
    "正在接收的内容太多，这一份还没有保存。请稍等几秒再提交一次。 · "
    "Too much is arriving just now, and this was not saved. Wait a few seconds and send it again."
).encode()
# Seconds of silence before asking, between questions; questions without an answer.
_KEEPALIVE = (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3))
# Milliseconds after which a peer that takes nothing of what was sent is cut off; Linux counts a closed window too.
_TAKES_NOTHING = 60_000

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


class _Body:
    """`wsgi.input` that takes a place while the body arrives. `refused`: there was none."""

    def __init__(self, source: Any, length: int | None, places: BoundedSemaphore) -> None:
        self._source, self._left, self._places = source, length, places
        self._holds = self.refused = False

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; OSError when too many others read."""
        return self._taken(self._source.read, size)

    def readline(self, size: int = -1) -> bytes:
        """The next line."""
        return self._taken(self._source.readline, size)

    def release(self) -> None:
        """The body has arrived, or the request is answered: somebody else may read."""
        if self._holds:
            self._holds = False
            self._places.release()

    def _taken(self, read: Callable[[int], bytes], size: int) -> bytes:
        if self._left == 0 or self.refused:
            return b""
        if not self._holds:
            if not self._places.acquire(timeout=QUEUE_SECONDS):
                self.refused = True
                raise OSError("too many requests send their bodies")
            self._holds = True
        found = read(size)
        if self._left is not None:
            self._left -= len(found)
        if not found or self._left == 0:
            self.release()
        return found


class TooSlowError(OSError):
    """Whoever downloads takes less than `LEAST_PACE`."""


class _LongAnswer:
    """A streamed answer on its way: what was read of it already, then the rest. Gives its place back at its end."""

    def __init__(self, first: list[bytes], rest: Iterator[bytes], answer: Any, places: BoundedSemaphore) -> None:
        self._first, self._rest, self._answer, self._places = first, rest, answer, places
        self._began, self._sent, self._holds = time.monotonic(), 0, True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        spent = time.monotonic() - self._began
        try:
            if spent > PACE_SECONDS and self._sent < spent * LEAST_PACE:
                raise TooSlowError("a download was broken off: its client takes too little")
            piece = self._first.pop(0) if self._first else next(self._rest)
        except BaseException:
            self._give_back()
            raise
        self._sent += len(piece)
        return piece

    def close(self) -> None:
        """The answer is sent, or whoever wanted it is gone."""
        self._give_back()
        if close := getattr(self._answer, "close", None):
            close()

    def _give_back(self) -> None:
        if self._holds:
            self._holds = False
            self._places.release()


class Patience:
    """The application with `readers` places for bodies that arrive, and `senders` for long answers that leave."""

    def __init__(self, application: Application, *, readers: int, senders: int) -> None:
        self.application, self.places = application, BoundedSemaphore(readers)
        self.sending = BoundedSemaphore(senders)
        self._asks_peers = False

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if not self._asks_peers:  # the server listens only after it has loaded the application
            self._asks_peers = True
            notice_vanished_peers()
        length = environ.get("CONTENT_LENGTH") or ""
        if length in {"", "0"} and not environ.get("HTTP_TRANSFER_ENCODING"):
            return self._sent(self.application(environ, start), start)
        body = _Body(environ["wsgi.input"], int(length) if length.isdecimal() else None, self.places)
        try:
            answer = self.application({**environ, "wsgi.input": body}, start)
        finally:
            body.release()
        return _busy(answer, start, _WORDS) if body.refused else self._sent(answer, start)

    def _sent(self, answer: Any, start: Start) -> Iterable[bytes]:
        """The answer itself; of a streamed one its whole content, or what sends it from a place of its own."""
        if not getattr(answer, "streaming", False):
            return answer  # type: ignore[no-any-return]
        pieces, first, size = iter(answer), [], 0
        try:
            while size <= WHOLE and (piece := next(pieces, None)) is not None:
                first.append(piece)
                size += len(piece)
        except BaseException:
            answer.close()
            raise
        if size <= WHOLE:
            answer.close()
            return first
        if self.sending.acquire(timeout=QUEUE_SECONDS):
            return _LongAnswer(first, pieces, answer, self.sending)
        return _busy(answer, start, _TOO_MANY)


def _busy(answer: Any, start: Start, words: bytes) -> Iterable[bytes]:
    if close := getattr(answer, "close", None):
        close()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(words)))]
    start("503 Service Unavailable", [*headers, ("Retry-After", "5"), ("Cache-Control", "no-store")])
    return [words]


def notice_vanished_peers() -> int:
    """Let the listening sockets of this process, and so every connection that they take, ask peers whether they are
    still there; returns how many sockets. Linux; elsewhere nothing happens.
    """
    found = 0
    with suppress(FileNotFoundError):
        for entry in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                found += _ask_peers(int(entry.name))
    return found


def _ask_peers(descriptor: int) -> bool:
    if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
        return False
    with socket.socket(fileno=os.dup(descriptor)) as listener:
        is_ours = listener.family in {socket.AF_INET, socket.AF_INET6} and listener.type == socket.SOCK_STREAM
        if not is_ours or not listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            return False
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in _KEEPALIVE:
            listener.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _TAKES_NOTHING)
    return True
