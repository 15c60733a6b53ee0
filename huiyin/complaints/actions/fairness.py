"""The outcomes that groups are compared by. Nothing of a case changes by them, so the ledger says nothing of it."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from huiyin.complaints.models import Complaint, ToldOutcome
from huiyin.complaints.queries import fairness
from huiyin.complaints.rules.fairness import age_group
from huiyin.complaints.rules.likeness import in_force
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.time import local_date

MOST_SHARE = 100_000  # percent: what lies above is a slip of the pen


@action
def keep(*, case_ids: Collection[UUID], by: Actor, at: datetime) -> int:
    """Keep how these complaints ended; returns how many. Told anew, the row is replaced."""
    rows = list(Complaint.objects.select_related("case").filter(pk__in=list(case_ids), notified_at__isnull=False))
    paid = fairness.paid([row.pk for row in rows])
    births = fairness.births({row.case.customer_id for row in rows if row.case.customer_id})
    found = [_outcome(row, paid.get(row.pk, Decimal(0)), births) for row in rows]
    ToldOutcome.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["told_at", "unit", "channel", "age", "verdict", "share", "days"],
    )
    return len(found)


def _outcome(row: Complaint, compensation: Decimal, births: dict[UUID, date]) -> ToldOutcome:
    case, told = row.case, row.notified_at
    assert told is not None  # asked for above
    day, claimed, share = local_date(case.received_at), row.amount_claimed, None
    if claimed:
        share = min(int((compensation * 100 / claimed).quantize(Decimal(1), ROUND_HALF_UP)), MOST_SHARE)
    born = births.get(case.customer_id) if case.customer_id else None
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day)) if born else None
    return ToldOutcome(
        case=case,
        told_at=told,
        unit_id=case.unit_id,
        channel=case.channel,
        age=age_group(age, in_force(day).ages),
        verdict=row.verdict,
        share=share,
        days=max((local_date(told) - day).days, 0),
    )
