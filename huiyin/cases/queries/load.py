"""How the open cases lie on people, units and ages. A sweep counts the whole house every minute; who looks at the board
reads those figures for their part of the tree, corrected by the few cases that they see beyond it or may not see."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as When
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models import When as Given

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of, unit_paths, units_under
from huiyin.accounts.rules import may_take_part, visible_paths
from huiyin.cases.models import Case, LoadRun, OpenLoad, Participation
from huiyin.cases.queries.barred import barred
from huiyin.cases.queries.wanted import end_of_today, midnight
from huiyin.cases.rules.load import EDGES, Effort
from huiyin.clocks.models import Promise, PromiseState
from huiyin.core.time import local_date

FIGURES = ("total", "broken", "today", "warned", "paused", "promised", "promises_broken")
# Figures older than this are counted anew by whoever asks: no worker runs.
STALE = timedelta(minutes=10)


@dataclass(frozen=True)
class Row:
    """Figures of one person in one unit for one age (promises stand at age 0). `points`: how much work it is."""

    unit: UUID
    person: UUID
    age: int
    figures: Mapping[str, int]
    points: int = 0


@dataclass(frozen=True)
class Counted:
    """The figures that somebody may see, and the moment they are of."""

    at: datetime
    rows: list[Row]


def newest() -> LoadRun | None:
    """The newest count of the whole house."""
    return LoadRun.objects.order_by("-at").first()


def of(user: User, run: LoadRun) -> Counted:
    """The figures of the open cases that `user` sees, as of `run`. Up to six statements, of which none walks more than
    the counted rows, the cases from which the user stays away and those in which they take part elsewhere."""
    units = set(units_under(*visible_paths(grants_of(user))))
    rows = [
        Row(one.unit_id, one.person_id, one.age, {name: getattr(one, name) for name in FIGURES})
        for one in OpenLoad.objects.filter(run=run, unit__in=units)
    ]
    open_then = Case.objects.filter(is_open=True, recorded_at__lte=run.at)
    away = list(open_then.filter(pk__in=barred(user), unit__in=units).values_list("pk", flat=True))
    beyond = _beyond(user, open_then, units)
    for ids, sign in ((away, -1), (beyond, 1)):
        if ids:
            rows += [_times(row, sign) for row in counted(Case.objects.filter(pk__in=ids), run.at, among=ids)]
    return Counted(run.at, rows)


def points_of(people: Collection[UUID], run: LoadRun) -> dict[UUID, int]:
    """The points of work that each of these people carries in the whole house, as of `run`: what the rules of
    assignment hold against their capacity. One statement."""
    rows = OpenLoad.objects.filter(run=run, person__in=list(people)).order_by()
    return dict(rows.values_list("person").annotate(Sum("points")))


def counted(
    cases: QuerySet[Case], at: datetime, among: Collection[UUID] | None = None, *, effort: Effort | None = None
) -> Iterator[Row]:
    """The figures of `cases` and of the open promises in them (in all cases when `among` is None); with `effort` their
    points too. Two statements."""
    for found in _cases(cases, at, effort):
        figures = {name: found.get(name, 0) for name in FIGURES}
        yield Row(found["unit_id"], found["owner_id"], found["age"], figures, found.get("points") or 0)
    for found in _promises(at, among):
        yield Row(
            found["unit"], found["responsible_id"], 0,
            {name: found.get(name, 0) for name in FIGURES},
        )  # fmt: skip


def merged(rows: Iterable[Row]) -> list[Row]:
    """One row for each unit, person and age, corrections added in; those with nothing left are left out."""
    found: dict[tuple[UUID, UUID, int], dict[str, int]] = {}
    points: dict[tuple[UUID, UUID, int], int] = defaultdict(int)
    for row in rows:
        place = (row.unit, row.person, row.age)
        figures = found.setdefault(place, dict.fromkeys(FIGURES, 0))
        points[place] += row.points
        for name, value in row.figures.items():
            figures[name] += value
    kept = {place: {name: max(value, 0) for name, value in figures.items()} for place, figures in found.items()}
    return [Row(*place, figures, points[place]) for place, figures in kept.items() if any(figures.values())]


def promises(user: User, at: datetime, *, person: UUID | None = None, unit: UUID | None = None) -> QuerySet[Promise]:
    """The open promises that fall due today or were broken, in cases of the part of the tree that `user` sees, the
    oldest first: what the figures of promises open. The caller takes each case through the gate."""
    units = set(units_under(*visible_paths(grants_of(user))))
    if unit is not None:
        path = unit_paths().get(unit)
        units &= set(units_under(path)) if path else set()
    rows = _due_promises(at).annotate(unit=_UNIT).filter(unit__in=units).exclude(owner_id__in=barred(user))
    rows = rows.filter(responsible=person) if person is not None else rows
    return rows.select_related("responsible").order_by("due_at", "id")


_UNIT = Subquery(Case.objects.filter(pk=OuterRef("owner_id")).values("unit_id")[:1])


def _due_promises(at: datetime) -> QuerySet[Promise]:
    return Promise.objects.filter(owner_kind="case", state=PromiseState.OPEN, due_at__lte=end_of_today(at))


def _promises(at: datetime, among: Collection[UUID] | None) -> Iterable[Any]:
    rows = _due_promises(at)
    rows = rows.filter(owner_id__in=among) if among is not None else rows
    return (
        rows.annotate(unit=_UNIT)
        .order_by()
        .values("unit", "responsible_id")
        .annotate(promised=Count("id", filter=Q(due_at__gte=at)), promises_broken=Count("id", filter=Q(due_at__lt=at)))
    )


def _points(effort: Effort) -> Any:
    """What one case costs, as the rules of assignment weigh it."""
    grades = [Given(severity=grade, then=Value(points)) for grade, points in effort.grades.items()]
    whole: Any = When(*grades, default=Value(0), output_field=IntegerField())
    for flag, points in effort.flags.items():
        whole += When(Given(flags__contains=[flag], then=Value(points)), default=Value(0), output_field=IntegerField())
    return When(Given(is_paused=True, then=(whole + 1) / 2), default=whole, output_field=IntegerField())


def _cases(cases: QuerySet[Case], at: datetime, effort: Effort | None) -> Iterable[Any]:
    begin = midnight(local_date(at))
    ages = [
        Given(received_at__lt=begin - timedelta(days=edge - 1), then=Value(place))
        for place, edge in reversed(list(enumerate(EDGES)))
        if edge
    ]
    return (
        cases.filter(is_open=True)
        .annotate(age=When(*ages, default=Value(0), output_field=IntegerField()))
        .order_by()
        .values("owner_id", "unit_id", "age")
        .annotate(
            total=Count("id"),
            broken=Count("id", filter=Q(next_due_at__lte=at)),
            today=Count("id", filter=Q(next_due_at__gt=at, next_due_at__lte=end_of_today(at))),
            warned=Count("id", filter=Q(due_level=1, next_due_at__gt=at)),
            paused=Count("id", filter=Q(is_paused=True)),
            **({"points": Sum(_points(effort))} if effort else {}),
        )
    )


def _beyond(user: User, rows: QuerySet[Case], units: set[UUID]) -> list[UUID]:
    """Open cases outside the user's part of the tree that they own, registered or take part in."""
    if not may_take_part(grants_of(user)) or units >= set(unit_paths()):
        return []
    mine = Case.objects.filter(Q(owner=user.pk) | Q(registered_by=user.pk)).values("pk")
    taking_part = Participation.objects.filter(user=user.pk, to_at=None).values("case_id")
    own = rows.filter(pk__in=mine.union(taking_part, all=True)).exclude(unit__in=units)
    return list(own.exclude(pk__in=barred(user)).values_list("pk", flat=True))


def _times(row: Row, sign: int) -> Row:
    return Row(row.unit, row.person, row.age, {name: sign * value for name, value in row.figures.items()})
