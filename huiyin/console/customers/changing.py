"""`customers/<id>/change`: new details on the customer's word, care they told us of, or that all is still right."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.console.customers import words
from huiyin.console.customers.door import MASKS, Opened, of_customer
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.actions import record
from huiyin.customers.models import CertificateKind, Party
from huiyin.customers.rules.record import DETAILS, TOLD


class DetailsForm(forms.Form):
    """What stays empty stays as it is: nobody has to see a value to correct another."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=300, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=300, required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    certificate_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of certificate"), choices=[("", "—"), *CertificateKind.choices], required=False
    )
    certificate_no = forms.CharField(label=gettext_lazy("Certificate"), max_length=60, required=False)
    born_on = forms.CharField(
        label=gettext_lazy("Born on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    care = forms.MultipleChoiceField(
        label=gettext_lazy("Care the person told us of"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=gettext_lazy("On whose word, and how you know"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, party: Party, data: Any = None) -> None:
        told = [code for code in party.vulnerabilities if code in TOLD]
        super().__init__(data, initial={"version": party.version, "care": told})
        care = self.fields["care"]
        assert isinstance(care, forms.MultipleChoiceField)
        care.choices = [(code, words.care(code, get_language() or "zh-hans")) for code in TOLD]

    @property
    def values(self) -> dict[str, str]:
        """What was filled in."""
        return {name: self.cleaned_data[name] for name in DETAILS if self.cleaned_data.get(name)}


@of_customer("GET POST", keeps=True)
def show(opened: Opened) -> HttpResponse:
    """The form; kept in one step or not at all."""
    visit = opened.visit
    is_post = visit.request.method == "POST"
    form, status = DetailsForm(opened.party, visit.request.POST if is_post else None), 200
    if is_post:
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    _keep(opened, form)
                messages.success(visit.request, _("Kept."))
                return redirect("customer", opened.party.pk)
            except BadInput as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            except Refused as refusal:
                form.add_error(None, refusal.message)
                status = 409
    context = {"form": form, "party": opened.party, "name": MASKS["name"](opened.party.name)}
    return visit.page("customers/change.html", context, status=status)


def _keep(opened: Opened, form: DetailsForm) -> None:
    visit, given = opened.visit, form.cleaned_data
    common: dict[str, Any] = {
        "party_id": opened.party.pk, "reason": given["reason"], "by": visit.by, "at": visit.at,
    }  # fmt: skip
    party = record.tell_care(care=frozenset(given["care"]), version=given["version"], **common)
    if form.values:
        record.change_details(values=form.values, version=party.version, **common)
    else:
        record.verify_details(**common)
