"""The shape of what a customer sends. Law and limits are the actions' business."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.complaints.rules.arrival import MOST_TEXT, MOST_YUAN

CARE = (
    ("elderly", _("I am 60 or older")),
    ("disabled", _("I have a disability")),
    ("ill", _("I am seriously ill")),
    ("minor", _("I am under 18")),
    ("hardship", _("I am in hardship")),
)
FOR_WHOM = (
    ("self", _("For myself")),
    ("agent", _("For somebody who gave me the authority to act")),
    ("heir", _("As an heir of the person insured or the policyholder")),
    ("joint", _("Together with others, about the same matter")),
)
SCORES = (
    (5, _("5: very satisfied")),
    (4, _("4: satisfied")),
    (3, _("3: neither")),
    (2, _("2: not satisfied")),
    (1, _("1: not at all satisfied")),
)
PRESSED = (("no", _("No, nobody did. I withdraw of my own will.")), ("yes", _("Yes, somebody did.")))


class PortalForm(forms.Form):
    """A form whose first wrong field takes the focus."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.errors:
            first = next((name for name in self.fields if name in self.errors), None)
            if first:
                self.fields[first].widget.attrs |= {"autofocus": True, "data-focus": ""}

    def faults(self) -> list[tuple[str, str]]:
        """(field id, sentence) of every fault, in the order of the page."""
        return [
            (f"id_{name}_0" if self._many(name) else f"id_{name}", str(error))
            for name in self.fields
            for error in self.errors.get(name, [])
        ]

    def _many(self, name: str) -> bool:
        return isinstance(self.fields[name].widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


def text_field(label: Any, missing: Any = "", **options: Any) -> forms.CharField:
    rows = options.pop("rows", 0)
    attrs = options.pop("attrs", {})
    widget = forms.Textarea(attrs={"rows": rows} | attrs) if rows else forms.TextInput(attrs=attrs)
    messages = {"required": missing} if missing else {}
    return forms.CharField(label=label, widget=widget, error_messages=messages, required=bool(missing), **options)


class WhatForm(PortalForm):
    """Step 1: what happened, and what should be done."""

    text = text_field(
        _("What happened?"),
        _("Write down what happened."),
        rows=8,
        max_length=MOST_TEXT,
        help_text=_("In your own words: what, when, with whom. A few sentences are enough to begin with."),
    )
    wish = text_field(
        _("What should we do?"),
        _("Say what you want us to do; “explain it to me” is enough."),
        rows=2,
        max_length=500,
        help_text=_("For example: pay the claim, correct a mistake, explain a decision."),
    )
    amount = forms.DecimalField(
        label=_("Sum in question, in yuan"),
        required=False,
        min_value=0,
        max_value=MOST_YUAN,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": _("Write the sum as a number, such as 3200 or 3200.50.")},
    )
    happened_on = forms.DateField(
        label=_("When did it happen?"),
        required=False,
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"],
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day as 2026-03-02, or leave it empty.")},
    )
    policy_number = text_field(
        _("Policy or claim number"),
        max_length=60,
        help_text=_("If you have it at hand: we find your papers faster."),
        attrs={"autocomplete": "off"},
    )


class WhoForm(PortalForm):
    """Step 2: who complains."""

    for_whom = forms.ChoiceField(
        label=_("For whom do you complain?"),
        choices=FOR_WHOM,
        widget=forms.RadioSelect,
        initial="self",
        error_messages={"required": _("Choose for whom you complain.")},
    )
    name = text_field(_("Your name"), _("Give your name."), max_length=100, attrs={"autocomplete": "name"})
    certificate_no = text_field(
        _("Your identity card or passport number"),
        max_length=40,
        help_text=_("It lets us find your policy at once. We keep it encrypted. You can also show it later."),
        attrs={"autocomplete": "off"},
    )
    complainant_name = text_field(
        _("Name of the person you act for"), max_length=100, help_text=_("For an heir: the person who died.")
    )
    joint_count = forms.IntegerField(
        label=_("How many are you?"),
        required=False,
        min_value=2,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Write the number of people as a figure.")},
    )
    others = text_field(
        _("Names of the others"),
        rows=3,
        max_length=4000,
        help_text=_("One name a line. For a long list, attach it as a file in the first step."),
    )

    def clean(self) -> dict[str, Any]:
        """Who acts for somebody says for whom; who complains with others says with how many."""
        found = super().clean() or {}
        whom = found.get("for_whom")
        if whom in ("agent", "heir") and not found.get("complainant_name"):
            self.add_error("complainant_name", _("Give the name of the person you act for."))
        if whom == "joint" and not found.get("joint_count") and "joint_count" not in self.errors:
            self.add_error("joint_count", _("Say how many you are, you included."))
        if len([line for line in found.get("others", "").splitlines() if line.strip()]) > 49:
            self.add_error("others", _("At most 49 names; attach the list of the others as a file."))
        return found


class ReachForm(PortalForm):
    """Step 3: how to reach them."""

    phone = text_field(
        _("Phone"),
        max_length=40,
        help_text=_("We call only about this complaint."),
        attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=200,
        help_text=_("The receipt and our letters then reach you at once."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is not an e-mail address. Check it, or leave it empty.")},
    )
    address = text_field(
        _("Postal address"),
        max_length=300,
        help_text=_("If you would rather have our letters on paper."),
        attrs={"autocomplete": "street-address"},
    )
    care = forms.MultipleChoiceField(
        label=_("Do you need special care?"),
        required=False,
        choices=CARE,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You need not say. If you do, we take more time for you, never less."),
    )

    def clean(self) -> dict[str, Any]:
        """One way to reach the person is enough, and one is needed."""
        found = super().clean() or {}
        wrong = {"phone", "email", "address"} & set(self.errors)
        if not wrong and not any(found.get(name) for name in ("phone", "email", "address")):
            self.add_error("phone", _("Give a phone number, an e-mail address or a postal address: one is enough."))
        if (phone := found.get("phone", "")) and sum(char.isdigit() for char in phone) < 7:
            self.add_error("phone", _("A phone number has at least seven digits."))
        return found


class FollowForm(PortalForm):
    """The number and the secret of the receipt."""

    number = text_field(
        _("Number of the complaint"),
        _("Type the number on your receipt."),
        max_length=60,
        help_text=_("It begins with TS. Spaces and small letters do no harm."),
        attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    secret = text_field(
        _("Code"),
        _("Type the code on your receipt."),
        max_length=60,
        help_text=_("Ten letters and figures, such as 7KQ2M-9XWTD."),
        attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class MessageForm(PortalForm):
    """Something more: words, material, or both."""

    text = text_field(
        _("What do you want to tell us?"), rows=5, max_length=20_000,
        help_text=_("With files you may leave this empty."),
    )  # fmt: skip


class SatisfactionForm(PortalForm):
    """1 to 5 and words."""

    score = forms.TypedChoiceField(
        label=_("How satisfied are you with the way we handled your complaint?"),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose from 1 to 5, or press “I would rather not say”.")},
    )
    words = text_field(_("What was good, what was bad?"), rows=4, max_length=2000)


class ReviewForm(PortalForm):
    """Why the decision is not right."""

    grounds = text_field(
        _("Why is the decision not right?"),
        _("Say why the decision is not right."),
        rows=8,
        max_length=10_000,
        help_text=_("What is wrong about the facts, the reasons, the result, or the time it took?"),
    )


def _signature() -> forms.CharField:
    """The name typed as a signature."""
    return text_field(
        _("Your name, as your signature"),
        _("Type your name as it stands in the complaint: that is your signature."),
        max_length=100,
        attrs={"autocomplete": "name"},
    )


class MediationForm(PortalForm):
    """Yes or no, in one's own name."""

    answer = forms.ChoiceField(
        label=_("Do you agree to the mediation?"),
        choices=(("yes", _("Yes, I agree to the mediation")), ("no", _("No, I decline it"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = text_field(_("Would you like to say why?"), rows=2, max_length=400, help_text=_("You need not say."))
    signed_name = _signature()


class WithdrawalForm(PortalForm):
    """Free will, and the name as a signature."""

    pressed = forms.ChoiceField(
        label=_("Did anybody press you to withdraw, promise you something for it, or threaten you?"),
        choices=PRESSED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer this question: it protects you.")},
    )
    pressure_words = text_field(_("If so: who, and how?"), rows=3, max_length=2000)
    reason = text_field(_("Why do you withdraw?"), rows=2, max_length=500, help_text=_("You need not say."))
    signed_name = _signature()
