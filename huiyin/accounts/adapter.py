"""How allauth behaves here: staff are made by an administrator, never by signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huiyin.accounts import actions
from huiyin.accounts.models import User
from huiyin.accounts.queries import actor
from huiyin.core.time import now


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed sign-up; every entry is written down, and the desk greets people in their language."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **hook: Any) -> HttpResponse:
        """After the last stage of signing in, whichever way somebody came."""
        response: HttpResponse = super().post_login(request, user, **hook)
        ways = dict.fromkeys(str(record["method"]) for record in get_authentication_records(request, user))
        by = actor(user, where=str(request.META.get("REMOTE_ADDR", "")))
        actions.note_sign_in(user=user, method="+".join(ways) or "unknown", by=by, at=now())
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", httponly=True)
        return response


class StaffSocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A person known to the identity provider enters only when an administrator has made an account for the address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
