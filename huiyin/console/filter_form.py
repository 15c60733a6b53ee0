"""The form of the queue's filters, its choices, and whom and which units somebody can choose from."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.accounts.models import Membership, Unit, User
from huiyin.accounts.queries import grants_of, units_under
from huiyin.accounts.rules import SEES_OWN, visible_paths
from huiyin.cases.models import Channel, Kind, Severity
from huiyin.cases.queries import fields, tags
from huiyin.catalog import rules as taxonomies
from huiyin.console.rows import LISTED_FLAGS, rule_title, state_choices
from huiyin.customers.queries import tidy_policy
from huiyin.handbook import queries as handbook

DUE = (
    ("broken", gettext_lazy("Overdue")),
    ("today", gettext_lazy("Due today")),
    ("warned", gettext_lazy("Warned")),
    ("paused", gettext_lazy("Paused")),
    ("provisional", gettext_lazy("Provisional")),
)
WAITS = (
    ("dispatch", gettext_lazy("Dispatch")),
    ("approval", gettext_lazy("Approval of the plan")),
    ("customer", gettext_lazy("Something from outside (limit rests)")),
    ("execution", gettext_lazy("Carrying out")),
    ("confirmation", gettext_lazy("Word of the complainant")),
)
MOST_OWNERS = 300
MOST_TAGS = 300
DAYS = ("due_from", "due_to", "since", "until")
TEXTS = ("policy", "customer", "product", "q")


class Filter(forms.Form):
    """The filters of the queue. A value that does not fit is left out; nothing here is an error.

    The choices of a field are gathered when it is used or when the `whole` panel is to be shown.
    """

    q = forms.CharField(label=gettext_lazy("Words, names, numbers"), required=False, max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of matter"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    waits = forms.ChoiceField(label=gettext_lazy("Waits for"), required=False)
    code = forms.ChoiceField(label=gettext_lazy("Class"), required=False)
    severity = forms.ChoiceField(label=gettext_lazy("Severity"), required=False)
    due = forms.ChoiceField(label=gettext_lazy("Limit"), required=False)
    rule = forms.ChoiceField(label=gettext_lazy("Nearest limit"), required=False)
    due_from = forms.DateField(label=gettext_lazy("Limit ends from"), required=False)
    due_to = forms.DateField(label=gettext_lazy("Limit ends to"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    line = forms.ChoiceField(label=gettext_lazy("Line"), required=False)
    flag = forms.ChoiceField(label=gettext_lazy("Flag"), required=False)
    tag = forms.ChoiceField(label=gettext_lazy("Tag"), required=False)
    field = forms.ChoiceField(label=gettext_lazy("Field of the house"), required=False)
    value = forms.CharField(label=gettext_lazy("Its value"), required=False, max_length=120)
    since = forms.DateField(label=gettext_lazy("Received from"), required=False)
    until = forms.DateField(label=gettext_lazy("Received to"), required=False)
    policy = forms.CharField(label=gettext_lazy("Policy number"), required=False, max_length=40)
    customer = forms.CharField(label=gettext_lazy("Customer number"), required=False, max_length=64)
    product = forms.CharField(label=gettext_lazy("Product code"), required=False, max_length=20)
    fresh = forms.ChoiceField(label=gettext_lazy("Dispatch"), required=False)

    def __init__(self, data: QueryDict | dict[str, str], *, user: User, whole: bool = False) -> None:
        super().__init__(data, auto_id="filter_%s")
        language = get_language() or "zh-hans"
        taxonomy = taxonomies.current()
        choices: dict[str, Callable[[], list[tuple[str, Any]]]] = {
            "kind": lambda: list(Kind.choices),
            "state": state_choices,
            "waits": lambda: list(WAITS),
            "code": lambda: code_choices(taxonomy, language),
            "severity": lambda: list(Severity.choices),
            "due": lambda: list(DUE),
            "rule": lambda: rule_choices(language),
            "owner": lambda: [(str(person.pk), person.name) for person in owners(user)],
            "unit": lambda: [(str(unit.pk), unit.name) for unit in units(user)],
            "channel": lambda: list(Channel.choices),
            "line": lambda: [(node.code, node.name.text(language)) for node in taxonomy.axes["line"].values()],
            "flag": lambda: [(flag.value, flag.label) for flag in LISTED_FLAGS],
            "tag": lambda: [(str(tag.pk), tag.name) for tag in tags.choices(free=True)[:MOST_TAGS]],
            "field": lambda: field_choices(language),
            "fresh": lambda: [("yes", _("Not yet dispatched"))],
        }
        for name, find in choices.items():
            found = find() if whole or data.get(name) else []
            self.fields[name].choices = [("", _("Any")), *found]  # type: ignore[attr-defined]
        for name in DAYS:
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.is_valid()

    def clean_policy(self) -> str:
        """The number as it is kept."""
        return tidy_policy(self.cleaned_data["policy"])

    @property
    def given(self) -> dict[str, Any]:
        """The filters in force, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}


def code_choices(taxonomy: taxonomies.Taxonomy, language: str) -> list[tuple[str, Any]]:
    """The classes as a tree: groups and reasons below them are moved in."""
    found: list[tuple[str, Any]] = []
    for top, groups in taxonomy.tree():
        found.append((top.code, top.name.text(language)))
        for group, reasons in groups:
            found.append((group.code, f"　{group.name.text(language)}"))
            found += [(one.code, f"　　{one.code} {one.name.text(language)}") for one in reasons]
    return found


def field_choices(language: str) -> list[tuple[str, Any]]:
    """The house's own fields by key and name. Personal ones are left out: an address is no place for their values."""
    label = "label_zh" if language.startswith("zh") else "label_en"
    return [(key, getattr(row, label)) for key, row in fields.in_force().items() if not row.is_personal]


def rule_choices(language: str) -> list[tuple[str, Any]]:
    """The limits of the house by code and name."""
    return sorted(((code, rule_title(code, language)) for code in handbook.codes()), key=lambda pair: pair[1])


def units(user: User) -> QuerySet[Unit]:
    """The units whose cases the person sees as a whole."""
    return Unit.objects.filter(pk__in=units_under(*visible_paths(grants_of(user)))).order_by("path")


def owners(user: User) -> QuerySet[User]:
    """Who may own cases in those units."""
    held = Membership.objects.filter(role__in=SEES_OWN, unit__in=units_under(*visible_paths(grants_of(user))))
    people = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return people.order_by("unit__path", "employee_no")[:MOST_OWNERS]
