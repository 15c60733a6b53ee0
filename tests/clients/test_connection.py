"""The client against a real server on loopback that drops, stalls and refuses."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from huiyin_client import Huiyin, Problem, Unreachable


class Site:
    """Answers as it is told, one behaviour for each request; `seen` are the requests that came."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        self.behaviours: list[Callable[[BaseHTTPRequestHandler], None]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                site.seen.append((self.command, self.path, dict(self.headers), body))
                site.behaviours.pop(0)(self)

            do_GET = do_POST  # noqa: N815

            def log_message(self, *_args: Any) -> None:
                """A test needs no log."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


def answer(status: int, document: Any, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def send(handler: BaseHTTPRequestHandler) -> None:
        data = json.dumps(document).encode()
        handler.send_response(status)
        kind = "application/json" if status < 400 else "application/problem+json"
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return send


def drop(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture
def huiyin(site: Site) -> Iterator[Huiyin]:
    with Huiyin(site.address, "secret", pause=0.01) as client:
        yield client


def test_a_change_is_repeated_with_the_same_key(site: Site, huiyin: Huiyin) -> None:
    site.behaviours = [drop, answer(503, {"code": "busy"}), answer(200, {"number": "TS1", "version": 3})]
    assert huiyin.accept("TS1", {"note": "好"}, seen=2)["version"] == 3
    assert [(one[0], one[1]) for one in site.seen] == [("POST", "/api/v1/complaints/TS1/accept")] * 3
    assert (
        len({one[2]["idempotency-key" if "idempotency-key" in one[2] else "Idempotency-Key"] for one in site.seen}) == 1
    )
    headers = {name.lower(): value for name, value in site.seen[-1][2].items()}
    assert (headers["if-match"], headers["authorization"]) == ('"2"', "Bearer secret")
    assert json.loads(site.seen[-1][3]) == {"note": "好"}


def test_a_refusal_is_an_exception_with_what_is_needed(site: Site, huiyin: Huiyin) -> None:
    document = {
        "code": "step.close",
        "detail": "先付款",
        "needs": ["支付未完成"],
        "clause": "3.4-1",
        "request_id": "r1",
    }
    site.behaviours = [answer(409, document)]
    with pytest.raises(Problem) as refused:
        huiyin.close("TS1", {"close_code": "resolved"})
    problem = refused.value
    assert (problem.status, problem.code, problem.needs, problem.clause) == (409, "step.close", ["支付未完成"], "3.4-1")
    assert len(site.seen) == 1


def test_somebody_was_faster(site: Site, huiyin: Huiyin) -> None:
    site.behaviours = [answer(412, {"code": "complaint.changed"})]
    with pytest.raises(Problem) as refused:
        huiyin.accept("TS1", {}, seen=1)
    assert refused.value.is_stale


def test_nobody_answers_and_the_key_is_told(site: Site, huiyin: Huiyin) -> None:
    site.behaviours = [drop] * 4
    with pytest.raises(Unreachable) as lost:
        huiyin.accept("TS1", {}, repeat_key="k-1")
    assert (lost.value.key, len(site.seen)) == ("k-1", 4)


def test_a_wait_that_is_asked_for_is_kept(site: Site, huiyin: Huiyin) -> None:
    site.behaviours = [answer(429, {"code": "rate"}, Retry_After="0"), answer(200, {"items": [], "next": ""})]
    assert list(huiyin.all_of_complaints()) == []


def test_pages_are_walked_to_the_end(site: Site, huiyin: Huiyin) -> None:
    site.behaviours = [
        answer(200, {"items": [{"number": "TS1"}, {"number": "TS2"}], "next": "c/1"}),
        answer(200, {"items": [{"number": "TS3"}], "next": ""}),
    ]
    rows = huiyin.all_of_complaints(state=["received", "accepted"], open="all")
    assert [one["number"] for one in rows] == ["TS1", "TS2", "TS3"]
    path, _question, asked = site.seen[0][1].partition("?")
    assert path == "/api/v1/complaints"
    assert asked.startswith("state=received&state=accepted&")
    assert "open=all" in asked.split("&")
    assert "cursor=c%2F1" in site.seen[1][1]


def test_a_number_is_one_part_of_the_path(site: Site, huiyin: Huiyin) -> None:
    site.behaviours = [answer(404, {"code": "not_found"})]
    with pytest.raises(Problem):
        huiyin.read_complaint("../webhooks?x=1")
    assert site.seen[0][1] == "/api/v1/complaints/..%2Fwebhooks%3Fx%3D1"
