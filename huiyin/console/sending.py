"""Big files of the desk, sent ahead of their form in parts: whoever begins one is the only one who can go on with it or
name it in a form.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.accounts.models import User
from huiyin.console.visit import Visit, desk
from huiyin.core import uploads, uploads_quota, uploads_tus


def owner(user: User) -> uploads_quota.Owner:
    """Whose uploads they are: with a limit for each person."""
    return uploads_quota.of_staff(user.pk)


def names_sender(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Files that come with forms of the desk count for whoever is signed in; all others share one limit."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path.startswith("/desk/"):
            uploads.name_sender(request, lambda: _owner_or_nobody(request))
        return get_response(request)

    return middleware


def _owner_or_nobody(request: HttpRequest) -> uploads_quota.Owner:
    if isinstance(request.user, User):
        return owner(request.user)
    return uploads_quota.of_staff("")


@desk("desk", "POST OPTIONS")
def begin(visit: Visit) -> HttpResponse:
    """`uploads/`: begin an upload (tus 1.0)."""
    return uploads_tus.answer(visit.request, owner(visit.user), _address)


@desk("desk", "HEAD PATCH DELETE POST")
def go_on(visit: Visit, upload_id: str) -> HttpResponse:
    """`uploads/<id>`: where it stands, the next bytes, or away with it. POST only names another method."""
    return uploads_tus.answer(visit.request, owner(visit.user), _address, upload_id)


def _address(upload_id: str) -> str:
    return reverse("upload", args=[upload_id])
