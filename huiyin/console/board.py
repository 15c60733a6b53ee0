"""The board of those who lead: load per person, age of the open cases, limits; every figure opens its list."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from huiyin.accounts.queries import units_under
from huiyin.console import filters, load
from huiyin.console.visit import Visit, desk

TONES = (("broken", "late"), ("today", "late"), ("warned", "warn"), ("paused", "paused"))


@desk("board")
def show(visit: Visit) -> HttpResponse:
    """The board: of everything the person sees, or of one unit with what lies below it (`unit`)."""
    found = load.of(visit.user, visit.at)
    most = max((count for place in found.places for count in place.figures.ages), default=0)
    context = {
        "figures": _figures(found.whole, {}),
        "total": found.whole.total,
        "total_url": filters.address("open", {}),
        "people": [_person(one) for one in found.people],
        "capacity": settings.DESK_CAPACITY,
        "ages": [_age_name(place) for place in range(len(load.EDGES))],
        "places": [_place(one, most, visit.at) for one in found.places if _sees_whole(visit, one)],
    }
    return visit.page("board.html", context)


def _figures(found: load.Figures, given: dict[str, Any]) -> list[dict[str, Any]]:
    names = {code: str(name) for code, name in filters.DUE}
    return [
        {
            "code": code,
            "tone": tone,
            "name": names[code],
            "count": getattr(found, code),
            "url": filters.address("open", {**given, "due": code}),
        }
        for code, tone in TONES
    ]


def _person(one: load.Person) -> dict[str, Any]:
    given = {"owner": str(one.user.pk)}
    return {
        "user": one.user,
        "total": one.figures.total,
        "url": filters.address("open", given),
        "figures": _figures(one.figures, given),
    }


def _place(one: load.Place, most: int, at: datetime) -> dict[str, Any]:
    given = {"unit": str(one.unit.pk)}
    return {
        "unit": one.unit,
        "depth": min(one.depth, 4),
        "total": one.figures.total,
        "url": filters.address("open", given),
        "cells": [_cell(age, count, most, given, at) for age, count in enumerate(one.figures.ages)],
        "figures": _figures(one.figures, given)[:3],
    }


def _cell(age: int, count: int, most: int, given: dict[str, str], at: datetime) -> dict[str, Any]:
    since, until = load.days_of(age, at)
    days = {"since": since.isoformat() if since else "", "until": until.isoformat()}
    return {"count": count, "heat": load.heat(count, most), "url": filters.address("open", {**given, **days})}


def _age_name(age: int) -> str:
    first = load.EDGES[age]
    if age + 1 == len(load.EDGES):
        return _("over %(days)d days") % {"days": first - 1}
    return _("%(first)d–%(last)d days") % {"first": first, "last": load.EDGES[age + 1] - 1}


def _sees_whole(visit: Visit, one: load.Place) -> bool:
    """Units above one's own part of the tree would open a list that shows less than the figure says of them."""
    return one.unit.pk in units_under(*(path for _role, path in visit.by.grants))
