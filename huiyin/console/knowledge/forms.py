"""The forms of articles. Shape only: what may be kept is judged by the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.accounts.models import Role
from huiyin.knowledge.models import Audience, Topic
from huiyin.knowledge.rules import articles as rules


class WordsForm(forms.Form):
    """One version of an article."""

    title = forms.CharField(label=gettext_lazy("Title in Chinese"), max_length=120)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=160, required=False)
    questions = forms.CharField(
        label=gettext_lazy("Ways of asking, one a line"), required=False, max_length=5_000,
        widget=forms.Textarea({"rows": 5}),
    )  # fmt: skip
    text_zh = forms.CharField(
        label=gettext_lazy("Text in Chinese"),
        max_length=rules.LONGEST,
        strip=False,
        widget=forms.Textarea({"rows": 10}),
    )
    text_en = forms.CharField(
        label=gettext_lazy("Text in English"), max_length=rules.LONGEST, strip=False, required=False,
        widget=forms.Textarea({"rows": 6}),
    )  # fmt: skip
    from_on = forms.DateField(
        label=gettext_lazy("Holds from"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until_on = forms.DateField(
        label=gettext_lazy("Holds until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    review_on = forms.DateField(
        label=gettext_lazy("Look at it again by"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def given(self) -> dict[str, Any]:
        """What the actions take."""
        return self.cleaned_data | {"questions": rules.questions(self.cleaned_data["questions"])}


class ArticleForm(WordsForm):
    """A new article."""

    field_order = ("key", "topic", "line", "product_code", "audience", "roles", "title")
    key = forms.CharField(label=gettext_lazy("Key in the address"), max_length=40)
    topic = forms.ChoiceField(label=gettext_lazy("About"), choices=Topic.choices)
    line = forms.ChoiceField(label=gettext_lazy("Line of insurance"), required=False)
    product_code = forms.CharField(label=gettext_lazy("Code of the product"), max_length=40, required=False)
    audience = forms.ChoiceField(label=gettext_lazy("Who may read it"), choices=Audience.choices)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles, when not everybody"), choices=Role.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = [("", _("Every line")), *((code, _(label)) for code, label in rules.LINES.items())]
        self.fields["line"].choices = lines  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: value for name, value in super().given().items() if name != "seen"}
