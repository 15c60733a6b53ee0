"""Big files of the desk, sent ahead of their form in parts: whoever begins one is the only one who can go on with it or
name it in a form.
"""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from huiyin.accounts.models import User
from huiyin.console.visit import Visit, desk
from huiyin.core import uploads_parts, uploads_tus


def owner(user: User) -> uploads_parts.Owner:
    """Whose uploads they are: with a limit for each person."""
    return uploads_parts.Owner("staff", str(user.pk), settings.UPLOAD_QUOTA_BYTES)


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
