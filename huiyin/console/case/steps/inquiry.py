"""The investigation: sources, evidence, findings, liability, risk (3.2)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.models import EvidenceKind, EvidenceSource
from huiyin.complaints.actions import investigation, liability, material, risk
from huiyin.complaints.models import Finding, Liability, SourceCheck
from huiyin.complaints.models.complaint import Verdict
from huiyin.complaints.queries.risk import follower
from huiyin.console.case import forms
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import shared

PARTY_NAMES = {
    "insurer": gettext_lazy("The insurer as a whole"),
    "unit": gettext_lazy("A unit of the insurer"),
    "staff": gettext_lazy("A member of staff"),
    "intermediary": gettext_lazy("Agent or broker"),
    "partner": gettext_lazy("Partner (bank, garage, hospital …)"),
    "customer": gettext_lazy("The customer"),
    "third_party": gettext_lazy("Somebody else"),
}


def sources(moment: Moment) -> list[SourceCheck]:
    """The checks of this round."""
    return list(SourceCheck.objects.filter(case_id=moment.case.pk, round=moment.facts.round).order_by("id"))


def inquiry(moment: Moment, _form: Any = None) -> Mapping[str, Any]:
    """What the investigation has given so far, to stand beside a form."""
    here = {"case_id": moment.case.pk, "round": moment.facts.round}
    newest = Liability.objects.filter(**here).order_by("-version").first()
    return {
        "sources": sources(moment),
        "finding": Finding.objects.filter(**here).order_by("-version").first(),
        "parties": Liability.objects.filter(**here, version=newest.version).order_by("id") if newest else [],
    }


class SourcesForm(forms.StepForm):
    """What is looked for in each kind of source."""

    customer_contact = forms.area(gettext_lazy("Contact with the customer"), required=False, rows=2, most=500)
    internal_system = forms.area(gettext_lazy("Internal systems"), required=False, rows=2, most=500)
    third_party = forms.area(gettext_lazy("Third parties"), required=False, rows=2, most=500)

    def prepare(self) -> None:
        """The plans so far; a finished source keeps its own."""
        for row in sources(self.moment):
            if row.state == "open":
                self.fields[row.source].initial = row.plan
            else:
                del self.fields[row.source]

    @property
    def plans(self) -> dict[str, str]:
        """Kind of source → plan, as far as one was written."""
        return {name: self.cleaned_data[name] for name in EvidenceSource.values if self.cleaned_data.get(name)}


def _plan(moment: Moment, form: SourcesForm) -> object:
    return investigation.plan_sources(case=moment.case, plans=form.plans, by=moment.by, at=moment.at)


class FinishForm(forms.StepForm):
    """What a source gave, or why it does not apply."""

    takes = (EvidenceKind.ATTACHMENT, EvidenceSource.INTERNAL)
    source = forms.choice(gettext_lazy("Source"))
    not_applicable = django_forms.BooleanField(label=gettext_lazy("Does not apply here"), required=False)
    result = forms.area(gettext_lazy("What it gave, or why it does not apply"))
    evidence = forms.choice(gettext_lazy("Evidence"), required=False, many=True)

    def prepare(self) -> None:
        """The sources that are open."""
        forms.offer(
            self,
            "source",
            ((row.source, row.get_source_display()) for row in sources(self.moment) if row.state == "open"),
        )
        forms.offer_evidence(self)


def _finish(moment: Moment, form: FinishForm) -> object:
    data = form.cleaned_data
    return investigation.finish_source(
        case=moment.case,
        source=data["source"],
        result=data["result"],
        not_applicable=data["not_applicable"],
        evidence_ids=form.items(),
        by=moment.by,
        at=moment.at,
    )


class EvidenceForm(forms.StepForm):
    """Files for the register, and where they come from."""

    takes = (EvidenceKind.ATTACHMENT, EvidenceSource.INTERNAL)
    files_label = gettext_lazy("Files")
    pairs = (("kind", "source"), ("captured_at", "title"))
    kind = forms.choice(gettext_lazy("What it is"))
    source = forms.choice(gettext_lazy("Where it comes from"))
    captured_at = forms.instant(gettext_lazy("When it came into being"), required=False)
    title = forms.line(gettext_lazy("Title"), required=False, most=200)
    is_public = django_forms.BooleanField(label=gettext_lazy("The complainant may see it"), required=False)
    note = forms.line(gettext_lazy("Custody: from whom, how it reached us"), required=False)

    def prepare(self) -> None:
        """Letters are made, not added."""
        forms.offer(self, "kind", (one for one in EvidenceKind.choices if one[0] != EvidenceKind.LETTER))
        forms.offer(self, "source", EvidenceSource.choices)


def _add(moment: Moment, form: EvidenceForm) -> object:
    data = form.cleaned_data
    title = data["title"]
    return material.add_evidence(
        case=moment.case,
        files=form.kept,
        source=data["source"],
        kind=data["kind"],
        titles=[title] if title else [],
        captured_at=data["captured_at"],
        is_public=data["is_public"],
        note=data["note"],
        by=moment.by,
        at=moment.at,
    )


class FindingForm(forms.StepForm):
    """Truth, cause, scope."""

    takes = (EvidenceKind.ATTACHMENT, EvidenceSource.INTERNAL)
    truth = forms.area(gettext_lazy("What is true of the complaint, and how that was established"), rows=5)
    cause = forms.area(gettext_lazy("The specific cause"), rows=3)
    scope = forms.area(gettext_lazy("Whom and what it affects"), rows=3)
    evidence = forms.choice(gettext_lazy("Evidence it rests on"), required=False, many=True)

    def prepare(self) -> None:
        """Begin with the last version: a new one takes its place."""
        forms.offer_evidence(self)
        last = (
            Finding.objects.filter(case_id=self.moment.case.pk, round=self.moment.facts.round)
            .order_by("-version")
            .first()
        )
        if last is not None:
            for name in ("truth", "cause", "scope"):
                self.fields[name].initial = getattr(last, name)


def _record(moment: Moment, form: FindingForm) -> object:
    data = form.cleaned_data
    return investigation.record_finding(
        case=moment.case,
        truth=data["truth"],
        cause=data["cause"],
        scope=data["scope"],
        evidence_ids=form.items(),
        by=moment.by,
        at=moment.at,
    )


class ReviewFindingForm(forms.StepForm):
    """Accept the findings or send them back."""

    approved = forms.choice(gettext_lazy("Your review"), radio=True)
    note = forms.area(gettext_lazy("Note; what is missing when they go back"), required=False, rows=3, most=500)

    def prepare(self) -> None:
        """Two outcomes."""
        forms.offer(self, "approved", (("yes", _("The findings hold")), ("no", _("Send them back"))))


def _review(moment: Moment, form: ReviewFindingForm) -> object:
    approved = form.cleaned_data["approved"] == "yes"
    return investigation.review_finding(
        case=moment.case, approved=approved, note=form.cleaned_data["note"], by=moment.by, at=moment.at
    )


class PartyRow(forms.RowForm):
    """One responsible party."""

    party = forms.line(gettext_lazy("Party"), most=120)
    kind = forms.choice(gettext_lazy("What it is"))
    share = django_forms.IntegerField(label=gettext_lazy("Share (%)"), min_value=0, max_value=100)
    verdict = forms.choice(gettext_lazy("Verdict"))
    within_insurer = django_forms.BooleanField(label=gettext_lazy("The insurer answers for it"), required=False)
    legal_ground = forms.area(gettext_lazy("Legal ground"), rows=2)
    contract_ground = forms.area(gettext_lazy("Contract ground"), required=False, rows=2)
    clause = forms.line(gettext_lazy("Clause"), required=False)

    def prepare(self) -> None:
        """Choices."""
        forms.offer(self, "kind", PARTY_NAMES.items(), blank=_("Choose …"))
        forms.offer(self, "verdict", Verdict.choices, blank=_("Choose …"))


class LiabilityForm(forms.StepForm):
    """Who is responsible, to what share; the shares add up to 100."""

    row_form = PartyRow
    row_name = gettext_lazy("Another party")


def _determine(moment: Moment, form: LiabilityForm) -> object:
    parties = [liability.Party(**row) for row in form.row_data]
    return liability.determine(case=moment.case, parties=parties, by=moment.by, at=moment.at)


class ReinvestigateForm(forms.StepForm):
    """Why, and which sources are open again."""

    reason = forms.area(gettext_lazy("Why the investigation is taken up again"), rows=3, most=500)
    sources = forms.choice(gettext_lazy("Sources that are open again"), required=False, many=True)

    def prepare(self) -> None:
        """The sources that were finished."""
        forms.offer(self, "sources", ((row.source, row.get_source_display()) for row in sources(self.moment)))


class RiskForm(forms.StepForm):
    """Two questions with a reason each."""

    internal_audit = forms.choice(gettext_lazy("Is internal audit informed?"), radio=True)
    internal_audit_reason = forms.line(gettext_lazy("Why, also when not"), most=500)
    regulator = forms.choice(gettext_lazy("Is the regulator informed?"), radio=True)
    regulator_reason = forms.line(gettext_lazy("Why, also when not"), most=500)

    def prepare(self) -> None:
        """Yes or no, never left open."""
        for name in ("internal_audit", "regulator"):
            forms.offer(self, name, (("yes", _("Yes")), ("no", _("No"))))


def _assess(moment: Moment, form: RiskForm) -> object:
    data = form.cleaned_data
    return risk.assess(
        case=moment.case,
        internal_audit=data["internal_audit"] == "yes",
        internal_audit_reason=data["internal_audit_reason"],
        regulator=data["regulator"] == "yes",
        regulator_reason=data["regulator_reason"],
        by=moment.by,
        at=moment.at,
    )


def _follows(moment: Moment, form: RiskForm) -> Iterable[Line]:
    """Who gets a task, and until when, while the answer is yes."""
    names = {"internal_audit": _("Internal audit"), "regulator": _("Regulator")}
    for name, label in names.items():
        if form[name].value() == "yes":
            found = follower(moment.case, name)
            told = {"what": label, "name": found.user.name, "days": found.days}
            yield Line("user-check", _("%(what)s: %(name)s gets the task, to be done within %(days)d days.") % told)


def _starts(moment: Moment, _form: Any) -> Iterable[Line]:
    for row in sources(moment):
        yield Line("checkup-list", f"{row.get_source_display()}: {row.plan}")


_BESIDE = "console/case/steps/inquiry.html"
PAGES = (
    StepPage(code="plan_sources", form=SourcesForm, act=_plan),
    StepPage(code="investigate", form=shared.EmptyForm, act=shared.act(investigation.start), before=_starts),
    StepPage(code="finish_source", form=FinishForm, act=_finish, facts=inquiry, beside=_BESIDE),
    StepPage(code="add_evidence", form=EvidenceForm, act=_add),
    StepPage(code="record_finding", form=FindingForm, act=_record, facts=inquiry, beside=_BESIDE, wide=True),
    StepPage(code="review_finding", form=ReviewFindingForm, act=_review, facts=inquiry, beside=_BESIDE),
    StepPage(code="set_liability", form=LiabilityForm, act=_determine, facts=inquiry, beside=_BESIDE, wide=True),
    StepPage(code="reinvestigate", form=ReinvestigateForm, act=shared.act(investigation.reinvestigate)),
    StepPage(code="assess_risk", form=RiskForm, act=_assess, before=_follows, facts=inquiry, beside=_BESIDE),
)
