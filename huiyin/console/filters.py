"""What the queue shows is written in its address: reading it, naming it as chips, building the addresses around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.accounts.models import Membership, Unit, User
from huiyin.accounts.queries import grants_of, units_under
from huiyin.accounts.rules import SEES_OWN, visible_paths
from huiyin.cases.models import Channel, Severity
from huiyin.cases.queries.queue import OrderName, Wanted
from huiyin.catalog import rules as taxonomies
from huiyin.complaints.queries import waiting
from huiyin.complaints.rules.table import OPEN
from huiyin.console.rows import LISTED_FLAGS, state_choices
from huiyin.core.actors import Actor

LEADING = frozenset({"supervisor", "branch_manager", "head_office_cp", "executive"})
ENDED_LAST = ("closed", "withdrawn")
DUE = (
    ("broken", gettext_lazy("Overdue")),
    ("today", gettext_lazy("Due today")),
    ("warned", gettext_lazy("Warned")),
    ("paused", gettext_lazy("Paused")),
    ("provisional", gettext_lazy("Provisional")),
)
MOST_OWNERS = 300


class Filter(forms.Form):
    """The filters of the queue. A value that does not fit is left out; nothing here is an error.

    The choices of a field are gathered when it is used or when the `whole` panel is to be shown.
    """

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    code = forms.ChoiceField(label=gettext_lazy("Class"), required=False)
    severity = forms.ChoiceField(label=gettext_lazy("Severity"), required=False)
    due = forms.ChoiceField(label=gettext_lazy("Limit"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    line = forms.ChoiceField(label=gettext_lazy("Line"), required=False)
    flag = forms.ChoiceField(label=gettext_lazy("Flag"), required=False)
    since = forms.DateField(label=gettext_lazy("Received from"), required=False)
    until = forms.DateField(label=gettext_lazy("Received to"), required=False)
    fresh = forms.ChoiceField(label=gettext_lazy("Dispatch"), required=False)

    def __init__(self, data: QueryDict, *, user: User, whole: bool = False) -> None:
        super().__init__(data, auto_id="filter_%s")
        language = get_language() or "zh-hans"
        taxonomy = taxonomies.current()
        choices: dict[str, Callable[[], list[tuple[str, Any]]]] = {
            "state": state_choices,
            "code": lambda: _code_choices(taxonomy, language),
            "severity": lambda: list(Severity.choices),
            "due": lambda: list(DUE),
            "owner": lambda: [(str(person.pk), person.name) for person in owners(user)],
            "unit": lambda: [(str(unit.pk), unit.name) for unit in units(user)],
            "channel": lambda: list(Channel.choices),
            "line": lambda: [(node.code, node.name.text(language)) for node in taxonomy.axes["line"].values()],
            "flag": lambda: [(flag.value, flag.label) for flag in LISTED_FLAGS],
            "fresh": lambda: [("yes", _("Not yet dispatched"))],
        }
        for name, find in choices.items():
            found = find() if whole or data.get(name) else []
            self.fields[name].choices = [("", _("Any")), *found]  # type: ignore[attr-defined]
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.is_valid()

    @property
    def given(self) -> dict[str, Any]:
        """The filters in force, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}


def _code_choices(taxonomy: taxonomies.Taxonomy, language: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for top, groups in taxonomy.tree():
        found.append((top.code, top.name.text(language)))
        for group, reasons in groups:
            found.append((group.code, f"　{group.name.text(language)}"))
            found += [(one.code, f"　　{one.code} {one.name.text(language)}") for one in reasons]
    return found


def units(user: User) -> QuerySet[Unit]:
    """The units whose cases the person sees as a whole."""
    return Unit.objects.filter(pk__in=units_under(*visible_paths(grants_of(user)))).order_by("path")


def owners(user: User) -> QuerySet[User]:
    """Who may own cases in those units."""
    held = Membership.objects.filter(role__in=SEES_OWN, unit__in=units_under(*visible_paths(grants_of(user))))
    people = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return people.order_by("unit__path", "employee_no")[:MOST_OWNERS]


@dataclass(frozen=True)
class View:
    """A saved view of the queue, a tab."""

    code: str
    label: str
    wanted: Wanted
    order: OrderName = "due"


def views(user: User, by: Actor) -> list[View]:
    """The tabs of the person: everything open, mine, my team's, overdue, waiting for my word, ended lately."""
    found = [View("open", _("All open"), Wanted()), View("mine", _("Mine"), Wanted(owner_id=user.pk))]
    team = units_under(*(path for role, path in by.grants if role in LEADING))
    if team:
        found.append(View("team", _("My team"), Wanted(unit_ids=tuple(team))))
    found.append(View("broken", _("Overdue"), Wanted(due="broken")))
    waits = waiting.for_word_of(by)
    if waits is not None:
        found.append(View("waiting", _("Waiting for my word"), Wanted(among=waits, is_open=None)))
    found.append(View("closed", _("Ended lately"), Wanted(states=ENDED_LAST, is_open=False), "ended"))
    return found


def wanted(view: View, given: Mapping[str, Any]) -> tuple[Wanted, OrderName]:
    """The view narrowed by the filters. A filter for a state shows that state, ended or not."""
    found = view.wanted
    changes: dict[str, Any] = {
        "code": given.get("code", found.code),
        "due": given.get("due", found.due),
        "received_from": given.get("since"),
        "received_to": given.get("until"),
        "not_dispatched": bool(given.get("fresh")),
    }
    for name, field in (("severity", "severities"), ("channel", "channels"), ("line", "lines"), ("flag", "flags")):
        if name in given:
            changes[field] = (given[name],)
    if "owner" in given:
        changes["owner_id"] = UUID(given["owner"])
    if "unit" in given:
        changes["unit_ids"] = _subtree(UUID(given["unit"]), found.unit_ids)
    order = view.order
    if "state" in given:
        ended = given["state"] not in OPEN
        changes |= {"states": (given["state"],), "is_open": None if view.wanted.is_open is None else not ended}
        order = view.order if not ended or given["state"] in ENDED_LAST else "received"
    return replace(found, **changes), order


def _subtree(unit: UUID, within: tuple[UUID, ...]) -> tuple[UUID, ...]:
    path = Unit.objects.filter(pk=unit).values_list("path", flat=True).first()
    found = units_under(path) if path else [unit]
    return tuple(one for one in found if not within or one in within) or (unit,)


def chips(filters: Filter, view: str) -> list[dict[str, str]]:
    """The filters in force with the address that takes each away."""
    given = {name: filters.data.get(name, "") for name in filters.given}
    return [
        {
            "name": str(filters.fields[name].label),
            "value": _shown(filters, name),
            "remove_url": address(view, {other: value for other, value in given.items() if other != name}),
        }
        for name in given
    ]


def _shown(filters: Filter, name: str) -> str:
    field, value = filters.fields[name], filters.cleaned_data[name]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value)).strip("　 ")  # type: ignore[arg-type]
    return f"{value:%Y-%m-%d}"


def address(view: str, given: Mapping[str, Any], **more: str) -> str:
    """The address of the queue with a view, filters and, perhaps, a place in the list."""
    parts = {"view": view if view != "open" else "", **given, **more}
    text = urlencode({name: value for name, value in parts.items() if value})
    return reverse("queue") + (f"?{text}" if text else "")
