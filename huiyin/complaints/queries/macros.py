"""Macros: those of the house, and those that a complaint may be worked on with."""

from django.db.models import QuerySet

from huiyin.cases.models import Case, Macro
from huiyin.complaints.queries.templates import above
from huiyin.complaints.rules.templates import fits_class


def shelf(*, retired: bool = False) -> QuerySet[Macro]:
    """The macros of the house by name: those in use, or those that were retired."""
    return Macro.objects.filter(retired_at__isnull=not retired).select_related("unit", "made_by").order_by("name", "id")


def for_case(case: Case) -> list[Macro]:
    """The macros of the complaint's place and class, by name. One statement."""
    rows = shelf().filter(unit__path__in=above(case.unit))
    return [row for row in rows if fits_class(row.class_code, case.code)]


def name_of(macro: Macro, language: str) -> str:
    """Its name in the language of the page."""
    return macro.name_en if language.startswith("en") and macro.name_en else macro.name
