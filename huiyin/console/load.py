"""How the open cases that somebody sees lie on people, units and ages, from the figures that a sweep counts."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from huiyin.accounts.models import Unit, User
from huiyin.accounts.queries import work
from huiyin.accounts.rules import upward
from huiyin.cases.actions import load as counting
from huiyin.cases.queries import load as counts
from huiyin.cases.rules import load as rules
from huiyin.cases.rules.load import EDGES
from huiyin.complaints.queries import candidates
from huiyin.core.actors import Actor
from huiyin.core.time import local_date

HEATS = 4


@dataclass
class Figures:
    """How many cases: all, over their limit, due today, warned, paused, by age; and how many open promises fall due
    today or were broken."""

    total: int = 0
    broken: int = 0
    today: int = 0
    warned: int = 0
    paused: int = 0
    promised: int = 0
    promises_broken: int = 0
    ages: list[int] = field(default_factory=lambda: [0] * len(EDGES))

    def add(self, row: counts.Row) -> None:
        for name, value in row.figures.items():
            setattr(self, name, getattr(self, name) + value)
        self.ages[row.age] += row.figures["total"]

    def include(self, other: "Figures") -> None:
        for name in counts.FIGURES:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.ages = [mine + theirs for mine, theirs in zip(self.ages, other.ages, strict=True)]

    def settled(self) -> "Figures":
        """The same, nothing below zero: a case may have ended between the count and the correction."""
        for name in counts.FIGURES:
            setattr(self, name, max(getattr(self, name), 0))
        self.ages = [max(one, 0) for one in self.ages]
        return self

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, name) for name in counts.FIGURES)


@dataclass(frozen=True)
class Person:
    """Somebody who answers for open cases or has a promise to keep. `points`: how much work is on their desk in the
    whole house, `capacity`: how much they carry (None: without a bound); both as assignment takes them."""

    user: User
    figures: Figures
    points: int
    capacity: int | None


@dataclass(frozen=True)
class Place:
    """A unit with the cases of everything below it."""

    unit: Unit
    depth: int
    figures: Figures


@dataclass(frozen=True)
class Load:
    """The board's figures, and the moment they are of."""

    at: datetime
    whole: Figures
    people: list[Person]
    places: list[Place]


def of(user: User, by: Actor, at: datetime) -> Load:
    """The figures of all open cases that `user` sees, of the newest count. Where none is fresh (no worker runs, or the
    house has just begun) whoever asks counts."""
    run, edition = counts.newest(), candidates.edition_on(local_date(at))
    if run is None or at - run.at > counts.STALE:
        run = counting.count(by=by, at=at, effort=edition.effort)
    found = counts.of(user, run)
    whole, by_owner, by_unit = Figures(), defaultdict[UUID, Figures](Figures), defaultdict[UUID, Figures](Figures)
    for row in found.rows:
        for figures in (whole, by_owner[row.person], by_unit[row.unit]):
            figures.add(row)
    kept = {pk: figures for pk, figures in by_owner.items() if not figures.settled().is_empty}
    users = User.objects.filter(pk__in=list(kept)).select_related("unit")
    points, bounds = counts.points_of(list(kept), run), work.capacities(kept)
    people = [Person(one, kept[one.pk], points.get(one.pk, 0), bounds.get(one.pk, edition.capacity)) for one in users]
    busiest = sorted(people, key=lambda one: (-one.figures.total, one.user.employee_no))
    return Load(found.at, whole.settled(), busiest, _places(by_unit))


def days_of(age: int, at: datetime) -> tuple[date | None, date]:
    """The days of receipt (from, to) of a column, both included; the oldest column has no first day."""
    return rules.days_of(age, local_date(at))


def heat(count: int, most: int) -> int:
    """0 (none) to HEATS: how full a cell is beside the fullest."""
    return 0 if not count or not most else max(1, -(-count * HEATS // most))


def _places(by_unit: dict[UUID, Figures]) -> list[Place]:
    """Every unit with cases and the units above it, in the order of the tree, each with its whole subtree."""
    units = {unit.pk: unit for unit in Unit.objects.order_by("path")}
    above = {unit.path: Figures() for unit in units.values()}
    for pk, figures in by_unit.items():
        if pk in units:
            for path in upward(units[pk].path):
                above[path].include(figures)
    kept = [(unit, above[unit.path].settled()) for unit in units.values()]
    return [Place(unit, unit.path.strip("/").count("/"), whole) for unit, whole in kept if not whole.is_empty]
