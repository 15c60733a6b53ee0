"""Fields and sentences that several steps share: how somebody is told, where they are reached, limits in words."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.accounts.models import User
from huiyin.cases import queries as cases
from huiyin.cases.actions import talk
from huiyin.cases.models import EvidenceKind, EvidenceSource
from huiyin.clocks import queries as clocks
from huiyin.clocks.rules.events import ClockError
from huiyin.complaints.actions.turning import Way
from huiyin.complaints.models.decision import NoticeMethod
from huiyin.complaints.queries import papers
from huiyin.complaints.rules import closing
from huiyin.console.case import forms, words
from huiyin.console.case.asked import Line
from huiyin.console.case.frame import Moment
from huiyin.core import masking
from huiyin.core.time import local_date
from huiyin.core.wording import limit_text

DECISION = "complaint.decision"


class ReasonForm(forms.StepForm):
    """A step that asks for nothing but its reason."""

    reason = forms.area(gettext_lazy("Reason"), rows=3, most=500)


class EmptyForm(forms.StepForm):
    """A step that asks for nothing."""


class WayForm(forms.StepForm):
    """How a notice goes out. E-mail and portal go from here; for the others the moment that counts and its proof."""

    takes = (EvidenceKind.PROOF, EvidenceSource.INTERNAL)
    files_label = gettext_lazy("Proof of telling (for example the signed receipt)")
    pairs: ClassVar[forms.Pairs] = (("method", "told_at"), ("reference", "evidence"))
    method = forms.choice(gettext_lazy("How we tell them"), required=False)
    told_at = forms.instant(gettext_lazy("When it was handed over, posted, sent or dialled"), required=False)
    reference = forms.line(gettext_lazy("Number of the letter, message or call record"), required=False, most=500)
    evidence = forms.choice(gettext_lazy("Proof in the register"), required=False)
    said = forms.area(gettext_lazy("What was said or written"), required=False, rows=2, most=5000)

    def prepare(self) -> None:
        """Ways that count in law (art 21); being shown on the portal alone counts for nothing."""
        names = [
            (code, label)
            for code, label in NoticeMethod.choices
            if code != NoticeMethod.PORTAL and code != NoticeMethod.EMAIL
        ]
        forms.offer(
            self,
            "method",
            names,
            blank=_("By e-mail; without an address: shown on the portal, and a task to call or post"),
        )
        forms.offer_evidence(self)

    @property
    def way(self) -> Way:
        """The way as actions take it; uploaded proof enters the register."""
        data = self.cleaned_data
        return Way(
            method=data.get("method") or "",
            told_at=data.get("told_at"),
            reference=data.get("reference") or "",
            proof_evidence_id=self.proof(),
            text=data.get("said") or "",
        )


def masked_mail(moment: Moment) -> str:
    """The e-mail address of the contact, masked; empty without one."""
    person = talk.contact(moment.case)
    return masking.email(person.email) if person and person.email else ""


def by_mail_or_portal(moment: Moment, what: str, quote: str = "") -> Iterable[Line]:
    """To whom a notice goes and how, before it goes."""
    address, name = masked_mail(moment), masking.name(moment.case.complainant_name)
    if address:
        yield Line(
            "mail",
            _("%(what)s goes to %(name)s by e-mail, %(address)s, and stands on the portal.")
            % {"what": what, "name": name, "address": address},
            quote,
        )
    else:
        yield Line(
            "world",
            _(
                "%(what)s stands on the portal for %(name)s. There is no e-mail address: "
                "you get the task to call or post it."
            )
            % {"what": what, "name": name},
            quote,
        )


def told_by(moment: Moment, form: WayForm, what: str) -> Iterable[Line]:
    """The same, when the form lets one choose the way."""
    method = form["method"].value()
    if method:
        yield Line(
            "check",
            _("%(what)s is recorded as told: %(method)s, counted from %(moment)s.")
            % {"what": what, "method": NoticeMethod(method).label, "moment": _(closing.MOMENTS[method])},
        )
        if method in closing.PROOFS:
            yield Line("paperclip", _(closing.PROOFS[method]))
    else:
        yield from by_mail_or_portal(moment, what)


def limit_now(moment: Moment, rule: str = DECISION) -> Iterable[Line]:
    """When a running limit ends now."""
    clock = clocks.running(moment.owner).filter(rule_code=rule).first()
    if clock is None:
        return
    end = limit_text(clock.due_at) if clock.due_at else _("paused")
    yield Line(
        "clock", _("%(rule)s: ends %(limit)s now.") % {"rule": words.rule_title(rule, moment.language), "limit": end}
    )


def limit_then(
    moment: Moment, kind: str, at: datetime, *, until: datetime | None = None, ref: str = "", rule: str = DECISION
) -> Iterable[Line]:
    """When it would end after one more event; nothing is stored."""
    clock = clocks.running(moment.owner).filter(rule_code=rule).prefetch_related("events").first()
    if clock is None:
        return
    try:
        due = clocks.preview(clock, kind, at, until, ref)
    except ClockError as error:
        yield Line("alert-triangle", str(error))
        return
    end = limit_text(due.due_at) if due.due_at else _("stands still until it is resumed")
    yield Line("calendar-check", _("After this: %(limit)s.") % {"limit": end})


def ends(moment: Moment, words_: str) -> Line:
    """A step that ends the complaint says so."""
    return Line("lock", words_)


def staff_of(moment: Moment, *roles: str, beside: bool = False) -> tuple[list[tuple[str, str]], list[str]]:
    """Who can be named, with open cases, nearest first; and who cannot, with the reason. `beside`: also in the
    departments around. Of investigators only those whose authorisation holds today."""
    open_: dict[str, str] = {}
    closed: list[str] = []
    today = local_date(moment.at)
    for role in roles:
        for one in cases.choices(moment.case, role, moment.case.unit, beside=beside):
            if role == "investigator" and (one.user.authorised_until is None or one.user.authorised_until < today):
                closed.append(_("The authorisation of %(name)s is missing or has run out.") % {"name": one.user.name})
            elif one.conflict:
                closed.append(
                    _("%(name)s: %(reason)s") % {"name": one.user.name, "reason": _(words.ground(one.conflict))}
                )
            else:
                load = _("%(name)s · %(count)d open") % {"name": one.user.name, "count": one.open_cases}
                open_.setdefault(str(one.user.pk), load)
    return list(open_.items()), closed


def user(pk: str) -> User:
    """The person that a form named."""
    return User.objects.select_related("unit").get(pk=pk)


def act(function: Callable[..., object], **fixed: Any) -> Callable[[Moment, forms.StepForm], object]:
    """One action with the form's fields under their own names."""

    def run(moment: Moment, form: forms.StepForm) -> object:
        values = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        return function(case=moment.case, by=moment.by, at=moment.at, **values, **fixed)

    return run


def common(moment: Moment) -> dict[str, Any]:
    """What every action is given."""
    return {"case": moment.case, "by": moment.by, "at": moment.at}


def before(*what: Callable[[Moment, Any], Iterable[Line]]) -> Callable[[Moment, Any], Iterable[Line]]:
    """Several kinds of sentences, one after the other."""
    return lambda moment, form: [line for one in what for line in one(moment, form)]


def contact_phone(moment: Moment) -> str:
    """The phone of the unit that handles."""
    return papers.unit_phone(moment.case.unit)
