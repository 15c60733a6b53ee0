"""What is asked of a letter that came: the stamp, who sent it, its pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit
from huiyin.cases.rules.letters import MOST_TEXT


def _day(label: Any, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class NewLetter(forms.Form):
    """The day on the stamp is never filled in by us: it begins every limit."""

    received_on = _day(_("Day on our stamp of receipt"), required=True)
    posted_on = _day(_("Day of the postmark"), required=False)
    tracking = forms.CharField(label=_("Number of the registered letter"), required=False, max_length=40)
    old_confirmed = forms.BooleanField(label=_("The date of receipt is right although it is long ago"), required=False)
    unit = forms.ChoiceField(label=_("Where it belongs"))
    name = forms.CharField(label=_("Sender"), required=False, max_length=100)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.CharField(label=_("E-mail"), required=False, max_length=200)
    address = forms.CharField(label=_("Postal address"), required=False, max_length=300)
    subject = forms.CharField(label=_("What it is about, in one line"), required=False, max_length=200)
    text = forms.CharField(
        label=_("What it says, as far as you write it down"), required=False, max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": str(MOST_TEXT)}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, unit: Unit | None = None) -> None:
        super().__init__(data, initial={"unit": unit.code if unit else ""})
        rows = Unit.objects.filter(is_active=True).order_by("path")
        self.fields["unit"].choices = [(one.code, one.name) for one in rows]  # type: ignore[attr-defined]
        self.fields["phone"].widget.attrs["inputmode"] = "tel"
