"""How a change is answered: once for an Idempotency-Key, only on the version that was read, with an ETag."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.accounts import actions as accounts
from huiyin.api.access import Caller, Request
from huiyin.api.problems import Problem
from huiyin.api.rendering import dumps
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.complaints.actions.base import lock
from huiyin.core.actors import Actor
from huiyin.core.time import now
from huiyin.core.uploads import UploadedBlob

_KEY = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True)
class Answer:
    """What a change gives back: a schema or plain data, its status, and the version of what is behind it."""

    body: Any
    status: int = 200
    version: int | str | None = None


def versioned(body: Any, status: int = 200) -> Answer:
    """The answer of something that tells its `version`, which is its ETag."""
    return Answer(body, status, body.version)


def marked(body: Any, status: int = 200) -> Answer:
    """The answer of something that tells its `etag`."""
    return Answer(body, status, body.etag)


def mark(values: Any) -> str:
    """The ETag of what counts no versions: it changes with any of its `values`."""
    return sha256(dumps(values)).hexdigest()[:20]


def case_of(request: Request, number: str) -> Case:
    """The complaint with this number or id, if the caller may see it. Raises Problem 404."""
    try:
        return cases.get(request.auth.user, number)
    except Case.DoesNotExist:
        raise Problem(
            "not-found", "complaint.not_found", _("There is no such complaint, or you may not see it.")
        ) from None


def change(request: Request, work: Callable[[Actor, datetime], Answer]) -> HttpResponse:
    """Do `work` in one transaction and answer it; the same Idempotency-Key and body again get the same answer."""
    caller: Caller = request.auth
    by, at = caller.actor, now()
    key = key_of(request)
    if not key:
        with transaction.atomic():
            answer = work(by, at)
        return response(answer.status, dumps(answer.body), answer.version)
    mine = fingerprint(request)

    def done() -> tuple[int, str]:
        return kept_form(work(by, at))

    kept = accounts.answer_once(token=caller.token, key=key, fingerprint=mine, work=done, by=by, at=at)
    return told(kept, mine)


def kept_form(answer: Answer) -> tuple[int, str]:
    """An answer as it is kept for its Idempotency-Key."""
    version = "" if answer.version is None else str(answer.version)
    return answer.status, f"{version}\n{dumps(answer.body).decode()}"


def told(kept: accounts.Answered, mine: str) -> HttpResponse:
    """The response of what was kept. Raises Problem 422 when it answered another request than `mine`, its hash."""
    if kept.fingerprint != mine:
        raise Problem(
            "invalid",
            "idempotency.other_request",
            _("This Idempotency-Key was used for another request. Take a new one."),
            field="Idempotency-Key",
        )
    version, _line, body = kept.answer.partition("\n")
    made = response(kept.status, body.encode(), version or None)
    if not kept.is_new:
        made.headers["Idempotency-Replayed"] = "true"
    return made


def change_row(row: Any, request: Request, work: Callable[[Actor, datetime], Answer]) -> HttpResponse:
    """`change` of something with a `version`; with If-Match only while it is still at that version."""

    def checked(by: Actor, at: datetime) -> Answer:
        must_match(request, row.version)
        return work(by, at)

    return change(request, checked)


def change_marked(
    request: Request, held: Callable[[], str | None], work: Callable[[Actor, datetime], Answer]
) -> HttpResponse:
    """`change` of something with a `mark`; with If-Match only while it is what was read. `held` gives its mark now and
    keeps others from changing it until the end of the transaction; None: it is not there."""

    def checked(by: Actor, at: datetime) -> Answer:
        if _wanted(request):
            must_match(request, held() or "")
        return work(by, at)

    return change(request, checked)


def change_case(request: Request, number: str, work: Callable[[Case, Actor, datetime], Answer]) -> HttpResponse:
    """`change` for one complaint that the caller sees; with If-Match only while it is still at that version."""

    def on_case(by: Actor, at: datetime) -> Answer:
        case = case_of(request, number)
        if _wanted(request):
            case = lock(case)
            must_match(request, case.version, "complaint.changed")
        return work(case, by, at)

    return change(request, on_case)


def must_match(request: HttpRequest, version: int | str, code: str = "row.changed") -> None:
    """Raises Problem 412 when the request has an `If-Match` and what it changes is at another version than that."""
    wanted = _wanted(request)
    if wanted and etag(version) not in [tag.strip() for tag in wanted.split(",")]:
        raise Problem("stale", code, headers={"ETag": etag(version)})


def _wanted(request: HttpRequest) -> str:
    wanted = request.headers.get("If-Match", "").strip()
    return "" if wanted == "*" else wanted


def etag(version: int | str) -> str:
    """The strong validator of what has versions: a complaint's is raised by every step of the path."""
    return f'"{version}"'


def response(status: int, body: bytes, version: int | str | None = None) -> HttpResponse:
    """JSON with its ETag."""
    made = HttpResponse(body, status=status, content_type="application/json")
    if version is not None:
        made.headers["ETag"] = etag(version)
    return made


def key_of(request: HttpRequest) -> str:
    """The Idempotency-Key, empty when none is sent. Raises Problem 400 for one that cannot be kept."""
    key = request.headers.get("Idempotency-Key", "")
    if key and not _KEY.fullmatch(key):
        raise Problem(
            "malformed",
            "idempotency.key",
            _("An Idempotency-Key has 1 to 200 visible ASCII characters."),
            field="Idempotency-Key",
        )
    return key


def fingerprint(request: HttpRequest) -> str:
    """What the request asks, as a hash: method, address and body; of a form its fields and the content of its files."""
    if request.content_type == "multipart/form-data":
        files = [
            (name, file.digest, file.name)
            for name, held in request.FILES.lists()
            for file in held
            if isinstance(file, UploadedBlob)
        ]
        body = dumps([sorted(request.POST.lists()), sorted(files)])
    else:
        body = request.body
    return sha256(b"\n".join([str(request.method).encode(), request.get_full_path().encode(), body])).hexdigest()
