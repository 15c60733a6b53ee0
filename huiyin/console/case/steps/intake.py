"""The first steps: who it is, accepting or not, rerouting, the plan for a major matter (3.1-5, 1.2-7, 4.4-3)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.complaints.actions import acceptance
from huiyin.complaints.rules import declining
from huiyin.console.case import forms
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import shared


class IdentityForm(forms.StepForm):
    """How the identity was checked."""

    how = forms.line(
        gettext_lazy("How it was checked"),
        help_text=gettext_lazy(
            "For example: called back on the number we hold; compared with the policy; saw the certificate."
        ),
    )


class AcceptForm(forms.StepForm):
    """A word of one's own for the notice."""

    note = forms.area(gettext_lazy("A word of your own in the notice"), required=False, rows=2, most=2000)


class DeclineForm(forms.StepForm):
    """Why, as a code and in plain words."""

    reason = forms.choice(gettext_lazy("Why it is not proceeded with"), radio=True)
    explanation = forms.area(gettext_lazy("What the person reads"), most=2000)

    def prepare(self) -> None:
        """The two reasons that the law knows."""
        forms.offer(self, "reason", ((code, _(words)) for code, words in declining.REASONS.items()))


class MajorForm(forms.StepForm):
    """The plan for a major matter."""

    text = forms.area(
        gettext_lazy("Plan: measures, persons, how it is kept from spreading, report"), rows=8, most=20_000
    )


def _accepts(moment: Moment, form: AcceptForm) -> Iterable[Line]:
    yield from shared.by_mail_or_portal(moment, _("The notice of acceptance"), str(form["note"].value() or ""))
    yield Line(
        "user",
        _("It names %(name)s, %(phone)s, and the limits that run.")
        % {"name": moment.case.owner.name, "phone": shared.contact_phone(moment)},
    )


def _declines(moment: Moment, form: DeclineForm) -> Iterable[Line]:
    yield shared.ends(moment, _("The complaint ends here and all its limits end with it."))
    yield from shared.by_mail_or_portal(
        moment, _("The notice that it is not proceeded with"), str(form["explanation"].value() or "")
    )
    reason = form["reason"].value()
    if reason in declining.WHERE:
        yield Line("arrow-right", _(declining.WHERE[reason]))


PAGES = (
    StepPage(code="check_identity", form=IdentityForm, act=shared.act(acceptance.check_identity)),
    StepPage(code="accept", form=AcceptForm, act=shared.act(acceptance.accept), before=_accepts),
    StepPage(code="decline", form=DeclineForm, act=shared.act(acceptance.decline), before=_declines),
    StepPage(
        code="major_plan",
        form=MajorForm,
        act=shared.act(acceptance.file_major_plan),
        hint=gettext_lazy("It is kept as an internal note; the 48-hour limit ends with it."),
    ),
)
