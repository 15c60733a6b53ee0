"""`requests/<number>/`: one request: what was said, its path in three phases, the steps of this moment, its limits."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.accounts.models import User
from huiyin.cases.actions import access
from huiyin.cases.models import Evidence, Kind
from huiyin.complaints.actions import triage
from huiyin.console.case import dossier, shape_panels, timeline
from huiyin.console.case.frame import Moment, of_case
from huiyin.console.case.frame import page as answer
from huiyin.console.case.page import IN_REGISTER, seen
from huiyin.console.case.panels import limit
from huiyin.console.service.forms import StepForm
from huiyin.core import masking
from huiyin.core.errors import BadInput, Refused
from huiyin.service.actions import after, before, during, promotion
from huiyin.service.models import PapersAsked, Request
from huiyin.service.queries import facts, open_hand_over
from huiyin.service.rules import path
from huiyin.service.rules.path import Facts
from huiyin.service.rules.table import BY_CODE, PHASES, chain

ACTIONS = {
    "respond": before.respond, "check_identity": before.check_identity, "ask_papers": before.ask_papers,
    "check_papers": before.check_papers, "accept": before.accept, "sort": during.sort, "route": during.route,
    "take": during.take, "give_back": during.give_back, "process": during.process, "answer": during.answer,
    "go_on": after.go_on, "close": after.close, "archive": after.archive, "skip": during.skip, "end": after.end,
    "promote": promotion.promote,
}  # fmt: skip
# What moves a request on along its chain stands open; the rest waits folded.
ASIDE = ("respond", "ask_papers", "route", "give_back", "go_on", "skip", "promote", "end")
DANGER = ("end", "skip")


@require_GET
@of_case
def show(moment: Moment) -> HttpResponse:
    """The page; a case that is no request any more is shown as what it is. Opening it is a line of the access log."""
    request = _request(moment)
    if moment.case.kind != Kind.REQUEST:
        return redirect("case", moment.case.number)
    access.look(case=moment.case, by=moment.by, at=moment.at)
    seen(moment)
    return answer(moment, "console/service/page.html", _context(moment, request))


@require_POST
@of_case
def act(moment: Moment, step: str) -> HttpResponse:
    """Take a step; what is refused comes back with everything that was typed."""
    request = _request(moment)
    if step not in ACTIONS:
        raise Http404
    form = StepForm(step, facts(moment.case, request), moment.request.POST, asked_before=_asked(moment))
    if not form.is_valid():
        return _again(moment, request, form, step, status=422)
    try:
        _take(moment, step, _given(step, form.cleaned_data))
    except BadInput as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return _again(moment, request, form, step, status=422)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _again(moment, request, form, step, status=409)
    messages.success(moment.request, _("Done: %(step)s.") % {"step": _(BY_CODE[step].title)})
    return redirect("request", moment.case.number)


def _take(moment: Moment, step: str, given: dict[str, Any]) -> None:
    """One action; a request that goes on as a complaint is let go and taken up in one transaction."""
    with transaction.atomic():
        ACTIONS[step](case=moment.case, **given, by=moment.by, at=moment.at)  # type: ignore[operator]
        if step == "promote":
            triage.take_as_complaint(case=moment.case, let_go=True, by=moment.by, at=moment.at)


def _request(moment: Moment) -> Request:
    request = Request.objects.filter(case_id=moment.case.pk).first()
    if request is None:
        raise Http404
    return request


def _given(step: str, cleaned: dict[str, Any]) -> dict[str, Any]:
    """The arguments of the action, from what was typed."""
    given = dict(cleaned)
    if step == "ask_papers":
        given["items"] = given["items"].splitlines()
    if step == "route":
        given["to"] = User.objects.get(employee_no=given["to"])
    return given


def _again(moment: Moment, request: Request, form: StepForm, step: str, *, status: int) -> HttpResponse:
    moment.case.refresh_from_db()
    request.refresh_from_db()
    return answer(moment, "console/service/page.html", _context(moment, request, {step: form}), status)


def _asked(moment: Moment) -> bool:
    return PapersAsked.objects.filter(case_id=moment.case.pk).exists()


def _context(moment: Moment, request: Request, typed: dict[str, StepForm] | None = None) -> dict[str, Any]:
    known = facts(moment.case, request)
    papers = dossier.read(moment)
    files = Evidence.objects.filter(case_id=moment.case.pk).order_by("-number")[:IN_REGISTER]
    story = timeline.read(moment, timeline.Known({str(one.pk): one for one in files}, papers.names))
    return {
        "request_row": request,
        "told": {
            name: masking.text(getattr(request, name)) for name in ("no_preliminary", "identity_check", "processed")
        },
        "customer": masking.name(moment.case.complainant_name),
        "subject": masking.text(moment.case.subject),
        "phases": _phases(request, known),
        "steps": _steps(moment, known, typed or {}),
        "closed": [one for one in path.steps(known, moment.by) if not one.ready],
        "clocks": [limit(moment, clock) for clock in dossier.clocks_of(papers)],
        "asked": list(PapersAsked.objects.filter(case_id=moment.case.pk).order_by("number")),
        "hand_over": open_hand_over(moment.case),
        "shape": {"linked": shape_panels.linked(moment, papers)},
        "talk": story,
        "show": "all",
        "filters": [],
    }


def _phases(request: Request, known: Facts) -> list[dict[str, Any]]:
    """The chain of its kind in three phases, each step with what became of it."""

    def stood(code: str) -> str:
        if code in request.skipped:
            return "skipped"
        return "done" if code in known.done or (code == "archive" and request.state == "archived") else ""

    return [
        {
            "name": _(name),
            "steps": [
                {"label": _(BY_CODE[code].title), "at": stood(code), "by": request.skipped.get(code, "")}
                for code in chain(request.kind)
                if BY_CODE[code].phase == phase
            ],
        }
        for phase, name in PHASES
    ]


def _steps(moment: Moment, known: Facts, typed: dict[str, StepForm]) -> list[dict[str, Any]]:
    """The steps that can be taken now, each with its form; what was typed and refused stands open."""
    asked = _asked(moment)
    found = []
    for offer in path.steps(known, moment.by):
        code = offer.step.code
        if not offer.ready and code not in typed:
            continue
        form = typed.get(code) or StepForm(code, known, asked_before=asked)
        found.append(
            {
                "code": code, "label": _(offer.step.title), "clause": offer.step.clause, "form": form,
                "open": code in typed, "aside": code in ASIDE, "danger": code in DANGER,
            }
        )  # fmt: skip
    return sorted(found, key=lambda one: ASIDE.index(one["code"]) + 1 if one["aside"] else 0)
