"""What every page of the portal begins with: the visitor, the instant, the complaint that was opened; and how a refusal
is answered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from huiyin.cases import queries as cases
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Person
from huiyin.cases.rules import numbers
from huiyin.core.actors import Actor, customer
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import now
from huiyin.portal import joined
from huiyin.portal.gate import TooMany

P = ParamSpec("P")
OPENED, DONE = "portal_opened", "portal_done"
OPEN_FOR = timedelta(hours=1)
_KEPT = 20
_STIR = timedelta(minutes=5)  # the session is not written anew for every page


@dataclass(frozen=True)
class Visit:
    """One request of a customer."""

    request: HttpRequest
    at: datetime

    @property
    def session(self) -> SessionBase:
        return self.request.session

    @property
    def posted(self) -> bool:
        return self.request.method == "POST"

    def page(self, template: str, context: Mapping[str, Any] | None = None, status: int = 200) -> HttpResponse:
        """A page of the portal, with one instant for everything on it."""
        shown = {"now": self.at, "portal_home_url": "/", **(context or {})}
        return render(self.request, f"portal/{template}", shown, status=status)


@dataclass(frozen=True)
class Following(Visit):
    """One request of a customer who has opened a complaint with its number and code."""

    case: Case
    person: Person | None

    @property
    def by(self) -> Actor:
        return customer(self.person.pk if self.person else None)

    def page(self, template: str, context: Mapping[str, Any] | None = None, status: int = 200) -> HttpResponse:
        """A page about the complaint; the way out is always there."""
        return super().page(template, {"case": self.case, **(context or {})}, status)

    def seen(self) -> bool:
        """Was this very form sent and done before? (Its key comes from `{% idempotency_key %}`.)"""
        return self.request.POST.get("idempotency_key", "") in self.session.get(DONE, [])

    def done(self) -> HttpResponse:
        """The form is done: remember its key and go back to the story."""
        if key := self.request.POST.get("idempotency_key", ""):
            self.session[DONE] = [*self.session.get(DONE, []), key][-_KEPT:]
        return redirect("portal_story", number=self.case.number)


def portal(
    methods: str = "GET",
) -> Callable[[Callable[Concatenate[Visit, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Guard a public view: 405 for other `methods`; 409, 422 or 429 for a refusal. The view gets a Visit."""

    def guard(view: Callable[Concatenate[Visit, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @require_http_methods(_allowed(methods))
        @wraps(view)
        def run(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            visit = Visit(request, now())
            try:
                return view(visit, *args, **kwargs)
            except Refused as refused:
                return refusal(visit, refused)

        return run

    return guard


def following(
    methods: str = "GET",
) -> Callable[[Callable[Concatenate[Following, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Guard a view of one complaint: whoever has not opened it (or one of their own that is merged with it) is asked
    for number and secret. The view gets a Following."""

    def guard(view: Callable[Concatenate[Following, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @require_http_methods(_allowed(methods))
        @wraps(view)
        def run(request: HttpRequest, number: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            at = now()
            own = opened(request.session, at)
            case = joined.opens(own, numbers.tidy(number)) if own is not None else None
            if case is None:
                return redirect("portal_open", number=number)
            visit = Following(request, at, case, talk.contact(case))
            try:
                return view(visit, *args, **kwargs)
            except Refused as refused:
                return refusal(visit, refused)

        return run

    return guard


def _allowed(methods: str) -> list[str]:
    return methods.split() + (["HEAD"] if "GET" in methods.split() else [])


def admit(session: SessionBase, case: Case, at: datetime) -> None:
    """Let this session see the complaint for an hour after its last page, as long as the secret stays the same."""
    session.cycle_key()
    session[OPENED] = {"case": str(case.pk), "secret": case.secret_hash, "until": (at + OPEN_FOR).isoformat()}


def opened(session: SessionBase, at: datetime) -> Case | None:
    """The complaint this session may see now; every look begins its hour anew."""
    kept = session.get(OPENED)
    if not kept:
        return None
    case = cases.find(UUID(kept["case"])) if datetime.fromisoformat(kept["until"]) > at else None
    if case is None or case.secret_hash != kept["secret"]:
        leave(session)
        return None
    if datetime.fromisoformat(kept["until"]) - at < OPEN_FOR - _STIR:
        session[OPENED] = kept | {"until": (at + OPEN_FOR).isoformat()}
    return case


def leave(session: SessionBase) -> None:
    """Close the complaint on this device."""
    for name in (OPENED, DONE):
        session.pop(name, None)


def refusal(visit: Visit, refused: Refused) -> HttpResponse:
    """What was refused, in words, with the way back."""
    status = 429 if isinstance(refused, TooMany) else 422 if isinstance(refused, BadInput) else 409
    back = visit.request.headers.get("Referer") or "/"
    return visit.page("refused.html", {"refused": refused, "back_url": back}, status=status)
