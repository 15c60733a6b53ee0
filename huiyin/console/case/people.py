"""People: lifting a mask for a reason, correcting contact details, who takes part."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.accounts.models import User
from huiyin.cases import queries as cases
from huiyin.cases.actions import access, staff
from huiyin.cases.actions import people as persons
from huiyin.cases.models import Participation, Person
from huiyin.cases.queries.people import clashing, stamps
from huiyin.cases.rules.people import REPRESENTING
from huiyin.console import drafts
from huiyin.console.case import conflicts, forms, taking, who, words
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.console.case.page import problem, refreshed
from huiyin.core.errors import BadInput, Refused

PARTS = ("co_handler", "watcher", "approver", "reviewer", "assistant")


@require_POST
@of_case
def reveal(moment: Moment, person_id: UUID, field: str) -> HttpResponse:
    """`people/<id>/<field>/reveal`: the clear value, once, for a reason the access log keeps."""
    names = who.field_names()
    if field not in names:
        raise Http404
    try:
        reason = moment.request.POST.get("reason", "")
        values = access.reveal(
            case=moment.case, person_id=person_id, fields=[field], reason=reason, by=moment.by, at=moment.at
        )
    except Refused as refusal:
        return _not_revealed(moment, person_id, field, refusal)
    context = _field(moment, person_id, field, values[field]) | {"clear": values[field]}
    template = "partials/revealed.html" if moment.is_partial else "console/case/revealed.html"
    return page(moment, template, context)


@require_POST
@of_case
def reveal_text(moment: Moment, row_id: UUID) -> HttpResponse:
    """`texts/<id>/reveal`: the numbers masked inside a message or note, once, for a reason the access log keeps."""
    shown = {
        "masked": _("Masked numbers"),
        "what": _("the masked numbers in this text"),
        "url": reverse("case_reveal_text", args=[moment.case.number, row_id]),
    }
    try:
        found = access.reveal_text(
            case=moment.case, row_id=row_id, reason=moment.request.POST.get("reason", ""), by=moment.by, at=moment.at
        )
    except BadInput:
        raise Http404 from None
    except Refused as refusal:
        if not moment.is_partial:
            return problem(moment, taking.refusal_words(refusal), 409)
        return page(moment, "console/case/_not_revealed.html", shown | {"message": refusal.message}, status=409)
    template = "partials/revealed.html" if moment.is_partial else "console/case/revealed.html"
    return page(moment, template, shown | {"clear": " · ".join(found) or _("Nothing is masked here.")})


def _field(moment: Moment, person_id: UUID, field: str, value: str) -> dict[str, Any]:
    return {
        "masked": who.MASKS[field](value),
        "what": who.field_names()[field][1],
        "url": reverse("case_reveal", args=[moment.case.number, person_id, field]),
    }


def _not_revealed(moment: Moment, person_id: UUID, field: str, refusal: Refused) -> HttpResponse:
    """The masked value again, with why it stays so."""
    status = 422 if isinstance(refusal, BadInput) else 409
    row = Person.objects.filter(pk=person_id, case_id=moment.case.pk).first()
    if row is None:
        raise Http404
    if not moment.is_partial:
        return problem(moment, taking.refusal_words(refusal), status)
    context = _field(moment, person_id, field, getattr(row, field)) | {"message": refusal.message}
    return page(moment, "console/case/_not_revealed.html", context, status=status)


class PersonForm(forms.StepForm):
    """New values on the customer's word; what stays empty stays as it is."""

    pairs = (("name", "phone"), ("email", "certificate_no"))
    name = forms.line(gettext_lazy("Name"), required=False)
    phone = forms.line(gettext_lazy("Phone"), required=False, most=40)
    email = forms.line(gettext_lazy("E-mail"), required=False)
    certificate_no = forms.line(gettext_lazy("Certificate"), required=False, most=60)
    address = forms.line(gettext_lazy("Address"), required=False)
    reason = forms.line(gettext_lazy("Who asked for the correction, and how"))
    evidence = forms.choice(gettext_lazy("Proof of authority"), required=False)
    base = ""
    clashes: Sequence[conflicts.Conflict] = ()

    def prepare(self) -> None:
        """Only an agent or heir has an authority to prove."""
        forms.offer_evidence(self)

    @property
    def values(self) -> dict[str, str]:
        """What was filled in."""
        return {name: self.cleaned_data[name] for name in persons.CORRECTABLE if self.cleaned_data.get(name)}


