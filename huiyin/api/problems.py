"""Every error as a problem document (RFC 9457, `application/problem+json`).

`type` names the kind of problem and leads to its explanation, `title` is the same for all of a kind, `detail` says what
happened here and what to do, in the language of the request. `code` is for machines. `needs` lists what is missing,
`clause` the clause or law behind a refusal, `errors` the fields that are to blame, `request_id` the line in our log.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from huiyin.api.rendering import WrongMediaType, dumps
from huiyin.core import failures
from huiyin.core.errors import BadInput, Clash, Refused
from huiyin.core.ids import uuid7

log = logging.getLogger("huiyin.api")
MEDIA_TYPE = "application/problem+json"
KINDS: Mapping[str, tuple[int, str | Promise, str | Promise]] = {
    "malformed": (
        400, gettext_lazy("The request cannot be read"), gettext_lazy("The body is no JSON, or a header is wrong."),
    ),
    "unauthorized": (
        401, gettext_lazy("No valid token"),
        gettext_lazy("Send “Authorization: Bearer” with a token that is neither revoked nor expired."),
    ),
    "forbidden": (
        403, gettext_lazy("Not within the token"), gettext_lazy("The token lacks a scope: “needs” names it."),
    ),
    "not-found": (
        404, gettext_lazy("Not found"),
        gettext_lazy("It does not exist, or whoever the token acts for may not see it."),
    ),
    "method": (405, gettext_lazy("Method not allowed"), gettext_lazy("“Allow” names the methods that work here.")),
    "refused": (
        409, gettext_lazy("Refused"),
        gettext_lazy("The rules do not allow it now. Nothing was changed; “needs” says what is missing."),
    ),
    "stale": (
        412, gettext_lazy("Changed meanwhile"),
        gettext_lazy("Somebody changed it since it was read. Read it again, then decide anew."),
    ),
    "protocol": (
        412, gettext_lazy("Another version of the protocol"), gettext_lazy("“detail” names the header to send."),
    ),
    "too-large": (413, gettext_lazy("Too large"), gettext_lazy("The body or a file exceeds the limit.")),
    "media-type": (
        415, gettext_lazy("Wrong media type"), gettext_lazy("Send application/json; files as multipart/form-data."),
    ),
    "invalid": (
        422, gettext_lazy("Input cannot be used"),
        gettext_lazy("“errors” names the fields that are to blame. Nothing was changed."),
    ),
    "rate": (429, gettext_lazy("Too many requests"), gettext_lazy("Wait the seconds that “Retry-After” says.")),
    "internal": (
        500, gettext_lazy("Error on our side"), gettext_lazy("It is in our log under the “request_id”."),
    ),
    "unavailable": (503, gettext_lazy("Busy"), gettext_lazy("The database did not answer. Try again soon.")),
    "too-slow": (
        503, gettext_lazy("Stopped: it took too long"),
        gettext_lazy(
            "Nothing was changed. Ask for less: a shorter time, fewer units or states, a rarer word, a smaller page."
        ),
    ),
}  # fmt: skip
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_TOO_LARGE = {"upload.too_big", "upload.too_many"}


class Problem(Exception):  # noqa: N818 - an answer
    """An answer of the edge itself."""

    def __init__(
        self, kind: str, code: str, detail: str = "", *, needs: Sequence[str] = (),
        headers: Mapping[str, str] | None = None, field: str = "",
    ) -> None:  # fmt: skip
        super().__init__(code)
        self.kind, self.code, self.detail = kind, code, detail
        self.needs, self.headers, self.field = list(needs), dict(headers or {}), field


def request_id(request: HttpRequest) -> str:
    """The caller's X-Request-Id where it is a plain one, else one of ours; the same for the whole request."""
    known: str | None = getattr(request, "_api_request_id", None)
    if known is None:
        given = request.headers.get("X-Request-Id", "")
        known = given if _REQUEST_ID.fullmatch(given) else str(uuid7())
        request._api_request_id = known  # type: ignore[attr-defined]
    return known


