"""What is asked of an entry in an opinion book."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.models import Opinion
from huiyin.cases.rules import outlet as rules


class EntryForm(forms.Form):
    """Where it stands, when it was written, what it says."""

    volume = forms.IntegerField(label=_("Book"), min_value=1, max_value=rules.MOST_VOLUME)
    page = forms.IntegerField(label=pgettext_lazy("opinion book", "Page"), min_value=1, max_value=rules.MOST_PAGE)
    line = forms.IntegerField(label=pgettext_lazy("opinion book", "Line"), min_value=1, max_value=rules.MOST_LINE)
    written_on = forms.DateField(
        label=_("Day of writing"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    kind = forms.ChoiceField(label=pgettext_lazy("triage", "What it is"), choices=Opinion.choices)
    text = forms.CharField(
        label=_("What stands there, word for word"), max_length=rules.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": str(rules.MOST_TEXT)}),
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), required=False, max_length=100)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)

    def __init__(self, data: Any = None, *, place: tuple[int, int, int] = (1, 1, 1), today: date | None = None) -> None:
        volume, page, line = place
        super().__init__(
            data, initial={"volume": volume, "page": page, "line": line, "written_on": today, "kind": Opinion.MATTER}
        )
        self.fields["phone"].widget.attrs["inputmode"] = "tel"