@require_http_methods(["GET", "POST"])
@of_case
def person(moment: Moment, person_id: UUID) -> HttpResponse:
    """`people/<id>/`: correct what we hold, or name the proof of authority."""
    row = Person.objects.filter(pk=person_id, case_id=moment.case.pk).first()
    if row is None:
        raise Http404
    is_get = moment.request.method == "GET"
    form = (taking.given_back(moment, PersonForm) if is_get else None) or PersonForm(
        moment, moment.request.POST or None
    )
    form.base = moment.request.POST.get("base") or conflicts.sealed(moment, _what(row), stamps(row))
    if row.role not in REPRESENTING:
        form.fields.pop("evidence", None)
    if is_get or not form.is_valid():
        return _person(moment, row, form, 200 if is_get else 422)
    try:
        with transaction.atomic():
            _correct(moment, row, form)
    except BadInput as refusal:
        form.blame(refusal)
        return _person(moment, row, form, 422)
    except Refused as refusal:
        form.trouble = taking.refusal_words(refusal)
        if refusal.code == "person.changed":
            _side_by_side(moment, row, form)
        return _person(moment, row, form, 409)
    drafts.sent(moment.request, f"person.{row.pk}", case=moment.case, by=moment.by, at=moment.at)
    messages.success(moment.request, _("Kept."))
    return refreshed(moment)


def _what(row: Person) -> str:
    return f"person.{row.pk}"


def _side_by_side(moment: Moment, row: Person, form: PersonForm) -> None:
    """What the colleague wrote and what was typed; the choice is made against what stands there now."""
    row.refresh_from_db()
    names, was = who.field_names(), conflicts.opened(moment, _what(row))
    found = []
    for name in clashing(row, form.values, was):
        writer, at = conflicts.last_writer(moment, "case.person_corrected", name)
        theirs = who.MASKS[name](getattr(row, name)) or _("empty")
        found.append(conflicts.Conflict(name, str(names[name][0]), theirs, form.values[name], writer, at))
    form.clashes = found
    held = stamps(row)
    form.base = conflicts.sealed(moment, _what(row), was, {one.name: held[one.name] for one in found})
    form.trouble = conflicts.words()


def _correct(moment: Moment, row: Person, form: PersonForm) -> None:
    common: dict[str, Any] = {"case": moment.case, "person_id": row.pk, "by": moment.by, "at": moment.at}
    proof = form.proof() if "evidence" in form.fields else None
    if not form.values and not proof:
        raise BadInput("person.nothing", _("Fill in what changes."))
    left = conflicts.theirs(moment, list(form.values))
    values = {name: value for name, value in form.values.items() if name not in left}
    if proof:
        persons.attach_authority(evidence=moment.case.evidence.get(pk=proof), **common)
    if values:
        was = conflicts.opened(moment, _what(row))
        persons.correct(values=values, reason=form.cleaned_data["reason"], was=was, **common)


def _person(moment: Moment, row: Person, form: PersonForm, status: int) -> HttpResponse:
    context = {
        "form": form,
        "title": _("Correct what we hold"),
        "action": moment.request.path,
        "role": row.get_role_display(),
        "place": f"person.{row.pk}",
    }
    template = "console/case/_form.html" if moment.is_partial else "console/case/form.html"
    return page(moment, template, context, status=status)


class PartForm(forms.StepForm):
    """A colleague and how they take part."""

    pairs = (("user", "role"),)
    user = forms.choice(gettext_lazy("Colleague"))
    role = forms.choice(gettext_lazy("Part"))

    def prepare(self) -> None:
        """Colleagues of the case's part of the tree and the departments beside it, who may work on cases."""
        found = {
            one.user.pk: one.user.name
            for role in ("handler", "investigator", "supervisor", "branch_manager", "head_office_cp", "agent")
            for one in cases.choices(self.moment.case, role, self.moment.case.unit, beside=True)
            if not one.conflict
        }
        forms.offer(self, "user", found.items(), blank=_("Choose …"))
        forms.offer(self, "role", ((code, words.part_name(code)) for code in PARTS))


@require_http_methods(["GET", "POST"])
@of_case
def participant(moment: Moment) -> HttpResponse:
    """`participants/`: let a colleague take part."""
    form = PartForm(moment, moment.request.POST or None)
    status = 200 if moment.request.method == "GET" else 422
    if moment.request.method == "POST" and form.is_valid():
        try:
            user = User.objects.get(pk=form.cleaned_data["user"])
            staff.add_participant(
                case=moment.case, user=user, role=form.cleaned_data["role"], by=moment.by, at=moment.at
            )
        except Refused as refusal:
            form.trouble, status = taking.refusal_words(refusal), 409
        else:
            messages.success(moment.request, _("%(name)s takes part now.") % {"name": user.name})
            return refreshed(moment)
    context = {"form": form, "title": _("Let a colleague take part"), "action": moment.request.path}
    template = "console/case/_form.html" if moment.is_partial else "console/case/form.html"
    return page(moment, template, context, status=status)


@require_POST
@of_case
def remove(moment: Moment, part_id: UUID) -> HttpResponse:
    """`participants/<id>/remove`: end somebody's part."""
    part = Participation.objects.filter(pk=part_id, case_id=moment.case.pk).first()
    if part is None:
        raise Http404
    try:
        staff.remove_participant(participation=part, by=moment.by, at=moment.at)
    except Refused as refusal:
        return problem(moment, taking.refusal_words(refusal), 409)
    messages.success(moment.request, _("No longer takes part."))
    return refreshed(moment)
