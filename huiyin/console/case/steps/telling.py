"""Telling the decision, attempts that reached nobody, the proof of receipt (令2020-3 art 21, 20)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.models import EvidenceKind, EvidenceSource
from huiyin.complaints.actions import following, notices
from huiyin.complaints.actions.following import OWN_WAYS
from huiyin.complaints.models import Notice
from huiyin.complaints.models.decision import NoticeMethod
from huiyin.complaints.queries import letter, telling
from huiyin.complaints.rules import closing, terms
from huiyin.console.case import forms
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import shared
from huiyin.core import masking
from huiyin.core.errors import BadInput
from huiyin.core.wording import moment_text

UNREACHABLE = "unreachable"


class NotifyForm(forms.StepForm):
    """How the decision is told; only what the law counts."""

    takes = (EvidenceKind.PROOF, EvidenceSource.INTERNAL)
    files_label = gettext_lazy("Proof of telling (for example the signed receipt)")
    pairs = (("told_at", "reference"),)
    method = forms.choice(gettext_lazy("How it is told"), radio=True)
    told_at = forms.instant(gettext_lazy("When it was handed over, posted, sent or dialled"), required=False)
    reference = forms.line(gettext_lazy("Number of the letter, message or call record"), required=False, most=500)
    evidence = forms.choice(gettext_lazy("Proof in the register"), required=False)
    text = forms.area(gettext_lazy("What was said or written; how it was tried"), required=False, rows=2, most=5000)

    def prepare(self) -> None:
        """E-mail goes from here; the others are recorded with their proof."""
        address = shared.masked_mail(self.moment)
        mail = [("email", _("Send by e-mail now, to %(address)s") % {"address": address})] if address else []
        by_hand = [(code, label) for code, label in NoticeMethod.choices if code in closing.MOMENTS and code != "email"]
        forms.offer(self, "method", [*mail, *by_hand, (UNREACHABLE, _("Nobody could be reached"))])
        forms.offer_evidence(self)


def _notify(moment: Moment, form: NotifyForm) -> object:
    data, common = form.cleaned_data, shared.common(moment)
    if data["method"] == "email":
        return notices.mail_decision(**common)
    if data["method"] == UNREACHABLE:
        return notices.conclude_unreachable(reason=data["text"], **common)
    if data["told_at"] is None:
        raise BadInput("notice.told_at", _("Say when it was told."), field="told_at")
    return notices.notify(
        method=data["method"],
        told_at=data["told_at"],
        reference=data["reference"],
        text=data["text"],
        proof_evidence_id=form.proof(),
        **common,
    )


def _tells(moment: Moment, form: NotifyForm) -> Iterable[Line]:
    row = letter.issued_of(moment.case)
    if row is None:
        return
    subject, text = telling.decision_words(moment.case, row)
    name = masking.name(moment.case.complainant_name)
    yield Line(
        "file-certificate",
        _("Letter %(number)s to %(name)s: %(subject)s") % {"number": row.number, "name": name, "subject": subject},
        masking.text(text),
    )
    method = str(form["method"].value() or "")
    if method in closing.MOMENTS:
        yield Line("clock", _("The decision limit stops at %(moment)s.") % {"moment": _(closing.MOMENTS[method])})
    if method in closing.PROOFS:
        yield Line("paperclip", _(closing.PROOFS[method]))
    if method == UNREACHABLE:
        days = terms.in_force(moment.case.rules_on).attempts
        yield Line(
            "phone",
            _("Only after attempts on %(count)d different days, each recorded; the last one counts.") % {"count": days},
        )
    yield from shared.limit_now(moment)


class AttemptForm(forms.StepForm):
    """An attempt that reached nobody."""

    pairs = (("what_for", "method"), ("tried_at", "reference"))
    what_for = forms.choice(gettext_lazy("What it was for"))
    method = forms.choice(gettext_lazy("How"))
    tried_at = forms.instant(gettext_lazy("When"))
    reference = forms.line(gettext_lazy("Number of the call record, letter …"), most=500)
    text = forms.line(gettext_lazy("What happened"), required=False, most=500)

    def prepare(self) -> None:
        """What an attempt can be for, and its ways."""
        names = {
            "decision": _("The decision"),
            "satisfaction": _("The question about satisfaction"),
            "other": _("Something else"),
        }
        forms.offer(self, "what_for", ((code, names[code]) for code in notices.ATTEMPT_KINDS))
        forms.offer(self, "method", ((code, NoticeMethod(code).label) for code in closing.MOMENTS))


class ReceiptForm(forms.StepForm):
    """When the decision was received, with its proof."""

    takes = (EvidenceKind.PROOF, EvidenceSource.THIRD_PARTY)
    files_label = gettext_lazy("Proof (advice of delivery, a reply)")
    received_at = forms.instant(gettext_lazy("When it was received"))
    evidence = forms.choice(gettext_lazy("Proof in the register"), required=False)

    def prepare(self) -> None:
        """The items of the register."""
        forms.offer_evidence(self)


def _receipt(moment: Moment, form: ReceiptForm) -> object:
    proof = form.proof()
    if proof is None:
        raise BadInput(
            "notice.proof", _("Attach the proof: without it the day of receipt is not proven."), field="evidence"
        )
    return notices.record_receipt(
        case=moment.case,
        received_at=form.cleaned_data["received_at"],
        proof_evidence_id=proof,
        by=moment.by,
        at=moment.at,
    )


def _starts(moment: Moment, _form: Any) -> Iterable[Line]:
    if moment.facts.decided_by_branch:
        yield Line(
            "calendar",
            _("From that day the complainant has 30 days to apply for a review. Without proof nothing is ever late."),
        )


class AgainForm(shared.WayForm):
    """What has told nobody, and the other way."""

    notice = forms.choice(gettext_lazy("What has not reached them"))
    field_order = ("notice",)

    def prepare(self) -> None:
        """Failed mails, and texts only shown on the portal; with an address a new mail is a way too."""
        super().prepare()
        rows = Notice.objects.filter(case_id=self.moment.case.pk, sent_at=None).exclude(kind__in=OWN_WAYS)
        untold = rows.filter(Q(failed_at__isnull=False) | Q(outgoing_id=None)).order_by("-created_at")
        forms.offer(self, "notice", ((row.pk, f"{moment_text(row.created_at)} {row.text[:60]}") for row in untold))
        ways = [(code, label) for code, label in NoticeMethod.choices if code != NoticeMethod.PORTAL]
        forms.offer(self, "method", ways, blank=_("Choose …"))


def _again(moment: Moment, form: AgainForm) -> object:
    notice = UUID(form.cleaned_data["notice"])
    return following.tell_again(case=moment.case, notice_id=notice, way=form.way, by=moment.by, at=moment.at)


PAGES = (
    StepPage(code="notify", form=NotifyForm, act=_notify, before=_tells),
    StepPage(code="tell_again", form=AgainForm, act=_again),
    StepPage(code="record_attempt", form=AttemptForm, act=shared.act(notices.record_attempt)),
    StepPage(code="record_receipt", form=ReceiptForm, act=_receipt, before=_starts),
)
