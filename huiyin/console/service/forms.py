"""What each step of a request asks, the least; and the form that takes a new one."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit
from huiyin.cases.models import Channel
from huiyin.core.time import SHANGHAI, now
from huiyin.service.models import Outcome, RequestKind, Topic
from huiyin.service.rules import path
from huiyin.service.rules.path import Facts
from huiyin.service.rules.table import BY_CODE

WAYS = (
    (Channel.PORTAL, _("By portal, and by mail when there is an address")),
    (Channel.PHONE, Channel.PHONE.label),
    (Channel.VISIT, Channel.VISIT.label),
    (Channel.LETTER, Channel.LETTER.label),
)
TEXTED = ((Channel.SMS, Channel.SMS.label),)
COMING = (Channel.PHONE, Channel.PORTAL, Channel.EMAIL, Channel.VISIT, Channel.LETTER)


def _text(label: Any, *, required: bool = True, most: int = 2000, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": rows, "maxlength": most})
    )


def _way() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("How the customer is told"), choices=[*WAYS, *TEXTED] if settings.SMS else WAYS, initial=Channel.PORTAL
    )


def fields_of(code: str, facts: Facts, *, asked_before: bool = False) -> dict[str, forms.Field]:
    """The fields of a step, named as its action names them."""
    reason: dict[str, forms.Field] = {"reason": forms.CharField(label=_("Why"), max_length=300)}
    made: dict[str, dict[str, forms.Field]] = {
        "respond": {"text": _text(_("Answer"), most=10_000), "channel": _way()},
        "check_identity": {"how": forms.CharField(label=_("How it was checked"), max_length=300)},
        "ask_papers": {
            "items": _text(_("What is missing, one paper a line")),
            **({"reason": forms.CharField(label=_("Why the first list was not full"), max_length=300)}
               if asked_before else {}),
            "channel": _way(),
        },
        "check_papers": {"note": forms.CharField(label=_("Note"), max_length=300, required=False)},
        "accept": {"channel": _way()},
        "sort": {"topic": forms.ChoiceField(label=_("What it is about"), choices=Topic.choices)},
        "route": {"to": forms.ChoiceField(label=_("To whom"), choices=duty_people), **reason},
        "give_back": reason,
        "process": {"what": _text(_("What was done"))},
        "answer": {"text": _text(_("Answer"), most=10_000, rows=5), "channel": _way()},
        "go_on": reason,
        "close": {
            "outcome": forms.ChoiceField(label=_("What the customer says of it"), choices=Outcome.choices),
            "feedback": _text(_("In the customer's words"), required=False, most=1000),
        },
        "skip": {
            "step": forms.ChoiceField(
                label=_("Step"), choices=[(one, gettext(BY_CODE[one].title)) for one in path.to_skip(facts)]
            ),
            **reason,
        },
        "promote": reason,
        "end": {**reason, "channel": _way()},
    }  # fmt: skip
    return made.get(code, {})


def duty_people() -> list[tuple[str, str]]:
    """The responsible departments by their duty people: number and words."""
    rows = Unit.objects.filter(is_active=True, duty_user__is_active=True).select_related("duty_user").order_by("path")
    return [
        (one.duty_user.employee_no, f"{one.name} · {one.duty_user.name}") for one in rows if one.duty_user is not None
    ]


class StepForm(forms.Form):
    """The form of one step; its ids bear the step's code, since several stand on one page."""

    def __init__(self, code: str, facts: Facts, data: Any = None, *, asked_before: bool = False) -> None:
        super().__init__(data, auto_id=f"{code}_%s")
        self.fields.update(fields_of(code, facts, asked_before=asked_before))


class NewRequest(forms.Form):
    """Who asks, what for, what could be said at once."""

    party = forms.UUIDField(required=False, widget=forms.HiddenInput)
    policy = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), required=False, max_length=100)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.CharField(label=_("E-mail"), required=False, max_length=200)
    policy_number = forms.CharField(label=_("Policy number"), required=False, max_length=40)
    kind = forms.ChoiceField(label=_("Kind of request"), choices=RequestKind.choices)
    topic = forms.ChoiceField(
        label=_("What a consultation is about"), required=False, choices=[("", _("Not known")), *Topic.choices]
    )
    channel = forms.ChoiceField(
        label=_("How it reached us"), choices=[(one.value, one.label) for one in COMING], initial=Channel.PHONE
    )
    received_at = forms.DateTimeField(label=_("Received at"))
    text = _text(_("What the customer needs"), required=False, most=20_000, rows=5)
    preliminary = _text(_("What you answered at once"), required=False)
    no_preliminary = forms.CharField(label=_("Or why nothing could be answered yet"), required=False, max_length=300)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"received_at": now().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")})
        self.fields["received_at"].widget = forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        )
        self.fields["phone"].widget.attrs["inputmode"] = "tel"
