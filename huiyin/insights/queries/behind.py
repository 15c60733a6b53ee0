"""The cases behind a figure, found as the figure advises: it says how many there are before one is looked for."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery, Sum

from huiyin.core.among import among
from huiyin.core.metrics import Verdict
from huiyin.insights import rules
from huiyin.insights.models import Figure, Tally
from huiyin.insights.queries.figures import numbers

# So many cases are quickly sorted.
FEW = 2_000


def behind(name: str, unit_ids: Collection[UUID], months: Sequence[date], verdict: Verdict, at: datetime) -> Q:
    """The cases behind a figure, as a condition on cases that have passed the gate. One statement.

    PostgreSQL knows nothing of how marks and receipt belong together, so the choice is made here. A few are found by
    their marks; so are the many of a month that is past: all that came since would be asked in vain. Of many up to the
    present month, a list meets the next one soon as it goes from receipt to receipt, and asks each case for its marks.
    """
    series = numbers().get(name)
    if series is None or not months:
        return Q(pk__in=[])
    marks = rules.marks_of([series], months, [verdict])
    hit = Q(marks__overlap=marks, unit_id__in=list(unit_ids))
    if max(months) < rules.month_of(at) or _of_all_units(series, months, verdict) <= FEW:
        return among(Tally.objects.filter(hit).values("pk"))
    own = Tally.objects.filter(pk=OuterRef("pk")).values_list(ExpressionWrapper(hit, BooleanField()))[:1]
    return Q(Subquery(own, output_field=BooleanField()))


def _of_all_units(series: int, months: Sequence[date], verdict: Verdict) -> int:
    """How often the verdict was given in the whole house: so many rows the marks lead to, of whatever unit."""
    found = Figure.objects.filter(series=series, month__in=list(months))
    return found.aggregate(number=Sum(verdict))["number"] or 0
