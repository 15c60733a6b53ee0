"""Promises to the complainant: recorded, kept with proof, changed with the complainant's agreement (6.3-2)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.accounts.models import User
from huiyin.cases.models import EvidenceKind, EvidenceSource
from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Promise
from huiyin.complaints.actions import promises
from huiyin.complaints.actions.promises import PromiseDraft
from huiyin.console.case import forms
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import shared
from huiyin.console.case.steps.tasks import assignees


def open_promises(moment: Moment) -> dict[str, Promise]:
    """What is still owed, the most urgent first."""
    return {str(row.pk): row for row in clocks.promises_of(moment.owner) if row.state == "open"}


class PromiseForm(forms.StepForm):
    """What was promised on the phone or elsewhere, and by when."""

    pairs = (("due_at", "who"),)
    text = forms.line(gettext_lazy("What was promised"))
    due_at = forms.instant(gettext_lazy("Until"))
    who = forms.choice(gettext_lazy("Who answers for it"))
    source = forms.choice(gettext_lazy("Where it was promised"), radio=True)

    def prepare(self) -> None:
        """People of the unit; most often it was on the phone."""
        forms.offer(self, "who", [one for one in assignees(self.moment) if one[0].startswith("user:")])
        forms.offer(self, "source", (("call", _("On the phone")), ("other", _("Elsewhere"))))
        self.fields["source"].initial = "call"


def _make(moment: Moment, form: PromiseForm) -> object:
    data = form.cleaned_data
    who = User.objects.get(pk=data["who"].removeprefix("user:"))
    draft = PromiseDraft(text=data["text"], due_at=data["due_at"], responsible=who)
    return promises.make(draft=draft, source=data["source"], **shared.common(moment))


class KeepForm(forms.StepForm):
    """Which promise was kept, when, and the proof."""

    takes = (EvidenceKind.PROOF, EvidenceSource.INTERNAL)
    files_label = gettext_lazy("Proof")
    promise = forms.choice(gettext_lazy("Promise"))
    kept_at = forms.instant(gettext_lazy("Kept at"), required=False, help_text=gettext_lazy("Empty: now"))
    evidence = forms.choice(gettext_lazy("Proof in the register"), required=False)
    note = forms.line(
        gettext_lazy("How it was kept"), required=False,
        help_text=gettext_lazy("A call record or the like, when there is no paper."),
    )  # fmt: skip

    def prepare(self) -> None:
        """Open promises."""
        _offer(self)
        forms.offer_evidence(self)


def _keep(moment: Moment, form: KeepForm) -> object:
    data = form.cleaned_data
    return promises.keep(
        promise=form.promises[data["promise"]],  # type: ignore[attr-defined]
        kept_at=data["kept_at"],
        note=data["note"],
        proof_evidence_id=form.proof(),
        **shared.common(moment),
    )


class ChangeForm(forms.StepForm):
    """Released or moved by the complainant, or kept after the end."""

    promise = forms.choice(gettext_lazy("Promise"))
    way = forms.choice(gettext_lazy("What happens to it"), radio=True)
    due_at = forms.instant(gettext_lazy("The date they agreed to"), required=False)
    word = forms.line(
        gettext_lazy("When and how they agreed, or why it is kept after the end"),
        help_text=gettext_lazy("A promise changes only with the complainant's word: call record, message, letter."),
    )
    evidence = forms.choice(gettext_lazy("Proof in the register"), required=False)

    def prepare(self) -> None:
        """Open promises and the ways there are."""
        _offer(self)
        forms.offer_evidence(self)
        ways = (
            ("released", _("The complainant releases us from it")),
            ("moved", _("The complainant agrees to another date")),
            ("carried", _("It is kept after the end of the complaint")),
        )
        forms.offer(self, "way", ways)


def _change(moment: Moment, form: ChangeForm) -> object:
    data = form.cleaned_data
    return promises.change(
        promise=form.promises[data["promise"]],  # type: ignore[attr-defined]
        way=data["way"],
        proof=data["word"],
        due_at=data["due_at"],
        evidence_id=data.get("evidence") or None,
        **shared.common(moment),
    )


def _offer(form: Any) -> None:
    form.promises = open_promises(form.moment)
    forms.offer(form, "promise", ((pk, row.text) for pk, row in form.promises.items()))


def _seen(_moment: Moment, _form: Any) -> Iterable[Line]:
    yield Line("eye", _("The complainant sees it with its date on their page."))
    yield Line(
        "calendar-check", _("Whoever answers for it is reminded a day before, and the complaint cannot be closed.")
    )


def _stays(_moment: Moment, _form: Any) -> Iterable[Line]:
    yield Line("history", _("The old promise stays to be seen; nothing of it is deleted."))


PAGES = (
    StepPage(code="promise", form=PromiseForm, act=_make, before=_seen),
    StepPage(code="keep_promise", form=KeepForm, act=_keep),
    StepPage(code="change_promise", form=ChangeForm, act=_change, before=_stays),
)
