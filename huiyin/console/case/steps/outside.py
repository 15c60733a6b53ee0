"""Mediation, and what reached a regulator, a court or the media (令2020-3 art 23; domain 2.1)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.models import EvidenceKind, EvidenceSource
from huiyin.complaints.actions import escalation, mediation
from huiyin.complaints.actions.turning import BY_MAIL
from huiyin.complaints.models import Escalation, Mediation
from huiyin.complaints.rules.turns import ESCALATED_TO, MEDIATED
from huiyin.console.case import forms
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import shared
from huiyin.core.errors import BadInput


class MediationForm(forms.StepForm):
    """Who mediates."""

    body = forms.line(gettext_lazy("Mediation body"), most=200)
    external_ref = forms.line(gettext_lazy("Their number"), required=False, most=80)


def _begins(moment: Moment, _form: Any) -> Iterable[Line]:
    yield Line("clock", _("The limit runs on until both sides have agreed."))
    yield from shared.limit_now(moment)


class SideForm(shared.WayForm):
    """Which side agrees, when, with which proof."""

    side = forms.choice(gettext_lazy("Who agrees"), radio=True)
    agreed_at = forms.instant(gettext_lazy("When"), required=False)
    consent = forms.choice(gettext_lazy("Proof of the complainant's agreement"), required=False)
    field_order = ("side", "agreed_at", "consent")

    def prepare(self) -> None:
        """Two sides, recorded separately."""
        super().prepare()
        forms.offer(self, "side", (("complainant", _("The complainant")), ("insurer", _("We, the insurer"))))
        forms.offer_evidence(self, "consent")


def _agree(moment: Moment, form: SideForm) -> object:
    data = form.cleaned_data
    consent = UUID(data["consent"]) if data.get("consent") else None
    proof = consent
    if proof is None and data["side"] == "complainant" and not data["method"]:
        added = form.attach()
        proof = added[0] if added else None
    way = form.way if data["method"] else BY_MAIL
    return mediation.agree(
        case=moment.case,
        side=data["side"],
        agreed_at=data["agreed_at"],
        proof_evidence_id=proof,
        way=way,
        by=moment.by,
        at=moment.at,
    )


def _agrees(moment: Moment, form: SideForm) -> Iterable[Line]:
    row = Mediation.objects.filter(case_id=moment.case.pk, ended_at=None).first()
    agreed = [
        name
        for name, at in (
            (_("the complainant"), row and row.complainant_agreed_at),
            (_("the insurer"), row and row.insurer_agreed_at),
        )
        if at
    ]
    if agreed:
        yield Line("check", _("Has agreed already: %(who)s") % {"who": "、".join(agreed)})
    yield Line("player-pause", _("Once both have agreed the limit rests from the later of the two moments."))
    yield from shared.told_by(moment, form, _("Word of it"))


class EndForm(shared.WayForm):
    """How the mediation ended."""

    result = forms.choice(gettext_lazy("Result"), radio=True)
    result_text = forms.area(gettext_lazy("What was settled, or why it failed"), rows=3, most=500)
    ended_at = forms.instant(gettext_lazy("When it ended"), required=False)
    field_order = ("result", "result_text", "ended_at")

    def prepare(self) -> None:
        """The three ends."""
        super().prepare()
        names = {"settled": _("Settled"), "failed": _("Failed"), "withdrawn": _("Given up")}
        forms.offer(self, "result", ((code, names[code]) for code in MEDIATED))


def _end(moment: Moment, form: EndForm) -> object:
    data = form.cleaned_data
    return mediation.end(
        case=moment.case,
        result=data["result"],
        result_text=data["result_text"],
        ended_at=data["ended_at"],
        way=form.way,
        by=moment.by,
        at=moment.at,
    )


def _ends(moment: Moment, form: EndForm) -> Iterable[Line]:
    row = Mediation.objects.filter(case_id=moment.case.pk, ended_at=None).first()
    if row is not None and row.suspension_id:
        yield from shared.limit_then(moment, "resume", moment.at, ref=str(row.suspension_id))
    yield from shared.told_by(moment, form, _("Word of it"))


class EscalateForm(forms.StepForm):
    """Where it went, their number, and the date a regulator set."""

    pairs = (("to", "body"), ("external_ref", "due_on"))
    to = forms.choice(gettext_lazy("Where it went"))
    body = forms.line(gettext_lazy("Name of the authority, court or medium"), most=200)
    external_ref = forms.line(gettext_lazy("Their number"), required=False, most=80)
    due_on = forms.day(gettext_lazy("Date the regulator set"), required=False)
    received_at = forms.instant(gettext_lazy("When it reached us"), required=False)

    def prepare(self) -> None:
        """The places that the house tells apart."""
        names = {"regulator": _("Regulator"), "mediator": _("Mediation body"), "court": _("Court"), "media": _("Media")}
        forms.offer(self, "to", ((code, names[code]) for code in ESCALATED_TO), blank=_("Choose …"))


def _escalates(_moment: Moment, _form: Any) -> Iterable[Line]:
    yield Line("flag", _("The case is flagged; a regulator's date runs as a limit of its own beside the legal ones."))


class AnswerForm(forms.StepForm):
    """The answer, and the proof that it was sent."""

    takes = (EvidenceKind.PROOF, EvidenceSource.INTERNAL)
    files_label = gettext_lazy("Proof that it was sent")
    which = forms.choice(gettext_lazy("Escalation"))
    text = forms.area(gettext_lazy("Answer"), rows=4)
    answered_at = forms.instant(gettext_lazy("When it was sent"), required=False)
    evidence = forms.choice(gettext_lazy("Proof in the register"), required=False)

    def prepare(self) -> None:
        """Those that wait for an answer."""
        rows = Escalation.objects.filter(case_id=self.moment.case.pk, answered_at=None, ended_at=None).order_by("at")
        forms.offer(self, "which", ((row.pk, f"{row.body} {row.external_ref}".strip()) for row in rows))
        forms.offer_evidence(self)


def _answer(moment: Moment, form: AnswerForm) -> object:
    data, proof = form.cleaned_data, form.proof()
    if proof is None:
        raise BadInput("escalation.proof", _("Attach the proof that the answer was sent."), field="evidence")
    return escalation.answer(
        case=moment.case,
        escalation_id=UUID(data["which"]),
        text=data["text"],
        answered_at=data["answered_at"],
        proof_evidence_id=proof,
        by=moment.by,
        at=moment.at,
    )


PAGES = (
    StepPage(code="start_mediation", form=MediationForm, act=shared.act(mediation.start), before=_begins),
    StepPage(code="agree_mediation", form=SideForm, act=_agree, before=_agrees),
    StepPage(code="end_mediation", form=EndForm, act=_end, before=_ends),
    StepPage(code="escalate", form=EscalateForm, act=shared.act(escalation.escalate), before=_escalates),
    StepPage(code="answer_escalation", form=AnswerForm, act=_answer),
)
