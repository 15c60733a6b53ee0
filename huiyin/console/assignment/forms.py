"""The forms of rules of assignment: the whole edition, one rule, the day of a dry run. Shape only."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit
from huiyin.accounts.queries import work
from huiyin.cases.models import Channel, Severity
from huiyin.catalog import rules as taxonomies
from huiyin.complaints.rules.dispatch_terms import FLAGS, LEVELS
from huiyin.console.filter_form import code_choices
from huiyin.console.rows import LISTED_FLAGS

LISTS = ("units", "severities", "channels", "languages", "flags", "lines", "classes")
MOST_CLASSES_SHOWN = 12
NUMBERS = ("amount_from", "amount_below")


class NewForm(forms.Form):
    """A new draft."""

    effective_from = forms.DateField(label=_("In force from"))
    reason = forms.CharField(label=_("Why it is changed"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["effective_from"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WholeForm(forms.Form):
    """What holds for all rules of an edition."""

    effective_from = forms.DateField(label=_("In force from"))
    capacity = forms.IntegerField(
        label=_("Everybody carries at most (points)"), min_value=1, max_value=1000, required=False,
        help_text=_("For whoever has no number of their own. Left empty: without a bound."),
    )  # fmt: skip
    automatic = forms.BooleanField(
        label=_("Give out what is accepted and classed without anybody asking"), required=False
    )

    def __init__(self, data: Any = None, *, body: Mapping[str, Any], initial: Mapping[str, Any]) -> None:
        grades = body["effort"]["grades"]
        shown = {"capacity": body.get("capacity"), "automatic": body.get("automatic")}
        shown |= {f"points_{level}": grades[level] for level in LEVELS}
        shown |= {f"more_{flag}": body["effort"]["flags"].get(flag, 0) for flag in FLAGS}
        super().__init__(data, initial={**shown, **initial})
        for level in LEVELS:
            label = _("Points of %(grade)s") % {"grade": level}
            self.fields[f"points_{level}"] = forms.IntegerField(label=label, min_value=1, max_value=100)
        for flag in LISTED_FLAGS:
            if flag.value in FLAGS:
                self.fields[f"more_{flag.value}"] = forms.IntegerField(
                    label=flag.label, min_value=0, max_value=100, required=False
                )
        self.fields["effective_from"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.kept = body

    @property
    def points(self) -> list[forms.BoundField]:
        """The fields of the points, in the order of the grades."""
        return [self[f"points_{level}"] for level in LEVELS]

    @property
    def marks(self) -> list[forms.BoundField]:
        """The fields of what a flag adds."""
        return [self[name] for name in self.fields if name.startswith("more_")]

    def body(self) -> dict[str, Any]:
        """The draft's body with what was typed."""
        given = self.cleaned_data
        grades = {level: given[f"points_{level}"] for level in LEVELS}
        flags = dict(self.kept["effort"]["flags"])
        for flag in FLAGS:
            if f"more_{flag}" in given:
                flags[flag] = given[f"more_{flag}"] or 0
        effort = {"grades": grades, "flags": {flag: more for flag, more in flags.items() if more}}
        return {**self.kept, "capacity": given["capacity"], "automatic": given["automatic"], "effort": effort}


