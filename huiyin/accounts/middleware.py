"""The second factor, for roles that demand one, and the end of sessions."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from huiyin.accounts import queries
from huiyin.core.time import now

OUTSIDE = ("/static/", "/i18n/")
# Where a second factor is set up. A session that is over has no business there either.
OPEN_PREFIXES = ("/accounts/",)


def second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """End sessions that are too old; send staff whose role demands a second factor to set one up before all else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not request.path.startswith(OUTSIDE):
            user = request.user
            if queries.session_ended(user, request.session, now()):
                # The page itself asks to sign in again; a form that arrives now is kept for the same person.
                logout(request)
                return get_response(request)
            if not request.path.startswith(OPEN_PREFIXES) and queries.lacks_second_factor(user, request.session):
                return redirect(reverse("mfa_index"))
        return get_response(request)

    return middleware
