"""What a customer can do about a complaint that is open before them. One form, one action."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.actions import talk
from huiyin.cases.models import Kind
from huiyin.clocks import queries as clocks
from huiyin.complaints.actions import material
from huiyin.complaints.actions import mediation as mediations
from huiyin.complaints.actions import review as reviews
from huiyin.complaints.actions import satisfaction as questions
from huiyin.complaints.actions import withdrawal as withdrawals
from huiyin.complaints.models import Mediation
from huiyin.complaints.queries import facts
from huiyin.complaints.rules import path
from huiyin.core import uploads
from huiyin.core.errors import BadInput, Refused
from huiyin.handbook import queries as handbook
from huiyin.portal import sending
from huiyin.portal.complain import upload_limits
from huiyin.portal.forms import MediationForm, MessageForm, PortalForm, ReviewForm, SatisfactionForm, WithdrawalForm
from huiyin.portal.visit import Following, following


@following("GET POST")
def message(visit: Following) -> HttpResponse:
    """Say something more, with or without files. It always lands, also after the end."""
    form = _form(visit, MessageForm)
    if visit.posted and visit.seen():
        return visit.done()
    if not visit.posted or not form.is_valid():
        return _page(visit, "message.html", form)
    try:
        files = uploads.arrived(visit.request, "files", sending.owner(visit.session))
        hear = talk.hear if visit.case.kind == Kind.REQUEST else material.hear
        hear(case=visit.case, text=form.cleaned_data["text"], files=files, by=visit.by, at=visit.at)
    except BadInput as refused:
        return _page(visit, "message.html", form, refused)
    messages.success(visit.request, _("We have it. The desk that handles your complaint sees it now."))
    return visit.done()


@following("GET POST")
def satisfaction(visit: Following) -> HttpResponse:
    """The one question: 1 to 5 and words, or a refusal, which is an answer too."""
    if visit.posted and visit.seen():
        return visit.done()
    _require(visit, "answer_satisfaction")
    form = _form(visit, SatisfactionForm)
    if visit.posted and "refuse" in visit.request.POST:
        words = visit.request.POST.get("words", "")
        questions.refuse(case=visit.case, by=visit.by, at=visit.at, words=words)
    elif not visit.posted or not form.is_valid():
        return _page(visit, "satisfaction.html", form)
    else:
        questions.answer(case=visit.case, by=visit.by, at=visit.at, **form.cleaned_data)
    messages.success(visit.request, _("Thank you. Your answer is on record."))
    return visit.done()


@following("GET POST")
def review(visit: Following) -> HttpResponse:
    """Apply for a review of the decision, with grounds and material, in one go."""
    if visit.posted and visit.seen():
        return visit.done()
    _require(visit, "apply_review")
    form = _form(visit, ReviewForm)
    more = _about_review(visit)
    if not visit.posted or not form.is_valid():
        return _page(visit, "review.html", form, **more)
    try:
        _apply(visit, form.cleaned_data["grounds"])
    except BadInput as refused:
        return _page(visit, "review.html", form, refused, **more)
    messages.success(visit.request, _("Your application for a review has arrived."))
    return visit.done()


def _about_review(visit: Following) -> dict[str, Any]:
    """Until when one can apply, and by when the result is owed."""
    rule = handbook.find(reviews.DECISION, visit.case.rules_on)
    return {
        "clock": clocks.of_owner(("case", visit.case.pk)).filter(rule_code=reviews.APPLICATION).last(),
        "note": rule.note.in_language(get_language() or "zh-hans") if rule else "",
    }


def _apply(visit: Following, grounds: str) -> None:
    """The material first, so that the application can name it; both or neither."""
    files = uploads.arrived(visit.request, "files", sending.owner(visit.session))
    with transaction.atomic():
        items = []
        if files:
            said = talk.hear(case=visit.case, text=_("Material for the review."), files=files, by=visit.by, at=visit.at)
            items = said.evidence_ids
        reviews.apply(case=visit.case, grounds=grounds, by=visit.by, at=visit.at, evidence_ids=items)


@following("GET POST")
def withdraw_review(visit: Following) -> HttpResponse:
    """Take the application for a review back, after reading what that means."""
    if visit.posted and visit.seen():
        return visit.done()
    _require(visit, "withdraw_review")
    if not visit.posted:
        return visit.page("withdraw_review.html")
    reviews.withdraw(case=visit.case, by=visit.by, at=visit.at)
    messages.success(visit.request, _("You took the application back. The decision stands as it is."))
    return visit.done()


@following("GET POST")
def withdrawal(visit: Following) -> HttpResponse:
    """Withdraw the complaint: what follows is told first, the question about pressure is asked, the name signs."""
    if visit.posted and visit.seen():
        return visit.done()
    _require(visit, "withdraw")
    form = _form(visit, WithdrawalForm)
    if not visit.posted or not form.is_valid():
        return _page(visit, "withdrawal.html", form)
    values = dict(form.cleaned_data)
    free = values.pop("pressed") == "no"
    try:
        withdrawals.withdraw(case=visit.case, pressure_denied=free, by=visit.by, at=visit.at, **values)
    except BadInput as refused:
        return _page(visit, "withdrawal.html", form, refused)
    gone, held = _("You withdrew your complaint."), _("Your complaint goes on. A supervisor will speak with you.")
    messages.success(visit.request, gone if free else held)
    return visit.done()


@following("GET POST")
def mediation(visit: Following) -> HttpResponse:
    """Agree to a mediation that was proposed, or decline it: what it is and what follows is told first; the sentence
    that was read and the name typed under it stay in the ledger."""
    if visit.posted and visit.seen():
        return visit.done()
    _require(visit, "decline_mediation")
    row = Mediation.objects.filter(case=visit.case, ended_at=None).first()
    form = _form(visit, MediationForm)
    if not visit.posted or row is None or not form.is_valid():
        return _page(visit, "mediation.html", form, mediation=row)
    answer, reason, name = (form.cleaned_data[key] for key in ("answer", "reason", "signed_name"))
    signed = f"{row.body}: {dict(form.fields['answer'].choices)[answer]} / {name}"  # type: ignore[attr-defined]
    try:
        if answer == "yes":
            mediations.agree(case=visit.case, side="complainant", signed=signed, by=visit.by, at=visit.at)
        else:
            mediations.decline(case=visit.case, signed=signed, reason=reason, by=visit.by, at=visit.at)
    except BadInput as refused:
        return _page(visit, "mediation.html", form, refused, mediation=row)
    yes, no = _("You agreed to the mediation."), _("You declined the mediation. We go on with your complaint.")
    messages.success(visit.request, yes if answer == "yes" else no)
    return visit.done()


def _form(visit: Following, kind: type[PortalForm]) -> PortalForm:
    return kind(visit.request.POST) if visit.posted else kind()


def _page(
    visit: Following, template: str, form: PortalForm, trouble: Refused | None = None, **more: Any
) -> HttpResponse:
    """The form, with everything typed and what is wrong."""
    faults = form.faults() if form.is_bound else []
    context = {"form": form, "faults": faults, "trouble": trouble, "upload": upload_limits(), **more}
    return visit.page(template, context, status=422 if faults or trouble else 200)


def _require(visit: Following, step: str) -> None:
    """Raises Refused with the sentences of the rules when the step is not open to the customer now."""
    if visit.case.kind == Kind.REQUEST:
        raise Refused(f"step.{step}", _("This is a service request, not a complaint: write to us instead."))
    if reasons := path.why_not(step, facts(visit.case), visit.by):
        raise Refused(f"step.{step}", _(reasons[0]), needs=[_(reason) for reason in reasons[1:]])
