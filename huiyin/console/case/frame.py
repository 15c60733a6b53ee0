"""What every page of a case begins and ends with: the case through its gate, who acts and when, the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from huiyin.accounts.models import User
from huiyin.audit import queries as audit
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, State
from huiyin.complaints.queries import facts as gather
from huiyin.complaints.rules import path
from huiyin.complaints.rules.facts import Facts
from huiyin.console import kept
from huiyin.console.visit import Visit, desk
from huiyin.core.actors import Actor

P = ParamSpec("P")


@dataclass
class Moment:
    """One request about one case: what its views, forms and steps need, gathered once."""

    request: HttpRequest
    case: Case
    user: User
    by: Actor
    at: datetime

    @cached_property
    def facts(self) -> Facts:
        """The case as its path sees it."""
        return gather(self.case)

    @cached_property
    def offers(self) -> list[path.Offer]:
        """The steps of this moment for this person."""
        return path.steps(self.facts, self.by)

    @cached_property
    def seen(self) -> int:
        """The place in the ledger up to which this page tells the story: forms carry it back."""
        last = audit.last(("case", self.case.pk))
        return last.seq if last else 0

    @property
    def owner(self) -> tuple[str, UUID]:
        """The case as ledger and clocks name it."""
        return ("case", self.case.pk)

    @property
    def language(self) -> str:
        """The language of the page."""
        return get_language() or "zh-hans"

    @property
    def whose(self) -> str:
        """The token of a form: whose text it holds, should the session end before it is sent."""
        return kept.token(self.user)

    @property
    def is_partial(self) -> bool:
        """Does htmx ask for a part of the page?"""
        return bool(getattr(self.request, "htmx", False)) and not self.request.htmx.history_restore_request  # type: ignore[attr-defined]

    @property
    def is_archived(self) -> bool:
        """In the archive a case is only read."""
        return self.case.state == State.ARCHIVED

    @property
    def is_investigator(self) -> bool:
        """Advice on organised complaints is for investigators only."""
        return self.user.pk in self.facts.investigator_ids


Answer = HttpResponse | StreamingHttpResponse
View = Callable[Concatenate[Moment, P], Answer]


def of_case(view: View[P]) -> Callable[..., Answer]:
    """Give a view the case that its URL names, if this person may see it: 404 otherwise, 403 for roles that see none,
    302 to sign in first."""

    @wraps(view)
    def run(visit: Visit, number: str, *args: P.args, **kwargs: P.kwargs) -> Answer:
        try:
            case = cases.get(visit.user, number)
        except Case.DoesNotExist:
            raise Http404 from None
        return view(Moment(visit.request, case, visit.user, visit.by, visit.at), *args, **kwargs)

    # Which methods a view takes it says itself. (A streamed answer is one too, whatever the type of the guard says.)
    return desk("cases", "GET POST", keeps=True)(cast(Any, run))


def page(moment: Moment, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page, or the part of it that was asked for, with the case in its context."""
    base = {"moment": moment, "case": moment.case, "now": moment.at}
    return render(moment.request, template, base | dict(context), status=status)
