"""Review of a branch's decision by the unit above (令2020-3 art 20)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.accounts.queries import upper_unit
from huiyin.cases.models import EvidenceKind, EvidenceSource
from huiyin.complaints.actions import decision as decisions
from huiyin.complaints.actions import review, reviewing
from huiyin.complaints.models import Demand, Review
from huiyin.complaints.models.turns import ReviewVerdict
from huiyin.complaints.queries import letter
from huiyin.console.case import forms
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import deciding, inquiry, shared
from huiyin.core import masking


class ApplyForm(forms.StepForm):
    """The application as it reached us."""

    takes = (EvidenceKind.STATEMENT, EvidenceSource.CUSTOMER)
    files_label = gettext_lazy("The written application and its papers")
    grounds = forms.area(gettext_lazy("Why the decision is not right, in their words"))
    applied_at = forms.instant(gettext_lazy("When it reached us"))
    evidence = forms.choice(gettext_lazy("Papers in the register"), required=False, many=True)

    def prepare(self) -> None:
        """The items of the register."""
        forms.offer_evidence(self)


def _apply(moment: Moment, form: ApplyForm) -> object:
    data = form.cleaned_data
    return review.apply(
        case=moment.case,
        grounds=data["grounds"],
        applied_at=data["applied_at"],
        evidence_ids=form.items(),
        by=moment.by,
        at=moment.at,
    )


def _applies(moment: Moment, _form: Any) -> Iterable[Line]:
    row = letter.issued_of(moment.case)
    above = upper_unit(row.deciding_unit) if row else None
    if above is not None:
        yield Line(
            "building", _("%(unit)s decides the review within 30 days of the application.") % {"unit": above.name}
        )
    received = moment.facts.decision_received_at
    if received is None:
        yield Line(
            "info-circle", _("The receipt of the decision is not proven: the application is in time in any case.")
        )
    else:
        yield from shared.limit_now(moment, review.APPLICATION)
    yield from shared.by_mail_or_portal(moment, _("A receipt with the limit"))


def open_review(moment: Moment) -> Review | None:
    """The review that is under way."""
    rows = Review.objects.filter(case_id=moment.case.pk, state__in=["applied", "reviewing"])
    return rows.select_related("reviewing_unit").first()


class DecideForm(shared.WayForm):
    """What was found on process, time limits and result; the verdict; what is now decided."""

    row_form = deciding.AnswerRow
    has_fixed_rows = True
    process_finding = forms.area(gettext_lazy("Process: what was found"), rows=3)
    timing_finding = forms.area(gettext_lazy("Time limits: what was found"), rows=2)
    outcome_finding = forms.area(gettext_lazy("Result: what was found"), rows=3)
    verdict = forms.choice(gettext_lazy("Outcome"), radio=True)
    conclusion = forms.area(gettext_lazy("Conclusion"), rows=3)
    grounds = forms.area(gettext_lazy("Grounds and reasons"), rows=3)
    field_order = ("process_finding", "timing_finding", "outcome_finding", "verdict", "conclusion", "grounds")

    def prepare(self) -> None:
        """The three outcomes."""
        super().prepare()
        forms.offer(self, "verdict", ReviewVerdict.choices)

    def first_rows(self) -> list[dict[str, Any]]:
        """An answer for each demand, used when the decision is changed."""
        demands = Demand.objects.filter(case_id=self.moment.case.pk).order_by("number")
        return [
            {
                "demand": one.number,
                "title": f"{one.number}. {one.text}",
                "result": one.result,
                "amount": one.amount_granted,
                "text": one.result_text,
            }
            for one in demands
        ]


def _decide(moment: Moment, form: DecideForm) -> object:
    data = form.cleaned_data
    names = ("process_finding", "timing_finding", "outcome_finding", "verdict", "conclusion", "grounds")
    rows = [row.cleaned_data for row in form.rows or () if row.cleaned_data]
    answers = [
        decisions.AnswerDraft(demand=row["demand"], result=row["result"], text=row["text"], amount=row["amount"])
        for row in rows
    ]
    return reviewing.decide(
        case=moment.case,
        **{name: data[name] for name in names},
        answers=answers if data["verdict"] == "changed" else [],
        way=form.way,
        by=moment.by,
        at=moment.at,
    )


def _decides(moment: Moment, form: DecideForm) -> Iterable[Line]:
    row = open_review(moment)
    if row is not None:
        yield Line("scale", row.get_admission_display(), masking.text(row.grounds))
    verdict = str(form["verdict"].value() or "")
    follows = {
        "upheld": _("Everything stays as it is."),
        "changed": _("A new round begins: the branch carries out the changed result."),
        "returned": _("A new round begins from dispatch: the branch decides again."),
    }
    if verdict in follows:
        yield Line("arrow-right", follows[verdict])
    yield from shared.limit_now(moment, review.DECISION)
    yield from shared.told_by(moment, form, _("The review decision"))


class RefuseForm(shared.WayForm):
    """Why a late application is not admitted."""

    why = forms.area(gettext_lazy("Why it is not admitted; the person reads this"), rows=3, most=500)
    field_order = ("why",)


def _refuse(moment: Moment, form: RefuseForm) -> object:
    return reviewing.refuse(case=moment.case, reason=form.cleaned_data["why"], way=form.way, by=moment.by, at=moment.at)


def _refuses(moment: Moment, form: RefuseForm) -> Iterable[Line]:
    row = open_review(moment)
    if row is not None:
        yield Line("calendar", row.get_admission_display(), masking.text(row.grounds))
    yield Line("users", _("Mediation, arbitration and court stay open; the letter says so."))
    yield from shared.told_by(moment, form, _("The letter"))


def _facts(moment: Moment, form: Any) -> Mapping[str, Any]:
    return {**inquiry.inquiry(moment, form), "decision": letter.issued_of(moment.case), "review": open_review(moment)}


def _stands(_moment: Moment, _form: Any) -> Iterable[Line]:
    yield Line("check", _("The decision stands as it is."))


_BESIDE = "console/case/steps/inquiry.html"
PAGES = (
    StepPage(code="apply_review", form=ApplyForm, act=_apply, before=_applies),
    StepPage(
        code="decide_review", form=DecideForm, act=_decide, before=_decides, facts=_facts, beside=_BESIDE, wide=True
    ),
    StepPage(code="refuse_review", form=RefuseForm, act=_refuse, before=_refuses),
    StepPage(code="withdraw_review", form=shared.EmptyForm, act=shared.act(review.withdraw), before=_stands),
)
