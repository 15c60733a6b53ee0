"""Bounded load on loopback: so many requests by so many connections, each answer checked."""

import json
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


@dataclass(frozen=True)
class Request:
    """One request to send."""

    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


def send(port: int, requests: list[Request], *, connections: int, right: Callable[[int, bytes], bool]) -> float:
    """Requests a second; raises when an answer is not `right`. At most len(requests) are sent, then it stops."""
    shares = [requests[i::connections] for i in range(connections)]
    ready = threading.Barrier(connections + 1)
    wrong: list[str] = []

    def work(share: list[Request]) -> None:
        connection = _Line(port)
        ready.wait()
        try:
            for request in share:
                status, body = connection.ask(request)
                if not right(status, body):
                    wrong.append(f"{request.method} {request.path}: {status} {body[:300]!r}")
                    break
        except OSError as error:
            wrong.append(f"no answer: {error}")
        connection.close()

    threads = [threading.Thread(target=work, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if wrong:
        raise AssertionError(wrong[0])
    return len(requests) / (time.perf_counter() - began)


def times(port: int, requests: list[Request], *, right: Callable[[int, bytes], bool]) -> list[float]:
    """Milliseconds of each request, sent one after the other."""
    connection = _Line(port)
    taken = []
    for request in requests:
        began = time.perf_counter()
        status, body = connection.ask(request)
        taken.append((time.perf_counter() - began) * 1000)
        if not right(status, body):
            raise AssertionError(f"{request.method} {request.path}: {status} {body[:300]!r}")
    connection.close()
    return taken


def json_body(value: object) -> bytes:
    """The bytes of a JSON request."""
    return json.dumps(value, ensure_ascii=False).encode()


class _Line:
    """A kept connection that sends a request and reads the answer with its length: a client that costs next to nothing,
    because it shares the machine with what is measured."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._host = f"127.0.0.1:{port}"
        self._read = b""

    def ask(self, request: Request) -> tuple[int, bytes]:
        """(status, body). Raises ConnectionError when the server hangs up or does not say how long its answer is."""
        lines = [f"{request.method} {request.path} HTTP/1.1", f"Host: {self._host}"]
        lines += [f"{name}: {value}" for name, value in request.headers]
        lines += [f"Content-Length: {len(request.body)}"] if request.body else []
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode() + request.body)
        while (end := self._read.find(b"\r\n\r\n")) < 0:
            self._more()
        head, self._read = self._read[:end], self._read[end + 4 :]
        length = _LENGTH.search(head)
        if length is None:
            raise ConnectionError(f"an answer without its length: {head[:200]!r}")
        whole = int(length[1])
        while len(self._read) < whole:
            self._more()
        body, self._read = self._read[:whole], self._read[whole:]
        return int(head.split(b" ", 2)[1]), body

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _more(self) -> None:
        found = self._socket.recv(65536)
        if not found:
            raise ConnectionError("the server hung up")
        self._read += found
