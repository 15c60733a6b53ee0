"""Asking for a service without an account, on one page; and what a customer sees of a request they follow (1.2-2)."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases import queries as cases
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Channel
from huiyin.cases.rules.people import PersonDraft
from huiyin.clocks import queries as clocks
from huiyin.core import uploads
from huiyin.core.actors import customer
from huiyin.core.errors import BadInput
from huiyin.core.ids import uuid7
from huiyin.portal import gate, joined, limits, papers, sending, story_page
from huiyin.portal import visit as visits
from huiyin.portal.complain import upload_limits
from huiyin.portal.request_form import RequestForm
from huiyin.portal.story_page import Doable
from huiyin.portal.telling import REQUEST_NOW, REQUEST_TITLES
from huiyin.portal.visit import Visit, portal
from huiyin.service.actions import intake
from huiyin.service.models import PapersAsked, Request
from huiyin.service.rules.arrival import Arrival

RECEIPT = "portal_request_receipt"
_TRAP = "website"
_PLACES = {"person": "name", "contact": "phone"}


@portal("GET POST")
def ask(visit: Visit) -> HttpResponse:
    """`request`: the form; sent twice it is one request."""
    if not visit.posted:
        return _form(visit, RequestForm(initial={"key": str(uuid7()), "kind": "consultation"}))
    form = RequestForm(visit.request.POST)
    try:
        files = uploads.arrived(visit.request, "files", sending.owner(visit.session))
    except BadInput as refused:
        return _form(visit, form, refused, status=422)
    if not form.is_valid():
        return _form(visit, form, status=422)
    given = form.cleaned_data
    contacts = [value for value in (given["phone"], given["email"]) if value]
    try:
        if visit.request.POST.get(_TRAP):
            raise BadInput("portal.trap", _("The last field must stay empty. It has been emptied: send it again."))
        gate.check_complaint(visit.request, contacts, visit.at)
        with transaction.atomic():
            made = intake.register(arrival=_arrival(visit, given), by=customer(None), at=visit.at)
            if files and made.created:
                words = _("Papers for the request.")
                talk.hear(case=made.case, text=words, files=files, by=customer(None), at=visit.at)
    except gate.TooMany as refused:
        return _form(visit, form, refused, status=429)
    except BadInput as refused:
        place = _PLACES.get(refused.field, refused.field)
        if place in form.fields:
            form.add_error(place, refused.message)
            return _form(visit, form, status=422)
        return _form(visit, form, refused, status=422)
    if made.created:
        gate.sent_complaint(visit.request, contacts, visit.at)
    visits.admit(visit.session, made.case, visit.at)
    visit.session[RECEIPT] = str(made.case.pk)
    return redirect("portal_request_receipt")


def _arrival(visit: Visit, given: dict[str, Any]) -> Arrival:
    person = PersonDraft(name=given["name"], phone=given["phone"], email=given["email"], is_contact=True)
    return Arrival(
        kind=given["kind"], channel=Channel.PORTAL, received_at=visit.at, text=given["text"], person=person,
        policy_number=given["policy_number"], topic=given["topic"] if given["kind"] == "consultation" else "",
        language=get_language() or settings.LANGUAGE_CODE, idempotency_key=str(given["key"] or ""),
    )  # fmt: skip


def _form(visit: Visit, form: RequestForm, trouble: Any = None, *, status: int = 200) -> HttpResponse:
    faults = form.faults() if form.is_bound else []
    context = {"form": form, "faults": faults, "trouble": trouble, "upload": upload_limits()}
    return visit.page("request.html", context, status)


@portal()
def receipt(visit: Visit) -> HttpResponse:
    """`request/receipt`: number, code and limits, to be saved or printed. Reloading shows it again."""
    kept = visit.session.get(RECEIPT)
    case = visits.opened(visit.session, visit.at) if kept else None
    if case is None or str(case.pk) != kept:
        return redirect("portal_open")
    context = {
        "case": case, "secret": cases.secret_of(case), "limits": _limits(case), "desk": limits.desk(case),
        "mailed": case.people.filter(is_contact=True).exclude(email_blind="").exists(),
    }  # fmt: skip
    return visit.page("request_receipt.html", context)


def context(case: Case, at: Any) -> dict[str, Any]:
    """What the page of a request shows: how it stands, what is missing, what was said, what can be done now."""
    row = Request.objects.get(pk=case.pk)
    messages = joined.messages_of(case)
    items = {item.pk: item for item in papers.of_customer(case, messages)}
    asked = PapersAsked.objects.filter(case=case).order_by("-number").first() if row.state == "needs_papers" else None
    desk = limits.desk(case)
    return {
        "row": row, "now_words": _(REQUEST_NOW[row.state]), "is_open": case.is_open, "desk": desk,
        "missing": asked.items if asked else [], "limits": _limits(case, at),
        "talk": story_page.talk_of(case, messages, items, desk["name"]), "can": _doables(case, bool(asked)),
    }  # fmt: skip


def _limits(case: Case, at: Any = None) -> list[limits.Limit]:
    running = list(clocks.running(("case", case.pk)).prefetch_related("events"))
    return limits.shown(case, running, only=REQUEST_TITLES, at=at)


def _doables(case: Case, are_missing: bool) -> list[Doable]:
    if case.state == "archived":
        return []
    url = reverse("portal_message", args=[case.number])
    if are_missing:
        words = _("Photos or scans are enough. We go on as soon as they are complete.")
        return [Doable(_("Hand in the missing papers"), words, url, "paperclip", primary=True)]
    return [Doable(_("Write to us or add material"), _("Photos, papers, recordings: whatever belongs to it."), url,
                   "paperclip")]  # fmt: skip
