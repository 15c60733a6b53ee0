"""What is written into the file of a case beside its path: what the complainant said, a demand, a person, marks, and a
recusal that rested on a mistake. Each a small form and one action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.cases.actions import people as persons
from huiyin.cases.actions import talk, texting
from huiyin.cases.models import Channel, EvidenceKind, EvidenceSource, Flag, PersonRole, Recusal
from huiyin.cases.rules.merging import merge_marks
from huiyin.cases.rules.people import PersonDraft
from huiyin.complaints.actions import classification, demands, dispatch, independence
from huiyin.console import drafts
from huiyin.console.case import conflicts, forms, taking
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.console.case.page import refreshed
from huiyin.core.errors import BadInput, Refused


class HeardForm(forms.StepForm):
    """Something more from the complainant, however it reached us."""

    takes = (EvidenceKind.ATTACHMENT, EvidenceSource.CUSTOMER)
    pairs = (("channel", "received_at"),)
    text = forms.area(gettext_lazy("What they said or wrote"), required=False, rows=5, most=100_000)
    channel = forms.choice(gettext_lazy("How it reached us"))
    received_at = forms.instant(gettext_lazy("When it reached us"), required=False)

    def prepare(self) -> None:
        """Every channel; most often the phone."""
        forms.offer(self, "channel", Channel.choices)


def _hear(moment: Moment, form: HeardForm) -> object:
    data = form.cleaned_data
    return talk.hear(
        case=moment.case,
        text=data["text"],
        channel=data["channel"],
        received_at=data["received_at"],
        files=form.kept,
        by=moment.by,
        at=moment.at,
    )


class DemandForm(forms.StepForm):
    """One more thing that is asked for."""

    text = forms.line(gettext_lazy("What is asked for"), most=500)
    amount = forms.money(gettext_lazy("Sum (yuan)"), required=False)


def _demand(moment: Moment, form: DemandForm) -> object:
    data = form.cleaned_data
    return demands.add(case=moment.case, text=data["text"], amount=data["amount"], by=moment.by, at=moment.at)


class PersonForm(forms.StepForm):
    """Somebody else on the customer's side."""

    pairs = (("name", "role"), ("phone", "email"), ("certificate_no", "address"))
    name = forms.line(gettext_lazy("Name"))
    role = forms.choice(gettext_lazy("What this person is in the matter"))
    phone = forms.line(gettext_lazy("Phone"), required=False, most=40)
    email = forms.line(gettext_lazy("E-mail"), required=False)
    certificate_no = forms.line(gettext_lazy("Certificate"), required=False, most=60)
    address = forms.line(gettext_lazy("Address"), required=False)

    def prepare(self) -> None:
        """The roles of the house."""
        forms.offer(self, "role", PersonRole.choices, blank=_("Choose …"))


def _person(moment: Moment, form: PersonForm) -> object:
    values = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    return persons.add(case=moment.case, draft=PersonDraft(**values), by=moment.by, at=moment.at)


class MarksForm(forms.StepForm):
    """What a person can tell of a case; the grade follows the rules upwards."""

    flags = forms.choice(gettext_lazy("Marks that hold from now on"), required=False, many=True)
    reason = forms.line(gettext_lazy("Why"))

    def prepare(self) -> None:
        """Only marks that a person sets; what holds now is ticked."""
        forms.offer(self, "flags", ((flag.value, flag.label) for flag in Flag if flag in classification.MARKS))
        self.fields["flags"].initial = [flag for flag in self.moment.case.flags if flag in classification.MARKS]
        held = {"flags": self.fields["flags"].initial}
        self.base = self.moment.request.POST.get("base") or conflicts.sealed(self.moment, "marks", held)


def _mark(moment: Moment, form: MarksForm) -> object:
    """What a colleague set or took away since the form was opened stays so; the case is locked."""
    data = form.cleaned_data
    held = [flag for flag in moment.case.flags if flag in classification.MARKS]
    was = conflicts.opened(moment, "marks").get("flags", held)
    flags = sorted(merge_marks(was=was, now=held, typed=data["flags"]))
    return classification.mark(case=moment.case, flags=flags, reason=data["reason"], by=moment.by, at=moment.at)


