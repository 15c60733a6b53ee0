"""Big files of customers, sent ahead of their form in parts. The session that began one is the only one who can go on
with it or name it in a form; one visitor has a limit, and all together have one.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from huiyin.core import uploads, uploads_parts, uploads_tus
from huiyin.core.ids import uuid7
from huiyin.portal.visit import Visit, portal

NAME = "portal_sender"


def owner(session: SessionBase) -> uploads_parts.Owner:
    """Whose uploads they are: this visitor's, on this device, as long as the session lasts."""
    if NAME not in session:
        session[NAME] = uuid7().hex
    most, of_all = settings.PORTAL_QUOTA_BYTES, settings.PORTAL_QUOTA_OF_ALL_BYTES
    return uploads_parts.Owner("portal", session[NAME], most, of_all)


def names_sender(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Files that come with forms of the portal count for this visitor, and for all visitors together."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and not request.path.startswith(("/desk/", "/api/", "/accounts/")):
            uploads.name_sender(request, lambda: owner(request.session))
        return get_response(request)

    return middleware


@portal("POST OPTIONS")
def begin(visit: Visit) -> HttpResponseBase:
    """Begin an upload (tus 1.0)."""
    return _answer(visit)


@portal("HEAD PATCH DELETE POST")
def go_on(visit: Visit, upload_id: str) -> HttpResponseBase:
    """Where an upload stands, its next bytes, or away with it. POST only names another method."""
    return _answer(visit, upload_id)


def _answer(visit: Visit, upload_id: str = "") -> HttpResponse:
    return uploads_tus.answer(
        visit.request, owner(visit.session), lambda id_: reverse("portal_upload", args=[id_]), upload_id
    )
