"""The forms about what somebody can do, when they work and when they are away. Shape only: actions say what may be."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.accounts.models import AbsenceKind, CompetenceKind, User, WorkTerms
from huiyin.accounts.queries import work

DAYS = (
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")),
    (6, _("Saturday")), (7, _("Sunday")),
)  # fmt: skip


def _day(form: forms.Form, *names: str) -> None:
    for name in names:
        form.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CompetenceForm(forms.Form):
    """A skill or a qualification."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CompetenceKind.choices)
    code = forms.CharField(label=pgettext_lazy("competence", "Code"), max_length=32)
    from_on = forms.DateField(label=_("Valid from"))
    to_on = forms.DateField(label=_("Valid to"), required=False, help_text=_("A qualification has a last day."))
    reference = forms.CharField(label=_("Number of the certificate"), max_length=120, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="competence_%s")
        self.fields["code"].widget.attrs |= {"list": "competence-codes", "autocomplete": "off"}
        _day(self, "from_on", "to_on")
        self.codes = sorted({*work.known_codes("skill"), *work.known_codes("qualification")})


class TermsForm(forms.Form):
    """How much somebody carries and when they work."""

    capacity = forms.IntegerField(
        label=_("Carries at most (points)"), min_value=1, max_value=1000, required=False,
        help_text=_("Left empty: as the rules of assignment say."),
    )  # fmt: skip
    starts = forms.TimeField(label=_("Works from"), required=False)
    ends = forms.TimeField(label=_("Works to"), required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these days"), choices=DAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: on working days, make-up days included."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, terms: WorkTerms | None = None) -> None:
        initial = (
            {
                "capacity": terms.capacity, "starts": terms.starts, "ends": terms.ends, "weekdays": terms.weekdays,
            } if terms else {}
        )  # fmt: skip
        super().__init__(data, auto_id="terms_%s", initial=initial)
        for name in ("starts", "ends"):
            self.fields[name].widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class AbsenceForm(forms.Form):
    """From when to when, and who stands in."""

    kind = forms.ChoiceField(label=_("Why"), choices=AbsenceKind.choices)
    from_at = forms.DateTimeField(label=_("Away from"))
    to_at = forms.DateTimeField(label=_("Back at"), required=False, help_text=_("Left empty: not known yet."))
    deputy = forms.ChoiceField(label=_("Deputy"), required=False)

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, auto_id="absence_%s")
        rows = work.colleagues_of(user)
        self.fields["deputy"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody")), *((str(one.pk), f"{one.name} {one.employee_no}") for one in rows)
        ]  # fmt: skip
        for name in ("from_at", "to_at"):
            self.fields[name].widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def person(self) -> User | None:
        """The deputy chosen."""
        chosen = self.cleaned_data["deputy"]
        return User.objects.get(pk=chosen) if chosen else None
