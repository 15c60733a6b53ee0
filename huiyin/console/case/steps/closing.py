"""Satisfaction, rectification, closing, taking up again (3.1-8, 3.3-6, 3.4-1, 3.4-5)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.accounts.models import Unit, User
from huiyin.cases.models import EvidenceKind, EvidenceSource
from huiyin.clocks import queries as clocks
from huiyin.complaints.actions import closure, rectification, reopening, satisfaction
from huiyin.complaints.models import Rectification
from huiyin.complaints.models.turns import ReopeningGround
from huiyin.complaints.queries import telling
from huiyin.complaints.rules import terms
from huiyin.console.case import forms
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import shared, tasks
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date
from huiyin.customers.models import ConsentPurpose
from huiyin.customers.queries.record import may_reach_out


class AskForm(forms.StepForm):
    """The way of the one question."""

    method = forms.choice(gettext_lazy("How it is asked"), radio=True)

    def prepare(self) -> None:
        """Mail only where there is an address."""
        address = shared.masked_mail(self.moment)
        ways = [("portal", _("On the portal")), ("phone", _("By phone, answered in the same call"))]
        mail = [("email", _("By e-mail, to %(address)s") % {"address": address})] if address else []
        forms.offer(self, "method", [*mail, *ways])


def _asks(moment: Moment, _form: Any) -> Iterable[Line]:
    subject, text = telling.question_words(moment.case)
    yield Line("mood-smile", _("The question is asked only once: %(subject)s") % {"subject": subject}, text)
    if moment.case.customer_id:
        state = may_reach_out(moment.case.customer_id, ConsentPurpose.SURVEY, local_date(moment.at))
        if state == "withdrawn":
            yield Line("x", _("The customer wants no surveys: the question may wait on the portal, and nobody calls."))


class AnswerForm(forms.StepForm):
    """The answer, a refusal, or that nobody was reached."""

    score = forms.choice(gettext_lazy("Answer"), radio=True)
    words = forms.area(gettext_lazy("Their words"), required=False, rows=3, most=2000)

    def prepare(self) -> None:
        """Five scores; a refusal is an answer too."""
        names = (_("very satisfied"), _("satisfied"), _("neither"), _("not satisfied"), _("not at all satisfied"))
        scores = [(str(score), f"{score} · {name}") for score, name in zip((5, 4, 3, 2, 1), names, strict=True)]
        others = [
            ("refused", _("Does not want to answer")),
            ("unreachable", _("Nobody could be reached, after recorded attempts")),
        ]
        forms.offer(self, "score", [*scores, *others])


def _answer(moment: Moment, form: AnswerForm) -> object:
    data, common = form.cleaned_data, shared.common(moment)
    if data["score"] == "refused":
        return satisfaction.refuse(words=data["words"], **common)
    if data["score"] == "unreachable":
        return satisfaction.unreachable(**common)
    return satisfaction.answer(score=int(data["score"]), words=data["words"], **common)


def _by_staff(_moment: Moment, _form: Any) -> Iterable[Line]:
    yield Line("edit", _("It is marked as written down by staff, and again if you handled the complaint."))


class CloseForm(forms.StepForm):
    """How the complaint ended."""

    close_code = forms.choice(gettext_lazy("How it ended"))
    reason = forms.area(gettext_lazy("Remark"), required=False, rows=2, most=500)

    def prepare(self) -> None:
        """The codes of the house terms."""
        language = "zh" if self.moment.language.startswith("zh") else "en"
        codes = terms.in_force(self.moment.case.rules_on).close_codes
        forms.offer(self, "close_code", ((one.code, getattr(one.name, language)) for one in codes), blank=_("Choose …"))


def _closes(moment: Moment, _form: Any) -> Iterable[Line]:
    for clock in clocks.running(moment.owner):
        rule = clocks.rule_of(clock)
        if rule.obliges == "insurer":
            yield Line(
                "clock", _("This limit ends with it: %(rule)s") % {"rule": rule.title.in_language(moment.language)}
            )
    days = terms.in_force(moment.case.rules_on).watch_days
    yield Line(
        "lock", _("After %(count)d days the case goes to the archive and can then only be read.") % {"count": days}
    )


class RectifyForm(forms.StepForm):
    """One problem, what is done about it, by whom, until when."""

    pairs = (("responsible", "unit"),)
    problem = forms.line(gettext_lazy("Problem that came to light"), most=500)
    measure = forms.area(gettext_lazy("What will be done about it"), rows=3)
    responsible = forms.choice(gettext_lazy("Responsible"))
    unit = forms.choice(gettext_lazy("Department"))
    due_on = forms.day(gettext_lazy("Until"))

    def prepare(self) -> None:
        """People and departments of the branch."""
        known = tasks.assignees(self.moment)
        forms.offer(
            self,
            "responsible",
            ((key[5:], name) for key, name in known if key.startswith("user:")),
            blank=_("Choose …"),
        )
        forms.offer(
            self, "unit", ((key[5:], name) for key, name in known if key.startswith("unit:")), blank=_("Choose …")
        )


def _rectify(moment: Moment, form: RectifyForm) -> object:
    data = form.cleaned_data
    return rectification.plan(
        case=moment.case,
        problem=data["problem"],
        measure=data["measure"],
        unit=Unit.objects.get(pk=data["unit"]),
        responsible=User.objects.get(pk=data["responsible"]),
        due_on=data["due_on"],
        by=moment.by,
        at=moment.at,
    )


class RectificationForm(forms.StepForm):
    """Choosing among the rectifications of the case."""

    which = forms.choice(gettext_lazy("Rectification"))

    def prepare(self) -> None:
        """Those that are not verified."""
        rows = Rectification.objects.filter(case_id=self.moment.case.pk, verified_at=None).order_by("due_on", "id")
        self.known = {str(row.pk): row for row in rows if self.fits(row)}
        forms.offer(self, "which", ((pk, row.problem) for pk, row in self.known.items()))

    def fits(self, row: Rectification) -> bool:
        """Is this one that the step is about?"""
        return True


class FinishForm(RectificationForm):
    """Done, and how one can see it."""

    takes = (EvidenceKind.PROOF, EvidenceSource.INTERNAL)
    proof_words = forms.area(gettext_lazy("How one can see that it is done"), rows=3)
    evidence = forms.choice(gettext_lazy("Proof in the register"), required=False)

    def prepare(self) -> None:
        """With the items of the register."""
        super().prepare()
        forms.offer_evidence(self)

    def fits(self, row: Rectification) -> bool:
        """Not reported as done yet."""
        return row.done_at is None


def _finish(moment: Moment, form: FinishForm) -> object:
    data = form.cleaned_data
    return rectification.report_done(
        rectification=form.known[data["which"]],
        proof=data["proof_words"],
        proof_evidence_id=form.proof(),
        by=moment.by,
        at=moment.at,
    )


class VerifyForm(RectificationForm):
    """Does it work?"""

    works = forms.choice(gettext_lazy("Does it work?"), radio=True)
    note = forms.area(gettext_lazy("What you checked"), rows=3, most=500)

    def prepare(self) -> None:
        """Yes, or open again."""
        super().prepare()
        forms.offer(self, "works", (("yes", _("Yes, it works")), ("no", _("No, it is open again"))))

    def fits(self, row: Rectification) -> bool:
        """Reported as done."""
        return row.done_at is not None


def _verify(moment: Moment, form: VerifyForm) -> object:
    data = form.cleaned_data
    return rectification.verify(
        rectification=form.known[data["which"]],
        works=data["works"] == "yes",
        note=data["note"],
        by=moment.by,
        at=moment.at,
    )


class ReopenForm(forms.StepForm):
    """Why the complaint is taken up again."""

    takes = (EvidenceKind.ATTACHMENT, EvidenceSource.CUSTOMER)
    files_label = gettext_lazy("New proof")
    ground = forms.choice(gettext_lazy("Ground"), radio=True)
    material_received_at = forms.instant(gettext_lazy("When what is new was received"))
    reason = forms.area(gettext_lazy("Reason"), rows=3, most=500)
    evidence = forms.choice(gettext_lazy("New proof in the register"), required=False, many=True)

    def prepare(self) -> None:
        """What a person can name; a review takes it up by itself."""
        forms.offer(self, "ground", (one for one in ReopeningGround.choices if one[0] != ReopeningGround.REVIEW))
        forms.offer_evidence(self)


def _reopen(moment: Moment, form: ReopenForm) -> object:
    data = form.cleaned_data
    chosen = [UUID(str(one)) for one in data.get("evidence") or ()]
    if form.kept and moment.is_archived:
        raise BadInput("reopen.files", _("Files can be added once the complaint is open again."))
    return reopening.reopen(
        case=moment.case,
        ground=data["ground"],
        reason=data["reason"],
        material_received_at=data["material_received_at"],
        evidence_ids=[*chosen, *form.attach()],
        by=moment.by,
        at=moment.at,
    )


def _reopens(moment: Moment, _form: Any) -> Iterable[Line]:
    yield Line("history", _("The decision limit runs anew from the receipt of what is new."))
    yield from shared.by_mail_or_portal(moment, _("Word of it"))


PAGES = (
    StepPage(code="ask_satisfaction", form=AskForm, act=shared.act(satisfaction.ask), before=_asks),
    StepPage(code="answer_satisfaction", form=AnswerForm, act=_answer, before=_by_staff),
    StepPage(code="close", form=CloseForm, act=shared.act(closure.close), before=_closes),
    StepPage(code="rectify", form=RectifyForm, act=_rectify),
    StepPage(code="finish_rectification", form=FinishForm, act=_finish),
    StepPage(code="verify_rectification", form=VerifyForm, act=_verify),
    StepPage(code="reopen", form=ReopenForm, act=_reopen, before=_reopens),
)
