"""The outermost wrapping of every address of the API: a request id, and a problem document for whatever goes wrong."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern

from huiyin.api import problems

View = Callable[..., HttpResponseBase]


def edge(view: View) -> View:
    """`view` as the API answers it. Bearer tokens need no CSRF check: no browser sends them by itself."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        made = _answered(view, request, *args, **kwargs)
        made.headers["X-Request-Id"] = problems.request_id(request)
        if head and isinstance(made, StreamingHttpResponse):
            made.streaming_content = ()
        elif head and isinstance(made, HttpResponse):
            made.headers.setdefault("Content-Length", str(len(made.content)))
            made.content = b""
        return made

    guarded.csrf_exempt = True  # type: ignore[attr-defined]
    return guarded


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return problems.answer(request, "malformed", "request.malformed")
    try:
        made = view(request, *args, **kwargs)
    except Http404:
        return problems.answer(request, "not-found", "not_found")
    except Exception as error:
        return problems.of_failure(request, error)
    if made.status_code == 405:
        return problems.answer(request, "method", "method", headers={"Allow": made.headers.get("Allow", "")})
    return made


def guard(patterns: list[Any]) -> list[Any]:
    """The same addresses, each behind `edge`."""
    for pattern in patterns:
        assert isinstance(pattern, URLPattern)
        pattern.callback = edge(pattern.callback)
    return patterns


@edge
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that does not exist."""
    raise Http404(rest)
