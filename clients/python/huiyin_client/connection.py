"""How the client speaks: one connection, a token, repeats that do nothing twice, refusals as exceptions."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

#: A file to send: name, bytes and media type.
File = tuple[str, bytes, str]

AGAIN = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `document` is the JSON of it, None where it is a file; `version` is the number in its ETag."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    document: Any

    @property
    def version(self) -> int | None:
        """The version of the complaint after the call, for `seen=` of the next one; None where none was told."""
        plain = self.headers.get("etag", "").strip('"')
        return int(plain) if plain.isdecimal() else None


class Problem(Exception):
    """The interface said no (RFC 9457). `code` is stable, e.g. `step.accept`; `detail` says what to do."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(document.get("code", ""))
        self.detail = str(document.get("detail", ""))
        self.needs: list[str] = list(document.get("needs", ()))
        self.clause = str(document.get("clause", ""))
        self.errors: list[dict[str, Any]] = list(document.get("errors", ()))
        self.request_id = str(document.get("request_id", ""))
        super().__init__(f"{status} {self.code}: {self.detail}")

    @property
    def is_stale(self) -> bool:
        """Somebody changed the complaint since `seen`: read it again, then decide."""
        return self.status == 412


class Unreachable(Exception):
    """No answer came, however often it was tried. A change may have been made: repeat it with the same key."""

    def __init__(self, message: str, key: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass
class Connection:
    """One site and one token. Use it as a context manager, or call `hang_up`.

    `tries` is how often a call is sent when the network or the site fails for a moment (at least 1); a change carries
    the same Idempotency-Key each time, so that it is made once. `pause` is the first wait in seconds; it doubles, and
    Retry-After goes before it.
    """

    site: str
    token: str = field(repr=False)
    language: str = "zh-hans"
    timeout: float = 30.0
    tries: int = 4
    pause: float = 0.5
    transport: httpx.BaseTransport | None = None

    def __post_init__(self) -> None:
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language}
        self._http = httpx.Client(
            base_url=self.site, headers=headers, timeout=self.timeout, transport=self.transport, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        """End the connection."""
        self._http.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        form: Mapping[str, Any] | None = None,
        files: list[File] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str | None] | None = None,
        seen: int | str | None = None,
        key: str | None = None,
        once: bool = False,
    ) -> Answer:
        """Send one request. `seen` is the version or `etag` that the caller read, `key` its own Idempotency-Key.

        Raises Problem when the answer is an error, Unreachable when none came.
        """
        key = key or uuid.uuid4().hex
        sent = {name: value for name, value in (headers or {}).items() if value is not None}
        sent |= {"Idempotency-Key": key} if once else {}
        if seen is not None:
            sent["If-Match"] = f'"{seen}"'
        request = self._http.build_request(
            method,
            path,
            params={name: value for name, value in (query or {}).items() if value not in (None, "", [])},
            json=body,
            content=content,
            data=dict(form) if form else None,
            files=[("files", one) for one in files] if files else None,
            headers=sent,
        )
        answer = self._send(request, key, may_repeat=once or method == "GET")
        if answer.status_code >= 400:
            raise Problem(answer.status_code, _document(answer) or {"detail": answer.text[:500]})
        return Answer(answer.status_code, answer.headers, answer.content, _document(answer))

    def _send(self, request: httpx.Request, key: str, *, may_repeat: bool) -> httpx.Response:
        wait = self.pause
        for left in reversed(range(self.tries if may_repeat else 1)):
            try:
                answer = self._http.send(request)
            except httpx.TransportError as error:
                if not left:
                    raise Unreachable(f"{request.method} {request.url}: {error}", key) from error
            else:
                if answer.status_code not in AGAIN or not left:
                    return answer
                told = answer.headers.get("Retry-After", "")
                wait = max(wait, float(told)) if told.isdecimal() else wait
            time.sleep(wait)
            wait *= 2
        raise AssertionError("the last try answers or raises")


def quoted(part: object) -> str:
    """A value as one part of a path."""
    return quote(str(part), safe="")


def _document(answer: httpx.Response) -> Any:
    return answer.json() if "json" in answer.headers.get("content-type", "") and answer.content else None
