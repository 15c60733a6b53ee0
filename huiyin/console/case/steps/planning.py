"""The plan in three parts, and its approval (3.3-2, 3.1-2)."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.accounts.models import Role
from huiyin.cases.models import Severity
from huiyin.complaints.actions import plan
from huiyin.complaints.models import Plan, RiskAssessment
from huiyin.complaints.queries import likeness as decisions
from huiyin.complaints.rules import approval, terms
from huiyin.complaints.rules.table import LEVELS
from huiyin.console.case import forms, likeness, words
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import inquiry, shared


class PlanForm(forms.StepForm):
    """Compensation with its ground, service, process."""

    pairs = (("compensation", "ex_gratia"),)
    compensation = forms.money(gettext_lazy("Compensation (yuan)"), help_text=gettext_lazy("0 when nothing is paid."))
    ex_gratia = forms.money(gettext_lazy("Of that, paid without legal duty"), required=False)
    compensation_text = forms.line(gettext_lazy("What is paid and why, or why nothing is paid"), most=500)
    improvement = forms.area(gettext_lazy("Improvement of service"), required=False, rows=3)
    process = forms.area(gettext_lazy("Change of a process"), required=False, rows=3)

    def prepare(self) -> None:
        """Begin with the plan that was sent back."""
        last = (
            Plan.objects.filter(case_id=self.moment.case.pk, round=self.moment.facts.round).order_by("-version").first()
        )
        for name in self.fields if last is not None else ():
            if name != "seen":
                self.fields[name].initial = getattr(last, name)

    def clean_ex_gratia(self) -> Decimal:
        """Left empty: nothing."""
        return self.cleaned_data["ex_gratia"] or Decimal(0)


class SendBackForm(forms.StepForm):
    """The approver's reason."""

    reason = forms.area(gettext_lazy("Reason of your decision"), rows=3, most=500)


class ApproveForm(SendBackForm):
    """The same, and why the sum lies outside what like complaints got: asked only where it does."""

    outlier_reason = forms.area(
        gettext_lazy("Why the sum lies outside what like complaints got"), required=False, rows=2, most=500
    )

    def prepare(self) -> None:
        """Without an outlier there is nothing to ask."""
        row = _waiting(self.moment)
        if row is None or not likeness.outlier(decisions.beside(self.moment.case), row.compensation):
            del self.fields["outlier_reason"]


def _sum(value: Any) -> Decimal:
    try:
        return Decimal(str(value or 0))
    except InvalidOperation:
        return Decimal(0)


def _level(moment: Moment, compensation: Decimal, ex_gratia: Decimal) -> approval.Level | None:
    if approval.fault(compensation, ex_gratia):
        return None
    risk = (
        RiskAssessment.objects.filter(case_id=moment.case.pk, round=moment.facts.round).order_by("-at", "-id").first()
    )
    matter = approval.Matter(
        severity=moment.case.severity,
        compensation=compensation,
        ex_gratia=ex_gratia,
        flags=frozenset(moment.case.flags),
        regulator=bool(risk and risk.regulator),
    )
    return approval.level(matter, terms.in_force(moment.case.rules_on).approval)


def who_may(level: str) -> str:
    """The roles that hold an approval level, in words."""
    return "、".join(str(Role(role).label) for role in LEVELS.get(level, ("executive",)))


def _asks(moment: Moment, form: PlanForm) -> Iterable[Line]:
    found = _level(moment, _sum(form["compensation"].value()), _sum(form["ex_gratia"].value()))
    if form["compensation"].value() not in (None, ""):
        yield from _outlies(moment, _sum(form["compensation"].value()))
    if found is not None:
        because = "；".join(_(reason) for reason in found.reasons)
        yield Line(
            "certificate",
            _("Needs the approval of %(level)s because of: %(because)s.")
            % {"level": Severity(found.level).label, "because": because},
        )
        yield Line(
            "users",
            _("Who may approve: %(who)s; never who proposed it or wrote the findings.") % {"who": who_may(found.level)},
        )


def _outlies(moment: Moment, compensation: Decimal) -> Iterable[Line]:
    if told := likeness.outlier(decisions.beside(moment.case), compensation):
        yield Line("alert-triangle", told)


def _waiting(moment: Moment) -> Plan | None:
    rows = Plan.objects.filter(case_id=moment.case.pk, round=moment.facts.round, state="proposed")
    return rows.select_related("proposed_by").first()


def _waits(moment: Moment, form: Any) -> Iterable[Line]:
    row = _waiting(moment)
    if row is None:
        return
    if "outlier_reason" in form.fields:
        yield from _outlies(moment, row.compensation)
    yield Line(
        "coin",
        _("Compensation %(sum)s, of it without legal duty %(ex_gratia)s")
        % {"sum": words.money(row.compensation), "ex_gratia": words.money(row.ex_gratia)},
        row.compensation_text,
    )
    if row.improvement:
        yield Line("heart-handshake", _("Improvement of service"), row.improvement)
    if row.process:
        yield Line("refresh", _("Change of a process"), row.process)
    found = _level(moment, row.compensation, row.ex_gratia)
    level = max(row.level, found.level) if found else row.level
    yield Line(
        "certificate",
        _("Approval level: %(level)s (%(who)s)") % {"level": Severity(level).label, "who": who_may(level)},
    )
    if row.proposed_by:
        yield Line("user", _("Proposed by %(name)s.") % {"name": row.proposed_by.name})


_BESIDE = "console/case/steps/inquiry.html"
PAGES = (
    StepPage(
        code="propose_plan",
        form=PlanForm,
        act=shared.act(plan.propose),
        before=_asks,
        facts=inquiry.inquiry,
        beside=_BESIDE,
        wide=True,
    ),
    StepPage(
        code="approve_plan",
        form=ApproveForm,
        act=shared.act(plan.approve),
        before=_waits,
        facts=inquiry.inquiry,
        beside=_BESIDE,
    ),
    StepPage(
        code="send_back_plan",
        form=SendBackForm,
        act=shared.act(plan.send_back),
        before=_waits,
        facts=inquiry.inquiry,
        beside=_BESIDE,
    ),
)
