"""Withdrawal, merging, rerouting: the ends that are no decision (令2020-3 art 15, 18)."""

from collections.abc import Iterable
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases import queries as cases
from huiyin.cases.models import Case, EvidenceKind, EvidenceSource, Kind
from huiyin.complaints.actions import merging, reroute, withdrawal
from huiyin.complaints.models import Merge, Withdrawal
from huiyin.complaints.queries import turns
from huiyin.complaints.rules.turns import REROUTED_TO
from huiyin.console.case import forms
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import shared
from huiyin.core import masking
from huiyin.core.errors import BadInput
from huiyin.core.wording import limit_text


class WithdrawForm(forms.StepForm):
    """The signed withdrawal, and the complainant's own answer about pressure."""

    takes = (EvidenceKind.STATEMENT, EvidenceSource.CUSTOMER)
    files_label = gettext_lazy("The signed withdrawal")
    received_at = forms.instant(gettext_lazy("When it was received"))
    evidence = forms.choice(gettext_lazy("The signed withdrawal in the register"), required=False)
    pressure = forms.choice(
        gettext_lazy("The complainant's own answer: did anybody press, promise or threaten?"), radio=True
    )
    pressure_words = forms.area(gettext_lazy("What they said about it"), required=False, rows=2, most=2000)
    reason = forms.line(gettext_lazy("Why they withdraw, if they say so"), required=False, most=500)

    def prepare(self) -> None:
        """Nobody has to give a reason; the question about pressure has to be asked."""
        forms.offer(
            self, "pressure", (("no", _("No, it is their own free will")), ("yes", _("Yes, or they did not say no")))
        )
        forms.offer_evidence(self)


def _withdraw(moment: Moment, form: WithdrawForm) -> object:
    data = form.cleaned_data
    return withdrawal.withdraw(
        case=moment.case,
        pressure_denied=data["pressure"] == "no",
        pressure_words=data["pressure_words"],
        signed_evidence_id=form.proof(),
        received_at=data["received_at"],
        reason=data["reason"],
        by=moment.by,
        at=moment.at,
    )


def _withdraws(moment: Moment, _form: Any) -> Iterable[Line]:
    yield shared.ends(
        moment, _("The complaint ends on the day the signed withdrawal was received; its limits end with it.")
    )
    yield Line("info-circle", _("A withdrawal is no success: it is counted, and never rewarded."))
    yield from shared.by_mail_or_portal(moment, _("The notice that it has ended"))


def _held(moment: Moment, _form: Any) -> Iterable[Line]:
    row = Withdrawal.objects.filter(case_id=moment.case.pk, state="held").first()
    if row is not None:
        yield Line("alert-triangle", _("Their words about pressure"), masking.text(row.pressure_words))
    yield Line("arrow-forward-up", _("The complaint goes on as if nothing had been said."))


class MergeForm(forms.StepForm):
    """Into which complaint, whether there are new facts, and the message as it goes out."""

    into = forms.line(
        gettext_lazy("Number of the complaint that lives on"),
        most=40,
        help_text=gettext_lazy("Likely ones are suggested below."),
    )
    new_facts = django_forms.BooleanField(
        label=gettext_lazy("It brings new facts: the limit of the other begins anew"), required=False
    )
    reason = forms.line(gettext_lazy("Why it is the same matter"), required=False, most=500)
    text = forms.area(gettext_lazy("Message to the complainant"), required=False, rows=4, most=5000)

    def prepare(self) -> None:
        """The list of likely ones helps while typing."""
        self.fields["into"].widget.attrs |= {"list": "merge-candidates", "autocomplete": "off"}

    @property
    def master(self) -> Case | None:
        """The complaint named, if this person may see it."""
        number = str(self["into"].value() or "").split(" ", 1)[0]
        try:
            return cases.get(self.moment.user, number) if number else None
        except Case.DoesNotExist:
            return None


