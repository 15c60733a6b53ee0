"""What the queue shows is written in its address: reading it, naming it as chips, building the addresses around it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit, User
from huiyin.accounts.queries import units_under
from huiyin.cases.queries.queue import OrderName, Wanted
from huiyin.complaints.queries import waiting
from huiyin.complaints.rules.table import OPEN
from huiyin.console.filter_form import DAYS, DUE, Filter, owners, units
from huiyin.core.actors import Actor
from huiyin.core.time import local_date

__all__ = ["DAYS", "DUE", "Filter", "View", "address", "chips", "lately", "owners", "units", "views", "wanted"]
LEADING = frozenset({"supervisor", "branch_manager", "head_office_cp", "executive"})
ENDED_LAST = ("closed", "withdrawn")
# Filters by an index of their own: with them a list of ended cases is short however far it goes back.
NARROW = frozenset({"policy", "customer", "q", "since", "until"})


@dataclass(frozen=True)
class View:
    """A view of the house, a tab."""

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
        "due_from": given.get("due_from"),
        "due_to": given.get("due_to"),
        "rule": given.get("rule", ""),
        "waits": given.get("waits", ""),
        "received_from": given.get("since"),
        "received_to": given.get("until"),
        "policy_number": given.get("policy", ""),
        "customer": given.get("customer", ""),
        "product": given.get("product", ""),
        "field": given.get("field", ""),
        "field_value": given.get("value", "") if given.get("field") else "",
        "words": given.get("q", ""),
        "not_dispatched": bool(given.get("fresh")),
    }
    for name, field in (("severity", "severities"), ("channel", "channels"), ("line", "lines"), ("flag", "flags")):
        if name in given:
            changes[field] = (given[name],)
    if "owner" in given:
        changes["owner_id"] = UUID(given["owner"])
    if "tag" in given:
        changes["tag_ids"] = (UUID(given["tag"]),)
    if "unit" in given:
        changes["unit_ids"] = _subtree(UUID(given["unit"]), found.unit_ids)
    order = view.order
    if "state" in given:
        ended = given["state"] not in OPEN
        changes |= {"states": (given["state"],), "is_open": None if view.wanted.is_open is None else not ended}
        order = view.order if not ended or given["state"] in ENDED_LAST else "received"
    return replace(found, **changes), order


def lately(found: Wanted, given: Mapping[str, Any], at: datetime) -> date | None:
    """The day to which a list of ended cases goes back when a filter without an index narrows it: a year."""
    filters = set(given) - {"state", "owner", "unit"}
    if found.is_open is True or found.among is not None or not filters or filters & NARROW:
        return None
    today = local_date(at)
    return today.replace(year=today.year - 1, day=min(today.day, 28))


def _subtree(unit: UUID, within: tuple[UUID, ...]) -> tuple[UUID, ...]:
    path = Unit.objects.filter(pk=unit).values_list("path", flat=True).first()
    found = units_under(path) if path else [unit]
    return tuple(one for one in found if not within or one in within) or (unit,)


def chips(filters: Filter, view: str, more: Mapping[str, str]) -> list[dict[str, str]]:
    """The filters in force with the address that takes each away; `more` stays in the address (columns, order)."""
    given = {name: filters.data.get(name, "") for name in filters.given}
    return [
        {
            "name": str(filters.fields[name].label),
            "value": _shown(filters, name),
            "remove_url": address(view, {other: value for other, value in given.items() if other != name}, **more),
        }
        for name in given
    ]


def _shown(filters: Filter, name: str) -> str:
    field, value = filters.fields[name], filters.cleaned_data[name]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value)).strip("　 ")  # type: ignore[arg-type]
    return f"{value:%Y-%m-%d}" if name in DAYS else str(value)


def address(view: str, given: Mapping[str, Any], **more: str) -> str:
    """The address of the queue with a view, filters and, perhaps, a place in the list."""
    parts = {"view": view if view != "open" else "", **given, **more}
    text = urlencode({name: value for name, value in parts.items() if value})
    return reverse("queue") + (f"?{text}" if text else "")
