"""What cases add to the figures, computed from the cases themselves; and which cases changed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import connection

from huiyin.audit.models import Entry
from huiyin.cases.models import Case
from huiyin.insights import rules
from huiyin.insights.models import Series, Tally
from huiyin.insights.queries.registry import SOURCES, metrics
from huiyin.insights.rules import Count

BATCH = 500
# What the clocks of two machines may be apart, and how long an entry may be held before it is written.
MARGIN = timedelta(minutes=2)


def series() -> dict[str, int]:
    """The number of each metric in its present version, by name; metrics without one are left out."""
    known = {(metric, version): number for number, metric, version in Series.objects.values_list()}
    pairs = ((one.name, known.get((one.name, one.version))) for one in metrics().values())
    return {name: number for name, number in pairs if number is not None}


def computed(cases: Sequence[UUID], at: datetime, numbers: Mapping[str, int]) -> dict[UUID, Count]:
    """What each of these cases adds to the figures, judged at an instant. A fixed number of statements for all."""
    units = dict(Case.objects.filter(pk__in=cases).values_list("pk", "unit_id"))
    found: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    for source in SOURCES:
        for row in source.rows(list(units), at):
            number = numbers.get(row.metric)
            if number is not None:
                value = rules.mark(number, rules.month_of(row.at), row.verdict)
                found[row.case_id].append((value, row.value))
    return {pk: _count(unit, sorted(found[pk])) for pk, unit in units.items()}


def _count(unit: UUID, pairs: Sequence[tuple[int, int]]) -> Count:
    return Count(unit, tuple(value for value, _ in pairs), tuple(amount for _, amount in pairs))


def kept(cases: Sequence[UUID]) -> dict[UUID, Count]:
    """What each of these cases adds to the figures as they are kept now."""
    rows = Tally.objects.filter(pk__in=cases).values_list("case_id", "unit_id", "marks", "amounts")
    return {pk: Count(unit, tuple(marks), tuple(amounts)) for pk, unit, marks, amounts in rows}


def changed(seen_until: datetime, ripe_until: datetime, at: datetime) -> set[UUID]:
    """The cases whose figures may have changed: the ledger wrote of them since, or something ripened until `at`."""
    entries = Entry.objects.filter(written_at__gt=seen_until, aggregate_kind="case")
    found = set(entries.values_list("aggregate_id", flat=True))
    for source in SOURCES:
        found.update(source.ripe(ripe_until, at))
    return found


def horizon(at: datetime) -> datetime:
    """An instant before which every change that was written down is committed and can be seen: before the oldest
    transaction that still runs, with a margin for clocks that differ. A long transaction holds it back; then more is
    looked at twice, and nothing is missed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity "
            "WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        row = cursor.fetchone()
    oldest: datetime | None = row[0] if row else None
    return min(at, oldest or at) - MARGIN


def batches(ids: Sequence[UUID]) -> Iterator[list[UUID]]:
    """The ids in batches, in order."""
    rest = iter(sorted(ids))
    while batch := list(islice(rest, BATCH)):
        yield batch


def cases_after(last: UUID, limit: int = BATCH) -> list[UUID]:
    """The ids of the next cases, in their order."""
    return list(Case.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:limit])
