"""Keeping the figures true: differences of changed cases, a round through all of them, the sums from the beginning."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Max

from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.bulk import copy_in, draft
from huiyin.insights import rules
from huiyin.insights.models import Figure, Progress, Series, Tally
from huiyin.insights.queries import registry, tallies
from huiyin.insights.rules import Count, Place, Sums

ONE = "figures"
BEFORE_ALL = UUID(int=0)


@action
def begin(*, by: Actor, at: datetime) -> Progress:
    """The row that says how far the figures are, locked. Made when there is none; a change of the metrics (a new rule,
    a new version) gives them numbers and sets a round through all cases going."""
    if not Progress.objects.filter(name=ONE).exists():
        Progress.objects.get_or_create(
            name=ONE,
            defaults={
                "seen_until": tallies.horizon(at), "ripe_until": at, "signature": "", "redo_after": BEFORE_ALL,
                "computed_at": at,
            },
        )  # fmt: skip
    row = Progress.objects.select_for_update().get(name=ONE)
    signature = registry.signature()
    if row.signature != signature:
        _number_metrics()
        row.signature, row.redo_after = signature, BEFORE_ALL
        row.save(update_fields=["signature", "redo_after"])
    return row


@action
def absorb(*, case_ids: Sequence[UUID], by: Actor, at: datetime) -> int:
    """Bring what these cases add up to date, and the figures by the difference; returns how many cases differed."""
    begin(by=by, at=at)
    before = tallies.kept(case_ids)
    after = tallies.computed(case_ids, at, tallies.series())
    differing = [pk for pk in case_ids if before.get(pk) != after.get(pk)]
    _add(rules.differences((before.get(pk), after.get(pk)) for pk in differing), at)
    _keep({pk: after[pk] for pk in differing if pk in after})
    Tally.objects.filter(pk__in=[pk for pk in differing if pk not in after]).delete()
    return len(differing)


@action
def note(*, case_ids: Sequence[UUID], by: Actor, at: datetime) -> int:
    """Write down what these cases add and leave the figures alone; `sum_up` must follow. For writers of many new cases
    that work side by side: the lock on the figures is not taken. Returns how many cases there were."""
    after = tallies.computed(case_ids, at, tallies.series())
    _keep(after)
    return len(after)


@action
def seen(*, until: datetime, ripe_until: datetime, by: Actor, at: datetime) -> Progress:
    """Everything written down before `until` and ripe before `ripe_until` is in the figures. Never goes back."""
    row = begin(by=by, at=at)
    row.seen_until, row.ripe_until = max(row.seen_until, until), max(row.ripe_until, ripe_until)
    row.computed_at = at
    row.save(update_fields=["seen_until", "ripe_until", "computed_at"])
    return row


@action
def redo(*, by: Actor, at: datetime) -> Progress:
    """Start a round through all cases; one that is going on begins again."""
    row = begin(by=by, at=at)
    row.redo_after = BEFORE_ALL
    row.save(update_fields=["redo_after"])
    return row


@action
def redo_some(*, by: Actor, at: datetime) -> int:
    """The next batch of the round through all cases; returns how many cases it held. At the end the sums are made from
    the beginning, and 0 is returned; also when no round is going on."""
    row = begin(by=by, at=at)
    if row.redo_after is None:
        return 0
    batch = tallies.cases_after(row.redo_after)
    if batch:
        absorb(case_ids=batch, by=by, at=at)
    else:
        sum_up(by=by, at=at)
    row.redo_after = batch[-1] if batch else None
    row.computed_at = at
    row.save(update_fields=["redo_after", "computed_at"])
    return len(batch)


@action
def sum_up(*, by: Actor, at: datetime) -> int:
    """Make every figure anew from what the cases add; returns how many figures there are."""
    begin(by=by, at=at)
    Figure.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT mark, unit_id, count(*), sum(amount) FROM insights_tally, "
            "unnest(marks, amounts) AS one (mark, amount) GROUP BY mark, unit_id"
        )
        rows = cursor.fetchall()
    sums: dict[Place, Sums] = {}
    for mark, unit_id, count, amount in rows:
        series, month, verdict = rules.unmark(mark)
        one = Sums(**{verdict: int(count)}, total=int(amount) if verdict == "kept" else 0)
        sums[series, month, unit_id] = sums.get((series, month, unit_id), Sums()) + one
    return copy_in(Figure, [_figure(place, one, at) for place, one in sums.items()])


def _number_metrics() -> None:
    """Give every metric in its present version a number."""
    known = set(Series.objects.values_list("metric", "version"))
    last = Series.objects.aggregate(last=Max("number"))["last"] or 0
    new = [one for one in registry.metrics().values() if (one.name, one.version) not in known]
    Series.objects.bulk_create(
        Series(number=last + place, metric=one.name, version=one.version) for place, one in enumerate(new, start=1)
    )


def _keep(counts: Mapping[UUID, Count]) -> None:
    rows = [
        Tally(case_id=pk, unit_id=one.unit_id, marks=list(one.marks), amounts=list(one.amounts))
        for pk, one in counts.items()
    ]
    Tally.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case_id"], update_fields=["unit_id", "marks", "amounts"]
    )


def _add(changes: Mapping[Place, Sums], at: datetime) -> None:
    """Add the differences to the figures; those that are not there yet are made. The caller holds the lock."""
    if not changes:
        return
    columns = list(
        zip(*[(*place, one.kept, one.broken, one.open, one.total) for place, one in changes.items()], strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE insights_figure AS figure SET kept = figure.kept + by.kept, broken = figure.broken + by.broken, "
            "open = figure.open + by.open, total = figure.total + by.total, computed_at = %s "
            "FROM unnest(%s::int[], %s::date[], %s::uuid[], %s::int[], %s::int[], %s::int[], %s::bigint[]) "
            "AS by (series_id, month, unit_id, kept, broken, open, total) "
            "WHERE figure.series_id = by.series_id AND figure.month = by.month AND figure.unit_id = by.unit_id "
            "RETURNING figure.series_id, figure.month, figure.unit_id",
            [at, *(list(column) for column in columns)],
        )
        there = set(cursor.fetchall())
    copy_in(Figure, [_figure(place, one, at) for place, one in changes.items() if place not in there])


def _figure(place: Place, one: Sums, at: datetime) -> dict[str, object]:
    series, month, unit_id = place
    return draft(
        Figure, series_id=series, month=month, unit_id=unit_id, kept=one.kept, broken=one.broken, open=one.open,
        total=one.total, computed_at=at,
    )  # fmt: skip
