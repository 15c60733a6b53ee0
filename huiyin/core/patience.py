"""Slow clients hold up no page. Around the WSGI application, which reads a request's body in the thread that serves it.

At most `readers` requests of a process read their bodies at the same time; one more waits `QUEUE_SECONDS` and is then
answered 503: it had no effect and may be sent again. So what has no body, or has sent it, always finds a thread. A peer
that vanished is noticed after a minute (TCP keep-alive), its half file goes away. One that stays connected and silent
keeps its place: where strangers can reach the server, a proxy that takes the body first stands before it. Knows no
Django.
"""

import os
import socket
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

QUEUE_SECONDS = 1.0
_WORDS = (
    "正在接收的内容太多，这一份还没有保存。请稍等几秒再提交一次。 · "
    "Too much is arriving just now, and this was not saved. Wait a few seconds and send it again."
).encode()
# Seconds of silence before asking, between questions; questions without an answer.
_KEEPALIVE = (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3))

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


class Patience:
    """The application with `readers` places for bodies that arrive."""

    def __init__(self, application: Application, *, readers: int) -> None:
        self.application, self.places = application, BoundedSemaphore(readers)
        self._asks_peers = False

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if not self._asks_peers:  # the server listens only after it has loaded the application
            self._asks_peers = True
            notice_vanished_peers()
        length = environ.get("CONTENT_LENGTH") or ""
        if length in {"", "0"} and not environ.get("HTTP_TRANSFER_ENCODING"):
            return self.application(environ, start)
        body = _Body(environ["wsgi.input"], int(length) if length.isdecimal() else None, self.places)
        try:
            answer = self.application({**environ, "wsgi.input": body}, start)
        finally:
            body.release()
        if not body.refused:
            return answer
        if close := getattr(answer, "close", None):
            close()
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(_WORDS)))]
        start("503 Service Unavailable", [*headers, ("Retry-After", "5"), ("Cache-Control", "no-store")])
        return [_WORDS]


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
    return True