def _merge(moment: Moment, form: MergeForm) -> object:
    data, master = form.cleaned_data, form.master
    if master is None:
        raise BadInput("merge.unknown", _("There is no such complaint that you may see."), field="into")
    text = (
        data["text"] or merging.preview(case=moment.case, master=master, at=moment.at, new_facts=data["new_facts"]).text
    )
    return merging.merge(
        case=moment.case,
        master=master,
        text=text,
        reason=data["reason"],
        new_facts=data["new_facts"],
        by=moment.by,
        at=moment.at,
    )


def _merges(moment: Moment, form: MergeForm) -> Iterable[Line]:
    master = form.master
    if master is None:
        yield Line("search", _("Name the other complaint to see what would happen."))
        return
    seen = merging.preview(
        case=moment.case,
        master=master,
        at=moment.at,
        new_facts=bool(form["new_facts"].value()),
        reason=str(form["reason"].value() or ""),
    )
    if seen.fault:
        yield Line("x", _(seen.fault))
    names = {"customer": _("customer"), "person": _("person"), "policy": _("policy"), "class": _("class")}
    common = "、".join(names.get(tie, tie) for tie in seen.ties) or _("nothing")
    yield Line("link", _("What the two share: %(common)s") % {"common": common}, masking.text(master.subject))
    if seen.due_at is not None:
        yield Line(
            "clock",
            _("%(number)s is then decided by %(limit)s.") % {"number": master.number, "limit": limit_text(seen.due_at)},
        )
    yield Line(
        "lock", _("The limits of this complaint end; it stays readable, and messages to its number land on the other.")
    )
    yield from shared.by_mail_or_portal(moment, _("This message"), str(form["text"].value() or "") or seen.text)


def _candidates(moment: Moment, _form: Any) -> dict[str, Any]:
    ids = [one.pk for one in turns.candidates(moment.case)]
    rows = cases.visible_to(moment.user).filter(pk__in=ids).order_by("-received_at") if ids else []
    return {
        "candidates": [
            {"number": one.number, "subject": masking.text(one.subject), "received_at": one.received_at} for one in rows
        ]
    }


def _unmerges(moment: Moment, _form: Any) -> Iterable[Line]:
    row = Merge.objects.filter(case_id=moment.case.pk, undone_at=None).first()
    if row is not None:
        yield Line("git-merge", _("Merged because:"), row.reason)
    yield Line(
        "clock", _("Its limits run as if they had never ended; what has passed meanwhile is broken, and stays so.")
    )


class RerouteForm(forms.StepForm):
    """As what it goes on, and what the person is told."""

    to_kind = forms.choice(gettext_lazy("It is rather"), radio=True)
    reason = forms.area(gettext_lazy("Why; the person reads this"), rows=3, most=500)

    def prepare(self) -> None:
        """The kinds that a complaint can turn out to be."""
        forms.offer(self, "to_kind", ((code, Kind(code).label) for code in REROUTED_TO))


def _reroutes(moment: Moment, form: RerouteForm) -> Iterable[Line]:
    yield shared.ends(
        moment, _("This complaint ends; a new case with the same receipt, people and statement is opened.")
    )
    yield from shared.by_mail_or_portal(moment, _("The message about it"), str(form["reason"].value() or ""))


PAGES = (
    StepPage(code="withdraw", form=WithdrawForm, act=_withdraw, before=_withdraws),
    StepPage(code="drop_withdrawal", form=shared.ReasonForm, act=shared.act(withdrawal.drop), before=_held),
    StepPage(
        code="merge",
        form=MergeForm,
        act=_merge,
        before=_merges,
        facts=_candidates,
        beside="console/case/steps/candidates.html",
        locks=False,
    ),
    StepPage(code="unmerge", form=shared.ReasonForm, act=shared.act(merging.unmerge), before=_unmerges, locks=False),
    StepPage(code="reroute", form=RerouteForm, act=shared.act(reroute.reroute), before=_reroutes),
)
