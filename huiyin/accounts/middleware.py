"""The second factor, for roles that demand one, and the end of sessions."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from huiyin.accounts import queries

OPEN_PREFIXES = ("/accounts/", "/static/", "/i18n/")


def second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Send staff whose role demands a second factor to set one up before anything else is shown."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not request.path.startswith(OPEN_PREFIXES):
            if queries.session_ended(user, request.session):
                return redirect(f"{reverse('account_logout')}")
            if queries.lacks_second_factor(user, request.session):
                return redirect(reverse("mfa_index"))
        return get_response(request)

    return middleware