class RuleForm(forms.Form):
    """One rule: when it fits, what whoever gets it must be able and allowed to do, how it is given."""

    code = forms.CharField(label=pgettext_lazy("rule of assignment", "Code"), max_length=32)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    units = forms.MultipleChoiceField(label=_("Units, with what lies below them"), required=False)
    severities = forms.MultipleChoiceField(
        label=_("Grades"), choices=Severity.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels"), choices=Channel.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    flags = forms.MultipleChoiceField(
        label=_("Marked as"),
        choices=[(flag.value, flag.label) for flag in LISTED_FLAGS if flag.value in FLAGS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    lines = forms.MultipleChoiceField(label=_("Lines of business"), required=False, widget=forms.CheckboxSelectMultiple)
    classes = forms.MultipleChoiceField(
        label=_("Classes"), required=False, help_text=_("A class or group stands for everything below it."),
        widget=forms.SelectMultiple(attrs={"size": MOST_CLASSES_SHOWN}),
    )  # fmt: skip
    amount_from = forms.IntegerField(label=_("Amount from (yuan)"), min_value=1, required=False)
    amount_below = forms.IntegerField(label=_("Amount below (yuan)"), min_value=1, required=False)
    skills = forms.CharField(label=_("Skills needed"), required=False, max_length=200)
    qualifications = forms.CharField(label=_("Qualifications needed, valid on the day"), required=False, max_length=200)
    mode = forms.ChoiceField(
        label=_("How it is given"),
        choices=[("push", _("To whoever fits and has the least work")), ("pull", _("Into the pool of the unit"))],
        widget=forms.RadioSelect,
    )
    earlier_owner = forms.BooleanField(label=_("Whoever had the customer's last complaint comes first"), required=False)
    hold_hours = forms.IntegerField(
        label=_("Waits at most (hours)"), min_value=1, max_value=72,
        help_text=_("And never longer than a quarter of what is left of the nearest limit."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, rule: Mapping[str, Any]) -> None:
        when = rule.get("when", {})
        initial = {name: when.get(name) for name in (*LISTS, *NUMBERS)}
        initial |= {name: ", ".join(rule.get(name, ())) for name in ("skills", "qualifications")}
        initial |= {name: rule.get(name) for name in ("code", "mode", "earlier_owner", "hold_hours")}
        initial |= {"name_zh": rule["name"]["zh"], "name_en": rule["name"]["en"]}
        super().__init__(data, initial=initial)
        rows = Unit.objects.filter(is_active=True).order_by("path")
        self.fields["units"].choices = [  # type: ignore[attr-defined]
            (unit.code, "　" * unit.path.strip("/").count("/") + unit.name) for unit in rows
        ]
        taxonomy, language = taxonomies.current(), get_language() or "zh-hans"
        self.fields["lines"].choices = [  # type: ignore[attr-defined]
            (node.code, node.name.text(language)) for node in taxonomy.axes["line"].values()
        ]
        self.fields["classes"].choices = code_choices(taxonomy, language)  # type: ignore[attr-defined]
        for name in ("units", "lines", "classes"):
            self._keep(name, when.get(name, ()))
        for kind in ("skill", "qualification"):
            known = ", ".join(work.known_codes(kind)[:12])
            self.fields[f"{kind}s"].help_text = _("Codes with commas. In use: %(codes)s") % {"codes": known or "—"}

    def _keep(self, name: str, codes: Iterable[str]) -> None:
        """What the rule names already can stay chosen, also a code that is offered no more."""
        field: Any = self.fields[name]
        offered = {code for code, _label in field.choices}
        field.choices = [*field.choices, *((code, code) for code in codes if code not in offered)]

    def body(self) -> dict[str, Any]:
        """The rule as it stands in an edition."""
        given = self.cleaned_data
        when: dict[str, Any] = {name: given[name] for name in LISTS if given[name]}
        when |= {name: given[name] for name in NUMBERS if given[name]}
        return {
            "code": given["code"],
            "name": {"zh": given["name_zh"], "en": given["name_en"]},
            "when": when,
            "skills": _split(given["skills"]),
            "qualifications": _split(given["qualifications"]),
            "mode": given["mode"],
            "earlier_owner": given["earlier_owner"],
            "hold_hours": given["hold_hours"],
        }


def _split(text: str) -> list[str]:
    for sign in "，、;；":
        text = text.replace(sign, ",")
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


class DayForm(forms.Form):
    """The day of a dry run."""

    day = forms.DateField(label=_("Complaints that arrived on"))

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="trial_%s", initial=initial)
        self.fields["day"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
