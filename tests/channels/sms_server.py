"""A server on this machine that behaves like the interfaces of Alibaba Cloud and Tencent Cloud for text messages. It
checks each signature by its own account of the published rules, not by the code that made it."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote

SECRET = "very-secret"


@dataclass
class Platform:
    """What was sent as (number, text), and what the server answers next: JSON, words, a status with JSON, or None (it
    hangs)."""

    url: str = ""
    sent: list[tuple[str, str]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    def house(self, provider: str) -> dict[str, str]:
        return {
            "provider": provider, "key_id": "key-1", "secret": SECRET, "sign_name": "汇音", "template": "T1",
            "variable": "content", "app_id": "1400", "region": "cn-x", "url": self.url,
        }  # fmt: skip


@contextmanager
def serving() -> Iterator[Platform]:
    state = Platform()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.path == "/"
            is_tencent = "X-TC-Action" in self.headers
            good = self.is_tc3(body) if is_tencent else is_rpc(body)
            if not good:
                fault = {"Code": "AuthFailure.SignatureFailure", "Message": "key-1"}
                self.answer(
                    (200, {"Response": {"Error": fault}}) if is_tencent else (400, rpc("SignatureDoesNotMatch"))
                )
                return
            given = state.answers.pop(0) if state.answers else tc("Ok") if is_tencent else rpc("OK")
            if given in (tc("Ok"), rpc("OK")):
                state.sent.append(tencent(body) if is_tencent else aliyun(body))
            self.answer(given)

        def is_tc3(self, body: bytes) -> bool:
            head, moment = self.headers, int(self.headers["X-TC-Timestamp"])
            assert abs(time.time() - moment) < 300
            assert (head["X-TC-Action"], head["X-TC-Version"]) == ("SendSms", "2021-01-11")
            day = time.strftime("%Y-%m-%d", time.gmtime(moment))
            signed = f"content-type:{head['Content-Type']}\nhost:{head['Host']}\nx-tc-action:sendsms\n"
            names = "content-type;host;x-tc-action"
            asked = f"POST\n/\n\n{signed}\n{names}\n{hashlib.sha256(body).hexdigest()}"
            scope = f"{day}/sms/tc3_request"
            words = f"TC3-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(asked.encode()).hexdigest()}"
            key = hmac.digest(b"TC3" + SECRET.encode(), day.encode(), "sha256")
            key = hmac.digest(hmac.digest(key, b"sms", "sha256"), b"tc3_request", "sha256")
            found = hmac.digest(key, words.encode(), "sha256").hex()
            return bool(
                head["Authorization"]
                == f"TC3-HMAC-SHA256 Credential=key-1/{scope}, SignedHeaders={names}, Signature={found}"
            )

        def answer(self, body: Any) -> None:
            if body is None:
                time.sleep(1)
                return
            status, told = body if isinstance(body, tuple) else (200, body)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(told.encode() if isinstance(told, str) else json.dumps(told).encode())

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


def rpc(code: str) -> dict[str, Any]:
    """An answer of Alibaba Cloud."""
    return {"Code": code, "Message": "13800138000", "BizId": "b1"}


def tc(code: str) -> dict[str, Any]:
    """An answer of Tencent Cloud for one number."""
    return {"Response": {"SendStatusSet": [{"Code": code, "SerialNo": "s1", "PhoneNumber": "+8613800138000"}]}}


def is_rpc(body: bytes) -> bool:
    asked = dict(parse_qsl(body.decode(), strict_parsing=True))
    given = asked.pop("Signature")
    assert (asked["Action"], asked["Version"], asked["AccessKeyId"]) == ("SendSms", "2017-05-25", "key-1")
    pairs = "&".join(f"{quote(name, safe='')}={quote(asked[name], safe='')}" for name in sorted(asked))
    words = f"POST&%2F&{quote(pairs, safe='')}"
    found = base64.b64encode(hmac.digest(f"{SECRET}&".encode(), words.encode(), "sha1")).decode()
    return given == found


def aliyun(body: bytes) -> tuple[str, str]:
    asked = dict(parse_qsl(body.decode()))
    assert (asked["SignName"], asked["TemplateCode"]) == ("汇音", "T1")
    return asked["PhoneNumbers"], json.loads(asked["TemplateParam"])["content"]


def tencent(body: bytes) -> tuple[str, str]:
    asked = json.loads(body)
    assert (asked["SignName"], asked["TemplateId"], asked["SmsSdkAppId"]) == ("汇音", "T1", "1400")
    (number,), (text,) = asked["PhoneNumberSet"], asked["TemplateParamSet"]
    return number, text
