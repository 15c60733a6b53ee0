"""Earlier cases of the same people, policy or number: is this a repeat?"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from huiyin.cases.models import Case, Kind, Person


def earlier(
    *,
    before: datetime,
    days: int,
    customer_id: UUID | None = None,
    policy_id: UUID | None = None,
    policy_number: str = "",
    phones: Iterable[str] = (),
    certificates: Iterable[str] = (),
    but: UUID | None = None,
    limit: int = 20,
) -> list[tuple[UUID, str]]:
    """(id, number) of complaints received within `days` before `before` that share customer, policy, phone or
    certificate (the last two as fingerprints), newest first. One statement; nothing to compare finds nothing."""
    phones, certificates = [p for p in phones if p], [c for c in certificates if c]
    same = Q()
    if customer_id:
        same |= Q(customer_id=customer_id)
    if policy_id:
        same |= Q(policy_id=policy_id)
    if policy_number and not policy_id:
        same |= Q(policy_number=policy_number)
    people = Q()
    if phones:
        people |= Q(phone_blind__in=phones)
    if certificates:
        people |= Q(certificate_blind__in=certificates)
    if people:
        same |= Q(pk__in=Person.objects.filter(people).values("case_id"))
    if not same:
        return []
    rows = Case.objects.filter(
        same, kind=Kind.COMPLAINT, received_at__gte=before - timedelta(days=days), received_at__lte=before
    )
    if but:
        rows = rows.exclude(pk=but)
    return list(rows.order_by("-received_at", "-id").values_list("id", "number")[:limit])
