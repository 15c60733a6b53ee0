"""Headers of the house."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from huiyin.core import live

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


def security_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Nothing from outside, no framing, no caching of pages that hold personal data."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy(request))
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def _policy(request: HttpRequest) -> str:
    """The policy of the house; pages may listen to the live process, which has a port of its own."""
    try:
        listens = live.address(request).partition("/live/")[0]
    except DisallowedHost:
        listens = ""
    return f"{POLICY}; connect-src 'self' {listens}" if "//" in listens else POLICY
