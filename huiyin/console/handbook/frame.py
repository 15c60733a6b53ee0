"""What the pages of the handbook share: their tabs, and the part of the house and span of time that figures are for."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.console.visit import Visit, opens
from huiyin.core.actors import Actor
from huiyin.core.time import local_date
from huiyin.handbook.queries.units import is_binding, jurisdictions_of
from huiyin.handbook.rules.sources import Source
from huiyin.insights.queries import figures

SPAN = figures.YEAR


@dataclass(frozen=True)
class Scope:
    """Whose figures, for whom, and over how many months. `unit` None: everything that the person may read."""

    choices: tuple[Unit, ...]
    unit: Unit | None
    span: int
    at: datetime
    by: Actor

    @property
    def opens_cases(self) -> bool:
        """Does the person open lists of cases?"""
        return opens(self.by, "cases")

    @cached_property
    def jurisdictions(self) -> frozenset[str]:
        """Where the packs hold that bind the chosen units today."""
        path = self.unit.path if self.unit else ""
        return jurisdictions_of([one for one in self.choices if one.path.startswith(path)], local_date(self.at))

    def binds(self, source: Source) -> bool:
        """Is a source among what binds the chosen units? Otherwise it is known, but nothing here is judged by it."""
        return is_binding(source, self.jurisdictions, local_date(self.at))

    @property
    def unit_ids(self) -> list[UUID]:
        """The chosen unit with what lies below it, or all."""
        path = self.unit.path if self.unit else ""
        return [one.pk for one in self.choices if one.path.startswith(path)]

    @property
    def name(self) -> str:
        """The chosen part of the house in words."""
        if self.unit is not None:
            return unit_name(self.unit)
        tops = [one for one in self.choices if not any(_is_below(one, other) for other in self.choices)]
        return "、".join(unit_name(one) for one in tops)

    @property
    def given(self) -> dict[str, str]:
        """What an address has to say to come back to this scope."""
        found = {"unit": self.unit.code if self.unit else "", "months": str(self.span) if self.span != SPAN else ""}
        return {name: value for name, value in found.items() if value}

    def url(self, name: str, *args: str, **more: str) -> str:
        """The address of a page of the handbook in this scope."""
        text = urlencode(self.given | {key: value for key, value in more.items() if value})
        return reverse(name, args=args) + (f"?{text}" if text else "")

    def bar(self) -> dict[str, Any]:
        """What `_scope.html` shows: the choice of unit and span."""
        return {
            "units": [
                {
                    "code": one.code,
                    "name": "　" * min(one.path.strip("/").count("/"), 4) + unit_name(one),
                    "chosen": one == self.unit,
                }
                for one in self.choices
            ],
            "spans": [
                {
                    "value": "" if count == SPAN else count,
                    "name": ngettext("%(count)d month", "%(count)d months", count) % {"count": count},
                    "chosen": count == self.span,
                }
                for count in reversed(figures.SPANS)
            ],
            "whole": self.unit is None,
            "name": self.name,
        }


def scope(visit: Visit) -> Scope:
    """The scope that the address asks for. Raises Http404 for a unit whose figures the person may not read."""
    choices = tuple(figures.units(visit.user))
    code, months = visit.request.GET.get("unit", ""), visit.request.GET.get("months", "")
    unit = next((one for one in choices if one.code == code), None)
    if code and unit is None:
        raise Http404
    span = int(months) if months in {str(count) for count in figures.SPANS} else SPAN
    return Scope(choices, unit, span, visit.at, visit.by)


def unit_name(unit: Unit) -> str:
    """The name of a unit in the language of the page."""
    return (unit.name_en if language() == "en" else "") or unit.name


def language() -> str:
    """The language of the page."""
    return get_language() or "zh-hans"


def tabs(now: str, by: Actor) -> list[dict[str, Any]]:
    """The parts of the handbook that somebody may open; `now` is the name of the page shown."""
    found = (
        ("handbook", _("Contents"), "desk"),
        ("handbook_metrics", _("Figures"), "desk"),
        ("handbook_coverage", _("Coverage"), "desk"),
        ("handbook_lint", _("Citations"), "desk"),
        ("rules", _("Rules in force"), "desk"),
        ("rule_drafts", _("Drafts of rules"), "publishing"),
        ("calendar_versions", _("Calendars"), "publishing"),
        ("taxonomy", _("Classes"), "desk"),
        ("handbook_proof", pgettext("handbook", "Proof"), "proof"),
    )
    return [
        {"label": label, "url": reverse(name), "active": name == now} for name, label, area in found if opens(by, area)
    ]


def _is_below(one: Unit, other: Unit) -> bool:
    return one != other and one.path.startswith(other.path)
