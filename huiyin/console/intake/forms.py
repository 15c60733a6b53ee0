"""What a complaint form asks: the least. Shape only; what must be right is said by the rules of arrival."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit
from huiyin.cases.models import Channel, Flag
from huiyin.catalog import rules as taxonomies
from huiyin.complaints.rules.arrival import MOST_DEMANDS, MOST_TEXT
from huiyin.core.time import SHANGHAI, now

ACTING = (
    ("self", _("The complainant")),
    ("agent", _("An agent with authority")),
    ("heir", _("An heir")),
    ("joint", _("Several people together")),
)
GROUNDS = (
    ("", _("None of these")),
    ("disaster", _("A natural disaster")),
    ("accident", _("An accident or safety incident")),
    ("public_health", _("A public-health event")),
    ("regulator", _("The regulator calls it major")),
)
# Channels through which it is brought by somebody who keeps a number of their own.
WITH_REFERENCE = ("regulator", "mediator", "media", "email", "letter", "api", "visit")
NUMBERED = 300


class IntakeForm(forms.Form):
    """Who complains, how it reached us, what happened."""

    party = forms.UUIDField(required=False, widget=forms.HiddenInput)
    policy = forms.UUIDField(required=False, widget=forms.HiddenInput)
    # The call in which it is taken down; it belongs to the case from then on.
    call = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), required=False, max_length=100)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.CharField(label=_("E-mail"), required=False, max_length=200)
    address = forms.CharField(label=_("Postal address"), required=False, max_length=NUMBERED)
    certificate_no = forms.CharField(label=_("Certificate number"), required=False, max_length=40)
    care = forms.MultipleChoiceField(label=_("Needs special care"), required=False, widget=forms.CheckboxSelectMultiple)
    acting = forms.ChoiceField(label=_("Who speaks to us"), choices=ACTING, initial="self")
    agent_name = forms.CharField(label=_("Name of the agent or heir"), required=False, max_length=100)
    agent_phone = forms.CharField(label=_("Phone of the agent or heir"), required=False, max_length=40)
    joint_count = forms.IntegerField(label=_("How many complain together"), required=False, min_value=1)
    face_to_face_count = forms.IntegerField(label=_("How many of them came in person"), required=False, min_value=0)
    channel = forms.ChoiceField(label=_("How it reached us"), choices=Channel.choices, initial=Channel.PHONE)
    received_at = forms.DateTimeField(label=_("Received at"))
    external_ref = forms.CharField(label=_("Their number"), required=False, max_length=80)
    regulator_due_on = forms.DateField(label=_("The regulator's date"), required=False)
    ground = forms.ChoiceField(label=_("Caused by"), choices=GROUNDS, required=False)
    text = forms.CharField(label=_("What happened"), required=False, max_length=MOST_TEXT, widget=forms.Textarea)
    policy_number = forms.CharField(label=_("Policy number"), required=False, max_length=40)
    line = forms.ChoiceField(label=_("Line"), required=False)
    happened_on = forms.DateField(label=_("When it happened"), required=False)
    unit = forms.ChoiceField(label=_("Unit complained about"), required=False)
    respondent_staff_no = forms.CharField(label=_("Employee number complained about"), required=False, max_length=20)
    told = forms.MultipleChoiceField(label=_("It is also"), required=False, widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(
        label=_("Language of our letters"), choices=[("zh-hans", "中文"), ("en", "English")], initial="zh-hans"
    )
    old_confirmed = forms.BooleanField(label=_("The date of receipt is right although it is long ago"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"received_at": now().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")})
        language = get_language() or "zh-hans"
        axes = taxonomies.current().axes
        units = [(str(unit.pk), unit.name) for unit in Unit.objects.filter(is_active=True).order_by("path")]
        choices: dict[str, list[tuple[str, Any]]] = {
            "care": [(node.code, node.name.text(language)) for node in axes["vulnerability"].values()],
            "line": [("", _("Not known")), *((node.code, node.name.text(language)) for node in axes["line"].values())],
            "unit": [("", _("As the policy says")), *units],
            "told": [(flag.value, flag.label) for flag in (Flag.MEDIA, Flag.LAWSUIT, Flag.PERSONAL_DATA)],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        for name in ("regulator_due_on", "happened_on"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["received_at"].widget = forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        )
        self.fields["text"].widget.attrs |= {"rows": 8, "maxlength": str(MOST_TEXT)}
        for name in ("phone", "agent_phone"):
            self.fields[name].widget.attrs["inputmode"] = "tel"


class DemandForm(forms.Form):
    """One thing asked for."""

    text = forms.CharField(label=_("Demand"), max_length=500)
    amount = forms.DecimalField(label=_("Sum in yuan"), required=False, min_value=0, decimal_places=2, max_digits=13)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].widget.attrs["data-name"] = name
        self.fields["amount"].widget.attrs |= {"inputmode": "decimal", "step": "0.01"}


class SpeakerForm(forms.Form):
    """A representative of a joint complaint."""

    name = forms.CharField(label=_("Name"), max_length=100)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].widget.attrs["data-name"] = name


Demands = formset_factory(DemandForm, extra=0, min_num=1, max_num=MOST_DEMANDS + 1, absolute_max=100)
Speakers = formset_factory(SpeakerForm, extra=0, min_num=1, max_num=50, absolute_max=100)
