"""A server on this machine that behaves like the interface of WeChat for official accounts."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.cache import cache

from huiyin.channels.rules import wechat
from huiyin.channels.rules.wechat import Keys

KEYS = Keys("token-of-the-house", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxhouse")


@dataclass
class WeChat:
    """What the server was asked, and what it answers next: JSON, a status, bytes (a file), or None (it hangs)."""

    url: str = ""
    tokens: list[bool] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    token_answers: list[Any] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def house(self) -> dict[str, str]:
        return {
            "app_id": KEYS.receiver, "secret": "very-secret", "token": KEYS.token, "aes_key": KEYS.aes_key,
            "url": self.url,
        }  # fmt: skip


@contextmanager
def serving() -> Iterator[WeChat]:
    cache.clear()
    state = WeChat()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            split = urlsplit(self.path)
            asked = parse_qs(split.query)
            assert split.path == "/cgi-bin/media/get"
            assert self.good(asked)
            data = state.files.get(asked["media_id"][0])
            self.answer({"errcode": 40007, "errmsg": "invalid media_id"} if data is None else data)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            split = urlsplit(self.path)
            if split.path == "/cgi-bin/stable_token":
                assert (body["grant_type"], body["appid"], body["secret"]) == (
                    "client_credential", "wxhouse", "very-secret",
                )  # fmt: skip
                state.tokens.append(body["force_refresh"])
                usual = {"access_token": f"t{len(state.tokens)}", "expires_in": 7200}
                time.sleep(0.05)
                self.answer(state.token_answers.pop(0) if state.token_answers else usual)
                return
            assert split.path == "/cgi-bin/message/custom/send"
            if not self.good(parse_qs(split.query)):
                self.answer({"errcode": 40001, "errmsg": "invalid credential"})
                return
            given = state.answers.pop(0) if state.answers else {"errcode": 0, "errmsg": "ok"}
            if given == {"errcode": 0, "errmsg": "ok"}:
                state.sent.append(body)
            self.answer(given)

        def good(self, asked: dict[str, list[str]]) -> bool:
            return asked["access_token"][0] == f"t{len(state.tokens)}"

        def answer(self, body: Any) -> None:
            if body is None:
                time.sleep(1)
                return
            self.send_response(body if isinstance(body, int) else 200)
            self.send_header("Content-Type", "image/jpeg" if isinstance(body, bytes) else "application/json")
            self.end_headers()
            self.wfile.write(body if isinstance(body, bytes) else b"" if isinstance(body, int) else _json(body))

        def log_message(self, *_args: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{http.server_address[1]}"
    threading.Thread(target=http.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        http.shutdown()
        http.server_close()
        cache.clear()


def _json(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


def called(message: str, keys: Keys = KEYS) -> tuple[str, str]:
    """(query, body) of a callback with `message`, as WeChat signs and encrypts it."""
    body = wechat.sealed(keys, message, timestamp="1700000000", nonce="n1", random=b"0123456789abcdef")
    signed = wechat.fields(body)["MsgSignature"]
    return f"signature=x&timestamp=1700000000&nonce=n1&encrypt_type=aes&msg_signature={signed}", body
