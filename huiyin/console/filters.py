"""What the queue shows is written in its address: reading it, naming it as chips, building the addresses around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit, User
from huiyin.cases.queries.queue import OrderName, Wanted
from huiyin.complaints.queries import views as views_of
from huiyin.console.filter_form import DAYS, DUE, Filter, owners, units
from huiyin.core.actors import Actor

__all__ = ["DAYS", "DUE", "Filter", "View", "address", "chips", "owners", "units", "views", "wanted"]


@dataclass(frozen=True)
class View:
    """A view of the house, a tab."""

    code: str
    label: str
    shows: views_of.View


def views(user: User, by: Actor) -> list[View]:
    """The tabs of the person."""
    labels = {
        "open": _("All open"), "mine": _("Mine"), "team": _("My team"), "broken": _("Overdue"),
        "waiting": _("Waiting for my word"), "closed": _("Ended lately"),
    }  # fmt: skip
    return [View(code, labels[code], shows) for code, shows in views_of.of_house(user, by).items()]


def wanted(view: View, given: Mapping[str, Any]) -> tuple[Wanted, OrderName]:
    """The view narrowed by the filters. A filter for a state shows that state, ended or not."""
    found = view.shows.wanted
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
    for name, field in (
        ("kind", "kinds"),
        ("severity", "severities"),
        ("channel", "channels"),
        ("line", "lines"),
        ("flag", "flags"),
    ):
        if name in given:
            changes[field] = (given[name],)
    if "owner" in given:
        changes["owner_id"] = UUID(given["owner"])
    if "tag" in given:
        changes["tag_ids"] = (UUID(given["tag"]),)
    path = Unit.objects.filter(pk=given["unit"]).values_list("path", flat=True).first() if "unit" in given else None
    return views_of.narrowed(view.shows, changes, state=given.get("state", ""), unit=path)


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
