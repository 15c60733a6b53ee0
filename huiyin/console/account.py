"""Coming in by a one-time link, the language somebody reads, and one's own account."""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as keep_language

from huiyin.accounts import actions
from huiyin.accounts.models import Membership, Role, User
from huiyin.accounts.queries import actor
from huiyin.console.visit import Visit, desk
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused
from huiyin.core.time import now


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """A one-time link. Looking spends nothing (mail programs look at links too); the button signs in, with the second
    factor when the account has one."""
    if request.method == "GET":
        return render(request, "console/enter.html", {"secret": secret})
    by = Actor(kind="system", label="sign-in link", where=str(request.META.get("REMOTE_ADDR", "")))
    try:
        user = actions.use_sign_in_link(secret=secret, by=by, at=now())
    except Refused as refused:
        return render(request, "console/enter.html", {"refused": refused}, status=409)
    record_authentication(request, user, method="link")
    answer: HttpResponse = perform_login(request, user)
    return answer


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the pages, and keep it with the person when one is signed in."""
    answer = keep_language(request)
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and language in dict(settings.LANGUAGES):
        by = actor(request.user, where=str(request.META.get("REMOTE_ADDR", "")))
        actions.change_user(user=request.user, language=language, by=by, at=now())
    return answer


@desk("desk", "GET POST")
def me(visit: Visit) -> HttpResponse:
    """Who one is here: roles, presence, second factor, sessions."""
    if visit.request.method == "POST":
        away = visit.request.POST.get("away") == "yes"
        if away:
            actions.change_user(user=visit.user, is_away=True, by=visit.by, at=visit.at)
        else:
            actions.come_back(user=visit.user, by=visit.by, at=visit.at)
        messages.success(visit.request, _("You are away: nothing new comes to you.") if away else _("Welcome back."))
        return redirect("me")
    held = Membership.objects.filter(user=visit.user).select_related("unit").order_by("unit__path", "role")
    context = {
        "memberships": [(Role(row.role).label, row.unit) for row in held],
        "factors": Authenticator.objects.filter(user=visit.user).exclude(type="recovery_codes").count(),
        "sessions": UserSession.objects.filter(user=visit.user).count(),
        "ways": [record["method"] for record in get_authentication_records(visit.request, visit.user)],
    }
    return visit.page("me.html", context)


@desk("desk", "POST")
def end_my_sessions(visit: Visit) -> HttpResponse:
    """Sign out everywhere, here too."""
    actions.end_sessions(user=visit.user, by=visit.by, at=visit.at)
    return redirect("account_login")
