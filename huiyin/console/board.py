"""The board of those who lead: load per person, age of the open cases, limits; every figure opens its list."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huiyin.accounts.queries import units_under
from huiyin.cases import queries as cases
from huiyin.cases.queries import load as counts
from huiyin.cases.rules.load import EDGES
from huiyin.console import filters, load
from huiyin.console.rows import lines
from huiyin.console.visit import Visit, desk

# A count comes every minute; an older one says so.
OLD = timedelta(minutes=3)
TONES = (("broken", "late"), ("today", "late"), ("warned", "warn"), ("paused", "paused"))
PROMISES = (
    ("promises_broken", "late", pgettext_lazy("figure", "Promises broken")),
    ("promised", "warn", pgettext_lazy("figure", "Promised today")),
)
AT_ONCE = 200


class PromiseForm(forms.Form):
    """Whose promises, of which unit, and how they stand."""

    person = forms.UUIDField(required=False)
    unit = forms.UUIDField(required=False)
    stand = forms.ChoiceField(choices=[(code, code) for code, _tone, _name in PROMISES], required=False)


@desk("board")
def show(visit: Visit) -> HttpResponse:
    """The board: of everything the person sees, or of one unit with what lies below it (`unit`)."""
    found = load.of(visit.user, visit.by, visit.at)
    most = max((count for place in found.places for count in place.figures.ages), default=0)
    days = [_days(age, found.at) for age in range(len(EDGES))]
    context = {
        "figures": _figures(found.whole, {}),
        "total": found.whole.total,
        "total_url": filters.address("open", {}),
        "people": [_person(one, max((each.points for each in found.people), default=0)) for one in found.people],
        "has_bounds": any(one.capacity for one in found.people),
        "ages": [_age_name(place) for place in range(len(EDGES))],
        "places": [_place(one, most, days) for one in found.places if _sees_whole(visit, one)],
        "counted_at": found.at,
        "is_old": visit.at - found.at > OLD,
    }
    return visit.page("board.html", context)


def _figures(found: load.Figures, given: dict[str, str]) -> list[dict[str, Any]]:
    """The counts of `given` (somebody, a unit, all). Its address is written once: a board has hundreds of links."""
    names, cases_of = {code: str(name) for code, name in filters.DUE}, _narrowed(filters.address("open", given))
    asked = {"person": given.get("owner"), "unit": given.get("unit")}
    promises_of = _narrowed(
        _address(reverse("board_promises"), {name: value for name, value in asked.items() if value})
    )
    return [_figure(code, tone, names[code], found, f"{cases_of}due={code}") for code, tone in TONES] + [
        _figure(code, tone, str(name), found, f"{promises_of}stand={code}") for code, tone, name in PROMISES
    ]


def _figure(code: str, tone: str, name: str, found: load.Figures, url: str) -> dict[str, Any]:
    return {"code": code, "tone": tone, "name": name, "count": getattr(found, code), "url": url}


def _address(path: str, asked: dict[str, str]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


def _narrowed(address: str) -> str:
    """The address so that one more condition can be put behind it."""
    return f"{address}{'&' if '?' in address else '?'}"


@desk("board")
def promises(visit: Visit) -> HttpResponse:
    """`board/promises/`: the open promises behind a figure of the board, the oldest first, through the gate of each
    case; at most AT_ONCE. What cannot be read in the address does not narrow."""
    form = PromiseForm(visit.request.GET)
    form.is_valid()
    given = form.cleaned_data
    rows = counts.promises(visit.user, visit.at, person=given.get("person"), unit=given.get("unit"))
    if given.get("stand") == "promised":
        rows = rows.filter(due_at__gte=visit.at)
    elif given.get("stand") == "promises_broken":
        rows = rows.filter(due_at__lt=visit.at)
    found = list(rows[: AT_ONCE + 1])
    seen = cases.visible_to(visit.user).filter(pk__in={row.owner_id for row in found}).select_related("owner", "unit")
    by_id = {line.case.pk: line for line in lines(list(seen), visit.by)}
    shown = [(row, by_id[row.owner_id], row.due_at < visit.at) for row in found[:AT_ONCE] if row.owner_id in by_id]
    names = {code: name for code, _tone, name in PROMISES}
    title = names.get(given.get("stand") or "", _("Promises"))
    context = {"rows": shown, "title": title, "is_full": len(found) > AT_ONCE, "most": AT_ONCE}
    return visit.page("board_promises.html", context)


def _person(one: load.Person, most: int) -> dict[str, Any]:
    """`most`: the points of the busiest, beside which a bar without a bound is drawn."""
    given = {"owner": str(one.user.pk)}
    return {
        "user": one.user,
        "points": one.points,
        "most": one.capacity or max(most, 1),
        "label": "" if one.capacity else str(one.points),
        "tone": "" if one.capacity else "accent",
        "total": one.figures.total,
        "url": filters.address("open", given),
        "figures": _figures(one.figures, given),
    }


def _place(one: load.Place, most: int, days: list[str]) -> dict[str, Any]:
    """`days`: for each age its days of receipt, as the queue is asked for them."""
    given = {"unit": str(one.unit.pk)}
    url = filters.address("open", given)
    return {
        "unit": one.unit,
        "depth": min(one.depth, 4),
        "total": one.figures.total,
        "url": url,
        "cells": [
            {"count": count, "heat": load.heat(count, most), "url": f"{_narrowed(url)}{asked}"}
            for count, asked in zip(one.figures.ages, days, strict=True)
        ],
        "figures": _figures(one.figures, given)[:3],
    }


def _days(age: int, at: datetime) -> str:
    since, until = load.days_of(age, at)
    return urlencode(({"since": since.isoformat()} if since else {}) | {"until": until.isoformat()})


def _age_name(age: int) -> str:
    first = EDGES[age]
    if age + 1 == len(EDGES):
        return _("over %(days)d days") % {"days": first - 1}
    return _("%(first)d–%(last)d days") % {"first": first, "last": EDGES[age + 1] - 1}


def _sees_whole(visit: Visit, one: load.Place) -> bool:
    """Units above one's own part of the tree would open a list that shows less than the figure says of them."""
    return one.unit.pk in units_under(*(path for _role, path in visit.by.grants))
