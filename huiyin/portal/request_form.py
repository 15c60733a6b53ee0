"""The shape of a service request as a customer sends it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.portal.forms import PortalForm, text_field
from huiyin.service.models import RequestKind, Topic


class RequestForm(PortalForm):
    """A service request, on one page."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    topic = forms.ChoiceField(
        label=_("If it is a question: about what?"), required=False, choices=[("", _("I am not sure")), *Topic.choices]
    )
    text = text_field(
        _("What do you need?"),
        _("Write down what you need."),
        rows=6,
        max_length=20_000,
        help_text=_("In your own words. A few sentences are enough to begin with."),
    )
    policy_number = text_field(
        _("Policy number"),
        max_length=40,
        help_text=_("Needed when a policy is to be managed or changed."),
        attrs={"autocomplete": "off"},
    )
    name = text_field(_("Your name"), _("Give your name."), max_length=100, attrs={"autocomplete": "name"})
    phone = text_field(
        _("Phone"), max_length=40, attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=200,
        help_text=_("The receipt and our letters then reach you at once."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is not an e-mail address. Check it, or leave it empty.")},
    )

    def clean(self) -> dict[str, Any]:
        """One way to reach the person is enough, and one is needed; a policy that is to be changed has a number."""
        found = super().clean() or {}
        if not {"phone", "email"} & set(self.errors) and not (found.get("phone") or found.get("email")):
            self.add_error("phone", _("Give a phone number or an e-mail address: one is enough."))
        if (phone := found.get("phone", "")) and sum(char.isdigit() for char in phone) < 7:
            self.add_error("phone", _("A phone number has at least seven digits."))
        if str(found.get("kind", "")).startswith("policy_") and not found.get("policy_number"):
            self.add_error("policy_number", _("Give the number of the policy: it stands on its first page."))
        return found
