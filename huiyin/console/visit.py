"""What every page of the desk begins with: who asks, when, with which role; and how a refusal is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from huiyin.accounts.models import Role, User
from huiyin.accounts.queries import actor
from huiyin.accounts.rules import READ_ONLY, SEES_OWN, SEES_SUBTREE
from huiyin.cases.rules.scanning import SEES
from huiyin.console import kept
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import now

P = ParamSpec("P")

EVERYBODY = frozenset(Role.values)
# Which roles open which part; "desk" itself is open to whoever is signed in. Inside a part `visible_to` still decides
# about every single case.
AREAS: Mapping[str, frozenset[str]] = {
    "mail": EVERYBODY,
    "cases": SEES_OWN | SEES_SUBTREE,
    "intake": SEES_OWN,
    "board": frozenset({"supervisor", "branch_manager", "head_office_cp", "executive"}) | READ_ONLY,
    "publishing": frozenset({"head_office_cp", "executive"}) | READ_ONLY,
    "settings": frozenset({"administrator"}),
    "proof": frozenset({"head_office_cp", "executive", "administrator"}) | READ_ONLY,
    "quarantine": SEES,
    "inmail": frozenset({"supervisor", "head_office_cp", "administrator", "auditor"}),
    "quality": frozenset({"supervisor", "branch_manager", "head_office_cp", "executive"}) | READ_ONLY,
    "transfers": frozenset({"head_office_cp", "executive"}) | READ_ONLY,
    "withheld": frozenset({"supervisor", "head_office_cp"}),
    "records": frozenset({"privacy_officer", "auditor"}),
    "radar": frozenset({"investigator", "head_office_cp", "auditor"}),
}


@dataclass(frozen=True)
class Visit:
    """One request of a member of staff."""

    request: HttpRequest
    user: User
    by: Actor
    at: datetime

    @property
    def is_partial(self) -> bool:
        """Does htmx ask for a part of the page (and not for its history)?"""
        htmx = getattr(self.request, "htmx", None)
        return bool(htmx) and not htmx.history_restore_request  # type: ignore[union-attr]

    def page(self, template: str, context: Mapping[str, Any] | None = None, status: int = 200) -> HttpResponse:
        """A page of the desk, with one instant for everything on it."""
        return render(self.request, f"console/{template}", {"now": self.at, **(context or {})}, status=status)


View = Callable[Concatenate[Visit, P], HttpResponse]


def opens(by: Actor, area: str) -> bool:
    """Does one of the roles held open this part of the desk?"""
    return area == "desk" or bool(by.roles & AREAS[area])


def desk(area: str, methods: str = "GET", *, keeps: bool = False) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Guard a view: 302 to sign in, 403 for roles that do not open `area`, 405 for other `methods`, 409 (422 for bad
    input) for a refusal that the view lets through. The view gets a Visit in place of the request. `keeps`: a form that
    arrives after the session ended is kept for whoever signs in again (`kept`)."""
    allowed = methods.split() + (["HEAD"] if "GET" in methods else [])

    def guard(view: View[P]) -> Callable[..., HttpResponse]:
        @require_http_methods(allowed)
        @wraps(view)
        def run(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not isinstance(request.user, User):
                if request.method == "POST" and keeps:
                    kept.keep(request, now())
                return redirect_to_login(request.get_full_path())
            by = actor(request.user, where=str(request.META.get("REMOTE_ADDR", "")))
            if not opens(by, area):
                raise PermissionDenied
            visit = Visit(request, request.user, by, now())
            try:
                return view(visit, *args, **kwargs)
            except Refused as refused:
                return refusal(visit, refused)

        return run

    return guard


def refusal(visit: Visit, refused: Refused) -> HttpResponse:
    """What was refused, in words: a part for htmx, else a page with the way back."""
    context = {"refused": refused, "back_url": visit.request.headers.get("Referer") or "/desk/"}
    template = "console/part_refused.html" if visit.is_partial else "409.html"
    return render(visit.request, template, context, status=422 if isinstance(refused, BadInput) else 409)
