"""How the open cases that somebody sees lie on people, units and ages: one statement that walks open cases only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as When
from django.db.models import Count, IntegerField, Q, Value
from django.db.models import When as Given

from huiyin.accounts.models import Unit, User
from huiyin.cases import queries as cases
from huiyin.cases.queries.queue import end_of_today
from huiyin.core.time import SHANGHAI, local_date

# A case that arrived so many days ago or more stands in the column; the law's 15, 30 and 60 days are among the edges.
EDGES = (0, 4, 8, 16, 31, 61)
HEATS = 4


@dataclass
class Figures:
    """How many cases: all, over their limit, due today, warned, paused, and by age."""

    total: int = 0
    broken: int = 0
    today: int = 0
    warned: int = 0
    paused: int = 0
    ages: list[int] = field(default_factory=lambda: [0] * len(EDGES))

    def add(self, row: Mapping[str, Any]) -> None:
        self.total += row["total"]
        self.broken += row["broken"]
        self.today += row["today"]
        self.warned += row["warned"]
        self.paused += row["paused"]
        self.ages[row["age"]] += row["total"]


@dataclass(frozen=True)
class Person:
    """Somebody who answers for open cases."""

    user: User
    figures: Figures


@dataclass(frozen=True)
class Place:
    """A unit with the cases of everything below it."""

    unit: Unit
    depth: int
    figures: Figures


@dataclass(frozen=True)
class Load:
    """The board's figures."""

    whole: Figures
    people: list[Person]
    places: list[Place]


def of(user: User, at: datetime) -> Load:
    """The figures of all open cases that `user` sees. Three statements."""
    rows = list(_counted(user, at))
    whole, by_owner, by_unit = Figures(), defaultdict[UUID, Figures](Figures), defaultdict[UUID, Figures](Figures)
    for row in rows:
        for figures in (whole, by_owner[row["owner_id"]], by_unit[row["unit_id"]]):
            figures.add(row)
    people = User.objects.filter(pk__in=list(by_owner)).select_related("unit")
    busiest = sorted(people, key=lambda one: (-by_owner[one.pk].total, one.employee_no))
    return Load(whole, [Person(one, by_owner[one.pk]) for one in busiest], _places(by_unit, rows))


def days_of(age: int, at: datetime) -> tuple[date | None, date]:
    """The days of receipt (from, to) of a column, both included; the oldest column has no first day."""
    today = local_date(at)
    last = today - timedelta(days=EDGES[age])
    return (today - timedelta(days=EDGES[age + 1] - 1) if age + 1 < len(EDGES) else None), last


def heat(count: int, most: int) -> int:
    """0 (none) to HEATS: how full a cell is beside the fullest."""
    return 0 if not count or not most else max(1, -(-count * HEATS // most))


def _counted(user: User, at: datetime) -> Iterable[Any]:
    midnight = datetime.combine(local_date(at), datetime.min.time(), SHANGHAI)
    ages = [
        Given(received_at__lt=midnight - timedelta(days=edge - 1), then=Value(place))
        for place, edge in reversed(list(enumerate(EDGES)))
        if edge
    ]
    return (
        cases.visible_to(user)
        .filter(is_open=True)
        .annotate(age=When(*ages, default=Value(0), output_field=IntegerField()))
        .order_by()
        .values("owner_id", "unit_id", "age")
        .annotate(
            total=Count("id"),
            broken=Count("id", filter=Q(next_due_at__lte=at)),
            today=Count("id", filter=Q(next_due_at__gt=at, next_due_at__lte=end_of_today(at))),
            warned=Count("id", filter=Q(due_level=1, next_due_at__gt=at)),
            paused=Count("id", filter=Q(is_paused=True)),
        )
    )


def _places(by_unit: dict[UUID, Figures], rows: list[Mapping[str, Any]]) -> list[Place]:
    """Every unit with cases and the units above it, in the order of the tree, each with its whole subtree."""
    units = {unit.pk: unit for unit in Unit.objects.order_by("path")}
    wanted: dict[UUID, Figures] = {}
    for unit in units.values():
        below = [pk for pk in by_unit if pk in units and units[pk].path.startswith(unit.path)]
        if not below:
            continue
        figures = Figures()
        for row in rows:
            if row["unit_id"] in below:
                figures.add(row)
        wanted[unit.pk] = figures
    return [Place(units[pk], units[pk].path.strip("/").count("/"), figures) for pk, figures in wanted.items()]