def answer(
    request: HttpRequest,
    kind: str,
    code: str,
    detail: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """A problem document; empty members are left out."""
    status, title, explained = KINDS[kind]
    document = {
        "type": f"/api/v1/docs#{kind}",
        "title": str(title),
        "status": status,
        "detail": detail or str(explained),
        "code": code,
        "request_id": request_id(request),
    } | {name: value for name, value in more.items() if value}
    return HttpResponse(dumps(document), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def of_refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    """409 for a refusal, 422 (or 413) for input that cannot be used."""
    if isinstance(error, BadInput):
        kind = "too-large" if error.code in _TOO_LARGE else "invalid"
        errors = [{"field": error.field, "message": error.message, "code": error.code}] if error.field else []
        return answer(request, kind, error.code, error.message, needs=error.needs, errors=errors, clause=error.clause)
    stands = error.stands if isinstance(error, Clash) else {}
    errors = [{"field": name, "message": error.message, "code": error.code} for name in stands]
    return answer(request, "refused", error.code, error.message, needs=error.needs, errors=errors, clause=error.clause)


def of_fields(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422 with every field that is wrong: where it is, what is wrong in words, and the checker's own code."""
    errors = []
    for fault in error.errors:
        place = [str(part) for part in fault["loc"]]
        # body.body.people.0.name → people.0.name: the first two say only which argument it was
        cut = 2 if place[0] in ("body", "form") and len(place) > 1 else 1
        errors.append(
            {
                "field": ".".join(place[cut:] or place[-1:]),
                "in": place[0],
                "message": _sentence(fault["type"], fault.get("ctx", {})),
                "code": fault["type"],
                "hint": fault["msg"],
            }
        )
    return answer(request, "invalid", "input.fields", _("Some fields cannot be used."), errors=errors)


def _sentence(kind: str, about: Mapping[str, Any]) -> str:
    sentences = {
        "missing": _("This field is needed."),
        "extra_forbidden": _("There is no such field."),
        "string_too_long": _("At most %(max_length)s characters."),
        "string_too_short": _("At least %(min_length)s characters."),
        "too_long": _("At most %(max_length)s entries."),
        "too_short": _("At least %(min_length)s entries."),
        "literal_error": _("One of: %(expected)s."),
        "greater_than_equal": _("At least %(ge)s."),
        "less_than_equal": _("At most %(le)s."),
        "decimal_max_places": _("At most %(decimal_places)s decimals."),
    }
    try:
        return sentences.get(kind, _("This value cannot be used.")) % about
    except KeyError:
        return _("This value cannot be used.")


def of_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework says by itself: a body it cannot read, a missing token."""
    if isinstance(error, AuthenticationError):
        return answer(request, "unauthorized", "token.missing", headers={"WWW-Authenticate": "Bearer"})
    if isinstance(error.__cause__, WrongMediaType):
        return answer(request, "media-type", "request.media_type")
    if isinstance(error.__cause__, RequestDataTooBig):
        return answer(request, "too-large", "request.too_large")
    return answer(request, "malformed", "request.malformed", _("The body cannot be read as JSON."))


def of_failure(request: HttpRequest, error: Exception) -> HttpResponse:
    """What must not happen: logged with its trace, told without it."""
    if failures.is_too_slow(error):
        log.warning("request %s took too long and was stopped", request_id(request), exc_info=error)
        return answer(request, "too-slow", "request.too_slow")
    if failures.is_unreachable(error):
        return _busy(request, error)
    log.error("request %s failed", request_id(request), exc_info=error)
    return answer(request, "internal", "internal")


def add_to(api: NinjaAPI) -> None:
    """Let `api` answer every error as a problem."""

    def problem(request: HttpRequest, error: Problem) -> HttpResponse:
        errors = [{"field": error.field, "message": error.detail, "code": error.code}] if error.field else []
        return answer(
            request, error.kind, error.code, error.detail, headers=error.headers, needs=error.needs, errors=errors
        )

    handlers: dict[type[Exception], Any] = {
        Problem: problem,
        Refused: of_refusal,
        ValidationError: of_fields,
        HttpError: of_http,
        Http404: lambda request, _error: answer(request, "not-found", "not_found"),
        RequestDataTooBig: lambda request, _error: answer(request, "too-large", "request.too_large"),
        MultiPartParserError: lambda request, _error: answer(request, "malformed", "request.multipart"),
        SuspiciousOperation: lambda request, _error: answer(request, "malformed", "request.malformed"),
        Exception: of_failure,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _busy(request: HttpRequest, error: Exception) -> HttpResponse:
    log.warning("request %s found no database", request_id(request), exc_info=error)
    return answer(request, "unavailable", "database.busy", headers={"Retry-After": "2"})
