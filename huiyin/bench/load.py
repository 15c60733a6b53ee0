"""Bounded load on loopback: so many requests by so many connections, each answer checked."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


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
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.connect()
        ready.wait()
        for request in share:
            status, body = _ask(connection, request)
            if not right(status, body):
                wrong.append(f"{request.method} {request.path}: {status} {body[:300]!r}")
                break
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
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    taken = []
    for request in requests:
        began = time.perf_counter()
        status, body = _ask(connection, request)
        taken.append((time.perf_counter() - began) * 1000)
        if not right(status, body):
            raise AssertionError(f"{request.method} {request.path}: {status} {body[:300]!r}")
    connection.close()
    return taken


def json_body(value: object) -> bytes:
    """The bytes of a JSON request."""
    return json.dumps(value, ensure_ascii=False).encode()


def _ask(connection: http.client.HTTPConnection, request: Request) -> tuple[int, bytes]:
    connection.request(request.method, request.path, body=request.body or None, headers=dict(request.headers))
    answer = connection.getresponse()
    return answer.status, answer.read()
