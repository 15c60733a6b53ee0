"""How allauth behaves here: staff are made by an administrator, never by signing up."""

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huiyin.accounts import actions
from huiyin.accounts.models import User
from huiyin.accounts.queries import actor
from huiyin.core import crypto
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


class StaffMfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are encrypted at rest like every personal field."""

    def encrypt(self, text: str) -> str:
        return b64encode(crypto.encrypt(text, "accounts.second_factor")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(b64decode(encrypted_text), "accounts.second_factor")


class StaffSocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A person known to the identity provider enters only when an administrator has made an account for the address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