class PolicyForm(forms.StepForm):
    """Which policy the complaint is about; who sold it stays away from then on."""

    number = forms.line(gettext_lazy("Policy number"), most=40)


def _policy(moment: Moment, form: PolicyForm) -> object:
    return independence.link_policy(case=moment.case, number=form.cleaned_data["number"], by=moment.by, at=moment.at)


class RespondentForm(forms.StepForm):
    """Which member of staff it is about; they, who directs them and their relatives stay away from then on."""

    employee_no = forms.line(gettext_lazy("Employee number complained about"), most=20)


def _respondent(moment: Moment, form: RespondentForm) -> object:
    return independence.name_respondent(
        case=moment.case, employee_no=form.cleaned_data["employee_no"], by=moment.by, at=moment.at
    )


class LiftForm(forms.StepForm):
    """Which recusal rested on a mistake."""

    which = forms.choice(gettext_lazy("Recusal"))
    reason = forms.line(gettext_lazy("Why it no longer holds"))

    def prepare(self) -> None:
        """The recusals that hold."""
        rows = Recusal.objects.filter(case_id=self.moment.case.pk, lifted_at=None).select_related("user")
        self.known = {str(row.pk): row for row in rows}
        forms.offer(self, "which", ((pk, row.user.name) for pk, row in self.known.items()))


def _lift(moment: Moment, form: LiftForm) -> object:
    data = form.cleaned_data
    return dispatch.lift_recusal(recusal=form.known[data["which"]], reason=data["reason"], by=moment.by, at=moment.at)


class WantedForm(forms.StepForm):
    """That somebody who said no more text messages asks for them again."""

    reason = forms.line(gettext_lazy("When and how they asked for it"), most=300)


def _wanted(moment: Moment, form: WantedForm) -> object:
    return texting.want_again(case=moment.case, reason=form.cleaned_data["reason"], by=moment.by, at=moment.at)


@dataclass(frozen=True)
class Side:
    """One small form beside the path."""

    title: Any
    form: type[forms.StepForm]
    act: Callable[[Moment, Any], object]


SIDES = {
    "heard": Side(gettext_lazy("Record what the complainant said"), HeardForm, _hear),
    "demand": Side(gettext_lazy("Add a demand"), DemandForm, _demand),
    "person": Side(gettext_lazy("Add a person"), PersonForm, _person),
    "marks": Side(gettext_lazy("Set the marks of the case"), MarksForm, _mark),
    "policy": Side(gettext_lazy("Link the policy"), PolicyForm, _policy),
    "respondent": Side(gettext_lazy("Name the staff complained about"), RespondentForm, _respondent),
    "texting": Side(gettext_lazy("They want text messages again"), WantedForm, _wanted),
    "recusal": Side(gettext_lazy("Take back a recusal"), LiftForm, _lift),
}


@require_http_methods(["GET", "POST"])
@of_case
def side(moment: Moment, name: str) -> HttpResponse:
    """`file/<name>/`: a small form beside the path."""
    if name not in SIDES:
        raise Http404
    found, is_post = SIDES[name], moment.request.method == "POST"
    if not is_post:
        return _show(moment, name, taking.given_back(moment, found.form) or found.form(moment), 200)
    form = found.form(moment, moment.request.POST)
    if not form.is_valid():
        return _show(moment, name, form, 422)
    try:
        with transaction.atomic():
            taking.hold(moment, "", None)
            found.act(moment, form)
    except BadInput as refusal:
        form.blame(refusal)
        return _show(moment, name, form, 422)
    except Refused as refusal:
        form.trouble = taking.refusal_words(refusal)
        return _show(moment, name, form, 409)
    drafts.sent(moment.request, f"file.{name}", case=moment.case, by=moment.by, at=moment.at)
    messages.success(moment.request, _("Done: %(step)s.") % {"step": found.title})
    return refreshed(moment)


def _show(moment: Moment, name: str, form: forms.StepForm, status: int) -> HttpResponse:
    context = {"form": form, "title": SIDES[name].title, "action": moment.request.path, "place": f"file.{name}"}
    template = "console/case/_form.html" if moment.is_partial else "console/case/form.html"
    return page(moment, template, context, status=status)
