"""The cases behind a figure, found as the figure advises: it says how many there are before one is looked for."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Max, OuterRef, Q, Subquery, Sum

from huiyin.cases.models import Case
from huiyin.core.among import among
from huiyin.core.metrics import Verdict
from huiyin.insights import rules
from huiyin.insights.models import Figure, Tally
from huiyin.insights.queries.figures import numbers

# So many cases are quickly sorted; of so many the newest is quickly found.
FEW, MARKED = 2_000, 5_000


def behind(name: str, unit_ids: Collection[UUID], months: Sequence[date], verdict: Verdict, at: datetime) -> Q:
    """The cases behind a figure, as a condition on cases that have passed the gate. At most two statements.

    PostgreSQL knows nothing of how marks and receipt belong together, so the choice is made here. A few are found by
    their marks; so are the many of a month that is past: all that came since would be asked in vain. Of many up to the
    present month, a list meets the next one soon as it goes from receipt to receipt, and asks each case for its marks.
    """
    series = numbers().get(name)
    if series is None or not months:
        return Q(pk__in=[])
    marks = rules.marks_of([series], months, [verdict])
    hit = Q(marks__overlap=marks, unit_id__in=list(unit_ids))
    given = _of_all_units(series, months, verdict)
    if not given:
        return Q(pk__in=[])
    if max(months) < rules.month_of(at) or sum(given.values()) <= FEW:
        return among(Tally.objects.filter(hit).values("pk"))
    own = Tally.objects.filter(pk=OuterRef("pk")).values_list(ExpressionWrapper(hit, BooleanField()))[:1]
    return Q(Subquery(own, output_field=BooleanField()), **_since_the_newest(series, given, verdict))


def _of_all_units(series: int, months: Sequence[date], verdict: Verdict) -> dict[date, int]:
    """How often the verdict was given in the whole house, by month: so many rows its marks lead to."""
    found = Figure.objects.filter(series=series, month__in=list(months), **{f"{verdict}__gt": 0})
    return dict(found.values_list("month").annotate(Sum(verdict)))


def _since_the_newest(series: int, given: dict[date, int], verdict: Verdict) -> dict[str, datetime]:
    """From which receipt on downwards cases can have the verdict. What came later is not judged yet (a decision takes
    its weeks), and a list that goes from receipt to receipt would ask all of it in vain. Only of a month with few."""
    newest = max(given)
    if given[newest] > MARKED:
        return {}
    marked = Tally.objects.filter(marks__overlap=rules.marks_of([series], [newest], [verdict])).values("pk")
    last = Case.objects.filter(among(marked)).aggregate(last=Max("received_at"))["last"]
    return {"received_at__lte": last} if last else {}
