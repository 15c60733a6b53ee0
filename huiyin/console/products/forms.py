"""The forms of products. Shape only: what may be kept is judged by the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.accounts.models import User
from huiyin.catalog.models import Design, Line, Product, ProductStatus, ProofKind
from huiyin.catalog.rules.products import KEEPERS

TEXTS = ("cover", "premium", "returns", "suits", "suits_not")


class DayInput(forms.DateInput):
    """A day as browsers pick it."""

    def __init__(self) -> None:
        super().__init__({"type": "date"}, format="%Y-%m-%d")


def text(label: Any, rows: int = 3, *, required: bool = False) -> forms.CharField:
    """A field of several lines."""
    return forms.CharField(label=label, required=required, max_length=4000, widget=forms.Textarea({"rows": rows}))


def keepers() -> list[tuple[str, str]]:
    """Who may look after a product."""
    rows = User.objects.filter(is_active=True, memberships__role__in=KEEPERS).distinct().order_by("employee_no")
    return [(str(one.pk), f"{one.name} {one.employee_no}") for one in rows]


class ProductForm(forms.Form):
    """A product: what it is, and what customers read of it."""

    code = forms.CharField(label=pgettext_lazy("product", "Code"), max_length=20)
    name = forms.CharField(label=pgettext_lazy("product", "Name"), max_length=80)
    line = forms.ChoiceField(label=pgettext_lazy("product", "Line"), choices=Line.choices)
    design = forms.ChoiceField(label=pgettext_lazy("product", "Design"), choices=Design.choices)
    filing_no = forms.CharField(label=_("Filing number"), max_length=60, required=False)
    keeper = forms.ChoiceField(label=_("Looked after by"))
    cover = text(_("What it covers"), 4)
    premium = text(_("What it costs and how it is paid"))
    returns = text(_("What it returns"))
    suits = text(_("For whom it is suitable"))
    suits_not = text(_("For whom it is not suitable"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, product: Product | None = None, me: User) -> None:
        begin: dict[str, Any] = {"keeper": str(me.pk)}
        if product is not None:
            names = ("code", "name", "line", "design", "filing_no", *TEXTS)
            begin = {name: getattr(product, name) for name in names}
            begin |= {"keeper": str(product.keeper_id), "seen": product.version}
        super().__init__(data, initial=begin)
        self.fields["keeper"].choices = keepers()  # type: ignore[attr-defined]
        if product is not None:
            self.fields["code"].widget = forms.HiddenInput()


class NarrowForm(forms.Form):
    """Which products the list shows."""

    line = forms.ChoiceField(
        label=pgettext_lazy("product", "Line"), required=False, choices=[("", _("Every line")), *Line.choices]
    )
    design = forms.ChoiceField(
        label=pgettext_lazy("product", "Design"), required=False, choices=[("", _("Every design")), *Design.choices]
    )
    status = forms.ChoiceField(
        label=pgettext_lazy("product", "State"),
        required=False,
        choices=[("", _("Every state")), *ProductStatus.choices],
    )


class ProofForm(forms.Form):
    """A proof for the file of a product."""

    kind = forms.ChoiceField(label=_("What is proved"), choices=ProofKind.choices)
    statement = text(_("What it says"), required=True)
    document = forms.CharField(label=_("Paper it stands in"), max_length=120, required=False)
    dated_on = forms.DateField(label=_("Date of the paper"), widget=DayInput())
    review_on = forms.DateField(label=_("To be looked at again on"), widget=DayInput())


class DayForm(forms.Form):
    """The first or the last day of the sale."""

    on = forms.DateField(label=_("Day"), widget=DayInput())


class TermsForm(forms.Form):
    """A new version of terms: a file or its text, and the day from which it holds."""

    text = forms.CharField(
        label=_("Text of the terms"), required=False, max_length=400_000, widget=forms.Textarea({"rows": 8})
    )
    from_on = forms.DateField(label=_("Holds from"), widget=DayInput())


class ClauseForm(forms.Form):
    """Title and text of a clause."""

    title = forms.CharField(label=_("Title"), max_length=80, required=False)
    text = forms.CharField(label=_("Text"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 10}))
