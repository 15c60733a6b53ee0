"""Moving the decision limit: extension, another agreed date, suspension (令2020-3 art 18, 21)."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.models import EvidenceKind, EvidenceSource
from huiyin.clocks import queries as clocks
from huiyin.complaints.actions import agreement, extension, suspension
from huiyin.complaints.actions.turning import BY_MAIL
from huiyin.complaints.models import Extension, Suspension
from huiyin.complaints.models.turns import SuspensionGround
from huiyin.complaints.queries import turns
from huiyin.console.case import forms
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import shared
from huiyin.core.errors import BadInput
from huiyin.core.time import SHANGHAI


class RequestForm(forms.StepForm):
    """Why more time is needed."""

    reason = forms.area(gettext_lazy("Why more time is needed"), required=False, rows=3, most=500)
    at_once = django_forms.BooleanField(
        label=gettext_lazy("Take it at once, without approval"),
        required=False,
        help_text=gettext_lazy(
            "Only for the first step. That nobody approved it stays on record as a finding of the house."
        ),
    )


def _request(moment: Moment, form: RequestForm) -> object:
    data = form.cleaned_data
    way = BY_MAIL if data["at_once"] else None
    return extension.request(
        case=moment.case, reason=data["reason"], ask_approval=not data["at_once"], way=way, by=moment.by, at=moment.at
    )


def _extends(moment: Moment, _form: Any) -> Iterable[Line]:
    yield from shared.limit_now(moment)
    yield from shared.limit_then(moment, "extend", moment.at)
    clock = turns.decision_clock(moment.case)
    rung = turns.next_rung(clock) if clock else None
    if clock and rung is None:
        yield Line("ban", _("This limit cannot be extended any further."))
    elif rung and rung.needs.get("approver") == "law":
        yield Line(
            "gavel",
            _(
                "By law the upper unit or a head-office executive approves and the complainant is told, "
                "both before the running limit ends."
            ),
        )
    elif rung:
        yield Line(
            "book-2",
            _("The house asks for a reason, an approval and a notice; what is missing is a finding of the house."),
        )


def _pending(moment: Moment) -> Extension | None:
    return Extension.objects.filter(case_id=moment.case.pk, effective_at=None, refused_at=None).first()


def _approves(moment: Moment, form: Any) -> Iterable[Line]:
    row = _pending(moment)
    if row is not None:
        yield Line("user", _("Asked for by %(who)s.") % {"who": row.by_label.rsplit(" ", 1)[0]}, row.reason)
    yield from _extends(moment, form)
    yield from shared.told_by(moment, form, _("The notice of the extension"))


def _waits(moment: Moment, _form: Any) -> Iterable[Line]:
    row = _pending(moment)
    if row is not None:
        yield Line("user", _("Asked for by %(who)s.") % {"who": row.by_label.rsplit(" ", 1)[0]}, row.reason)
    yield from shared.limit_now(moment)
    yield Line("calendar", _("The limit stays as it is."))


def _approve(moment: Moment, form: shared.WayForm) -> object:
    return extension.approve(case=moment.case, way=form.way, by=moment.by, at=moment.at)


class AgreeForm(forms.StepForm):
    """Another date, with the proof that both sides agreed."""

    takes = (EvidenceKind.PROOF, EvidenceSource.CUSTOMER)
    files_label = gettext_lazy("Proof that both sides agreed")
    pairs = (("until", "agreed_at"),)
    until = forms.day(gettext_lazy("Agreed date"), help_text=gettext_lazy("The limit lasts to 24:00 of that day."))
    agreed_at = forms.instant(gettext_lazy("When it was agreed"), required=False)
    evidence = forms.choice(gettext_lazy("Proof in the register"), required=False)
    reason = forms.line(gettext_lazy("Why"), required=False)

    def prepare(self) -> None:
        """The items of the register."""
        forms.offer_evidence(self)


def _agree(moment: Moment, form: AgreeForm) -> object:
    data, proof = form.cleaned_data, form.proof()
    if proof is None:
        raise BadInput("agreement.proof", _("Attach the proof that both sides agreed on the date."), field="evidence")
    return agreement.agree(
        case=moment.case,
        until=data["until"],
        agreed_at=data["agreed_at"],
        reason=data["reason"],
        proof_evidence_id=proof,
        by=moment.by,
        at=moment.at,
    )


def _agrees(moment: Moment, form: AgreeForm) -> Iterable[Line]:
    yield from shared.limit_now(moment)
    day = _day(form["until"].value())
    if day is not None:
        yield from shared.limit_then(moment, "agree", moment.at, until=datetime.combine(day, time(), SHANGHAI))


def _day(value: Any) -> date | None:
    try:
        return value if isinstance(value, date) else parse_date(str(value or ""))
    except ValueError:
        return None


class SuspendForm(shared.WayForm):
    """Which outside body works, since when, why; and how they are told."""

    pairs = (("ground", "body"), ("method", "told_at"), ("reference", "evidence"))
    ground = forms.choice(gettext_lazy("Ground"))
    body = forms.line(gettext_lazy("Outside body"), most=200)
    requested_at = forms.instant(gettext_lazy("When it was asked"))
    why = forms.area(gettext_lazy("Why it is needed"), rows=2, most=500)
    field_order = ("ground", "body", "requested_at", "why")

    def prepare(self) -> None:
        """Only outside bodies; a mediation has its own step."""
        super().prepare()
        forms.offer(self, "ground", ((code, SuspensionGround(code).label) for code in suspension.OUTSIDE))


def _suspend(moment: Moment, form: SuspendForm) -> object:
    data = form.cleaned_data
    return suspension.suspend(
        case=moment.case,
        ground=data["ground"],
        body=data["body"],
        reason=data["why"],
        requested_at=data["requested_at"],
        way=form.way,
        by=moment.by,
        at=moment.at,
    )


def _suspends(moment: Moment, form: SuspendForm) -> Iterable[Line]:
    yield from shared.limit_now(moment)
    yield Line("player-pause", _("The days do not count until the result is in."))
    yield from shared.told_by(moment, form, _("The notice of the suspension"))


class ResumeForm(shared.WayForm):
    """Which suspension ends, since when, with which result."""

    which = forms.choice(gettext_lazy("Suspension"))
    resumed_at = forms.instant(gettext_lazy("When the result came in"))
    result = forms.area(gettext_lazy("Result"), rows=2, most=500)
    field_order = ("which", "resumed_at", "result")

    def prepare(self) -> None:
        """Those that are open and no mediation."""
        super().prepare()
        rows = Suspension.objects.filter(case_id=self.moment.case.pk, to_at=None, ground__in=suspension.OUTSIDE)
        forms.offer(
            self, "which", ((row.pk, f"{row.get_ground_display()}: {row.body}") for row in rows.order_by("from_at"))
        )


def _resume(moment: Moment, form: ResumeForm) -> object:
    data = form.cleaned_data
    return suspension.resume(
        case=moment.case,
        suspension_id=UUID(data["which"]),
        result=data["result"],
        resumed_at=data["resumed_at"],
        way=form.way,
        by=moment.by,
        at=moment.at,
    )


def _resumes(moment: Moment, form: ResumeForm) -> Iterable[Line]:
    ref = str(form["which"].value() or "")
    if not ref:
        first = Suspension.objects.filter(case_id=moment.case.pk, to_at=None).order_by("from_at").first()
        ref = str(first.pk) if first else ""
    clock = clocks.running(moment.owner).filter(rule_code=shared.DECISION).first()
    if clock is not None and ref:
        yield from shared.limit_then(moment, "resume", moment.at, ref=ref)
    yield from shared.told_by(moment, form, _("The notice that the limit runs again"))


PAGES = (
    StepPage(code="request_extension", form=RequestForm, act=_request, before=_extends),
    StepPage(code="approve_extension", form=shared.WayForm, act=_approve, before=_approves),
    StepPage(code="refuse_extension", form=shared.ReasonForm, act=shared.act(extension.refuse), before=_waits),
    StepPage(code="agree_date", form=AgreeForm, act=_agree, before=_agrees),
    StepPage(code="suspend", form=SuspendForm, act=_suspend, before=_suspends),
    StepPage(code="resume", form=ResumeForm, act=_resume, before=_resumes),
)
