"""Reading the figures: sums by metric and month for a part of the house, and the cases behind them; nothing counted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet, Sum

from huiyin.accounts.models import Unit, User
from huiyin.accounts.queries import grants_of, unit_paths, units_under
from huiyin.accounts.rules import visible_paths
from huiyin.core.metrics import Metric, Verdict
from huiyin.insights import rules
from huiyin.insights.models import Figure, Progress
from huiyin.insights.queries import tallies
from huiyin.insights.queries.registry import metrics, signature
from huiyin.insights.rules import Light, Sums

ByMonth = dict[date, Sums]
SPANS = (1, 3, 12)
YEAR = 12


@dataclass(frozen=True)
class Reading:
    """A metric as it stands over a span: its sums together, by month from the first to the present one, and those that
    fall due later; what light that is."""

    metric: Metric
    sums: Sums
    trend: tuple[tuple[date, Sums], ...]
    later: Sums
    light: Light

    @property
    def judged(self) -> int:
        """The denominator."""
        return self.sums.judged

    @property
    def numerator(self) -> int:
        """What is counted: what was kept; of a watched metric, how often it happened."""
        return self.sums.broken if self.metric.kind == "watch" else self.sums.kept

    @property
    def mean(self) -> float | None:
        """The average of a mean, None while there is none."""
        return self.sums.total / self.sums.kept if self.metric.kind == "mean" and self.sums.kept else None

    @property
    def permille(self) -> int | None:
        """Numerator ÷ denominator in tenths of a percent, rounded down so that 100 % is said only of all; None while
        nothing was judged, and for counts and means."""
        return share(self.metric, self.sums)


def share(metric: Metric, sums: Sums) -> int | None:
    """As `Reading.permille`, of some sums."""
    if metric.kind not in ("share", "watch") or not sums.judged:
        return None
    return (sums.broken if metric.kind == "watch" else sums.kept) * 1000 // sums.judged


def paths(user: User) -> tuple[str, ...]:
    """The parts of the tree whose figures `user` may read: those whose cases are open to a role, else the own unit's.
    Figures name nobody; the cases behind them pass `visible_to`."""
    return visible_paths(grants_of(user)) or (unit_paths().get(user.unit_id, "-"),)


def units(user: User) -> QuerySet[Unit]:
    """The units whose figures `user` may read, in the order of the tree."""
    return Unit.objects.filter(pk__in=units_under(*paths(user))).order_by("path")


def sees_all_cases(user: User, unit_ids: Collection[UUID]) -> bool:
    """Does a role open every case of these units to `user` (apart from those the user is recused from)?"""
    return set(unit_ids) <= set(units_under(*visible_paths(grants_of(user))))


def progress() -> Progress | None:
    """How far the figures are; None before they were first made."""
    return Progress.objects.first()


@lru_cache(maxsize=4)
def _numbers(_signature: str) -> dict[str, int]:
    return tallies.series()


def numbers() -> Mapping[str, int]:
    """The series of each metric. They never change, so each process asks once for a set of metrics."""
    wanted = signature()
    found = _numbers(wanted)
    if len(found) < len(metrics()):
        _numbers.cache_clear()
        found = _numbers(wanted)
    return found


def sums(names: Iterable[str], unit_ids: Collection[UUID], since: date) -> dict[str, ByMonth]:
    """The figures of these metrics by month from `since` on, over these units together. One statement."""
    known = numbers()
    wanted = {known[name]: name for name in names if name in known}
    found: dict[str, ByMonth] = defaultdict(dict)
    rows = Figure.objects.filter(series__in=list(wanted), month__gte=since, unit__in=list(unit_ids)).order_by()
    for series, month, kept, broken, waiting, total in (
        rows.values("series_id", "month")
        .annotate(k=Sum("kept"), b=Sum("broken"), o=Sum("open"), t=Sum("total"))
        .values_list("series_id", "month", "k", "b", "o", "t")
    ):
        found[wanted[series]][month] = Sums(kept, broken, waiting, int(total))
    return dict(found)


def readings(wanted: Sequence[Metric], unit_ids: Collection[UUID], at: datetime, span: int = YEAR) -> list[Reading]:
    """Each metric over the last `span` months, the present one among them, with a trend of twelve. One statement."""
    month = rules.month_of(at)
    first, year = rules.months_back(month, span - 1), rules.months_back(month, YEAR - 1)
    found = sums([one.name for one in wanted], unit_ids, min(first, year))
    return [_reading(one, found.get(one.name, {}), first, year, month) for one in wanted]


def _reading(metric: Metric, by_month: ByMonth, first: date, year: date, month: date) -> Reading:
    later = rules.total({key: one for key, one in by_month.items() if key > month})
    spanned = rules.total({key: one for key, one in by_month.items() if first <= key <= month})
    trend = tuple((key, by_month.get(key, Sums())) for key in rules.months(year, month))
    # What falls due later is not yet judged, even where it was kept already.
    together = spanned + Sums(open=later.open)
    light = rules.light(metric.kind, metric.level, together, settings.HANDBOOK_TARGET)
    return Reading(metric, together, trend, later, light)


def counted(name: str, unit_ids: Collection[UUID], months: Sequence[date], verdict: Verdict) -> int:
    """How often a verdict was given in these months: what the list of cases is compared with."""
    if not months:
        return 0
    found = sums([name], unit_ids, min(months)).get(name, {})
    return sum(getattr(one, verdict) for month, one in found.items() if month in set(months))


def months_of(at: datetime, span: int, month: date | None, verdict: Verdict) -> list[date]:
    """The months of a list of cases: the one asked for, else the span; what is not yet judged may fall due in the ten
    years to come."""
    present = rules.month_of(at)
    if month is not None:
        return [month]
    last = rules.months_back(present, -120) if verdict == "open" else present
    return rules.months(rules.months_back(present, span - 1), last)
