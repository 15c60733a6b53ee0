"""Macros: those of the house, and those that a complaint may be worked on with."""

from uuid import UUID

from django.db.models import Q, QuerySet

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


def after(rows: QuerySet[Macro], place: str) -> QuerySet[Macro]:
    """Those of a shelf beyond a place, written as `name~id`; all of them when it names none."""
    name, _tilde, pk = place.rpartition("~")
    try:
        return rows.filter(Q(name__gt=name) | Q(name=name, id__gt=UUID(pk))) if "\x00" not in name else rows
    except ValueError:
        return rows
