"""Measuring customers' records: a batch at a time, with the figures by the difference (2.1-3)."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q

from huiyin.accounts.models import Unit
from huiyin.audit.models import Access
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.time import local_date
from huiyin.customers.actions.stages import settle_stages
from huiyin.customers.models import Measured, MeasureRound, Party, Policy, Principle, QualityFigure
from huiyin.customers.rules import quality
from huiyin.customers.rules.record import DETAILS

ROUND = "records"
BATCH = 500
Troubled = Callable[[Sequence[UUID], datetime], Collection[UUID]]


def nobody(_party_ids: Sequence[UUID], _at: datetime) -> Collection[UUID]:
    """Where nothing is known of complaints."""
    return ()


@action
def measure_next(*, by: Actor, at: datetime, limit: int = BATCH, troubled: Troubled = nobody) -> int:
    """Measure the next records of the round and put each customer into the stage of the day; returns how many, 0 when
    the round came to its end (the next call begins anew). One at a time: the round's row is locked. `troubled` says
    whose complaint is open or was found right lately."""
    MeasureRound.objects.get_or_create(name=ROUND, defaults={"began_at": at})
    row = MeasureRound.objects.select_for_update().get(name=ROUND)
    rows = Party.objects.all() if row.after is None else Party.objects.filter(pk__gt=row.after)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    if not ids:
        row.after, row.began_at, row.rounds = None, at, row.rounds + 1
        row.save(update_fields=["after", "began_at", "rounds"])
        return 0
    measure(party_ids=ids, by=by, at=at)
    settle_stages(party_ids=ids, troubled=troubled(ids, at), by=by, at=at)
    row.after = ids[-1]
    row.save(update_fields=["after"])
    return len(ids)


@action
def measure(*, party_ids: Sequence[UUID], by: Actor, at: datetime) -> list[Measured]:
    """Measure these records and bring the figures up to date by what differs. Again at the same time changes nothing.
    A fixed number of statements, however many records."""
    day = local_date(at)
    parties = list(Party.objects.filter(pk__in=party_ids).order_by("pk"))
    before = {row.pk: row for row in Measured.objects.select_for_update().filter(pk__in=party_ids).order_by("pk")}
    units, looks = _units([party.pk for party in parties]), _looks([party.pk for party in parties], at)
    moved: Counter[tuple[UUID, str, str]] = Counter()
    made = []
    for party in parties:
        reveals, unreasoned = looks.get(party.pk, (0, 0))
        found = quality.faults(
            quality.Held(
                kind=party.kind, details={name: getattr(party, name) for name in DETAILS},
                known_on=local_date(party.verified_at or party.created_at), reveals=reveals, unreasoned=unreasoned,
            ),
            day,
        )  # fmt: skip
        row = Measured(
            party=party, unit_id=units[party.pk], faults=list(found), broken=list(quality.principles(found)), at=at
        )
        _count(moved, before.get(party.pk), -1)
        _count(moved, row, 1)
        made.append(row)
    Measured.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["party"], update_fields=["unit", "faults", "broken", "at"]
    )
    _add(moved)
    return made


def _units(ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The unit of the newest policy of each; head office where there is none."""
    head = Unit.objects.filter(parent=None).order_by("path").values_list("pk", flat=True).first()
    assert head is not None, "a house has a head office"
    newest = Policy.objects.filter(holder__in=ids).order_by("holder", "-starts_on", "number").distinct("holder")
    return dict.fromkeys(ids, head) | dict(newest.values_list("holder_id", "unit_id"))


def _looks(ids: Sequence[UUID], at: datetime) -> dict[UUID, tuple[int, int]]:
    rows = Access.objects.filter(
        aggregate_kind="customer", aggregate_id__in=ids, kind="reveal", at__gt=at - quality.LOOKED_BACK, at__lte=at
    ).order_by()
    told = rows.values("aggregate_id").annotate(all=Count("pk"), bare=Count("pk", filter=Q(reason="")))
    return {one["aggregate_id"]: (one["all"], one["bare"]) for one in told if one["aggregate_id"]}


def _count(moved: Counter[tuple[UUID, str, str]], row: Measured | None, by: int) -> None:
    if row is not None:
        for one in Principle.values:
            moved[row.unit_id, one, "broken" if one in row.broken else "kept"] += by


def _add(moved: Counter[tuple[UUID, str, str]]) -> None:
    """In one order, so that two who measure wait and do not block each other."""
    wanted = {(unit, one) for (unit, one, _which), by in moved.items() if by}
    QualityFigure.objects.bulk_create(
        [QualityFigure(unit_id=unit, principle=one) for unit, one in sorted(wanted, key=str)], ignore_conflicts=True
    )
    for unit, one in sorted(wanted, key=str):
        QualityFigure.objects.filter(unit=unit, principle=one).update(
            kept=F("kept") + moved[unit, one, "kept"], broken=F("broken") + moved[unit, one, "broken"]
        )
