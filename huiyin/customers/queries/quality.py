"""How good the records are, from figures that are kept; and the records behind them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, Sum

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of, units_under
from huiyin.accounts.rules import visible_paths
from huiyin.customers.models import Measured, Principle, QualityFigure


@dataclass(frozen=True)
class Score:
    """Records that keep a principle, of all that were measured."""

    principle: str
    kept: int
    broken: int

    @property
    def percent(self) -> float | None:
        """To one decimal; None without any record."""
        total = self.kept + self.broken
        return round(100 * self.kept / total, 1) if total else None


def units_of(user: User) -> list[UUID]:
    """The units whose records count for this person: the parts of the tree that a role opens."""
    return units_under(*visible_paths(grants_of(user)))


def scores(units: Collection[UUID]) -> list[Score]:
    """One score for each principle. One statement over the kept figures."""
    rows = QualityFigure.objects.filter(unit__in=units).order_by().values("principle")
    sums = {row["principle"]: row for row in rows.annotate(good=Sum("kept"), bad=Sum("broken"))}
    return [
        Score(one, sums[one]["good"] if one in sums else 0, sums[one]["bad"] if one in sums else 0)
        for one in Principle.values
    ]


def records_behind(
    units: Collection[UUID], principle: str, *, after: tuple[UUID, UUID] | None = None, limit: int = 50
) -> list[Measured]:
    """Records that break a principle, by unit and id: one more than `limit`, read by key."""
    rows = Measured.objects.filter(unit__in=units, broken__contains=[principle]).select_related("party", "unit")
    if after is not None:
        rows = rows.filter(Q(unit__gt=after[0]) | Q(unit=after[0], party__gt=after[1]))
    return list(rows.order_by("unit_id", "party_id")[: limit + 1])
