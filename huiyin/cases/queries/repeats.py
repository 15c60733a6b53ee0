"""Earlier cases of the same people, policy or number: is this a repeat?"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

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
    people = Q()
    if phones:
        people |= Q(phone_blind__in=phones)
    if certificates:
        people |= Q(certificate_blind__in=certificates)
    # One index for each way to be the same, joined by UNION: an OR over them would read every case of the window.
    ways: list[QuerySet[Any, Any]] = []
    if people:
        ways.append(Person.objects.filter(people).values("case_id"))
    if customer_id:
        ways.append(Case.objects.filter(customer_id=customer_id).values("pk"))
    if policy_id:
        ways.append(Case.objects.filter(policy_id=policy_id).values("pk"))
    elif policy_number:
        ways.append(Case.objects.filter(policy_number=policy_number).values("pk"))
    if not ways:
        return []
    same = ways[0].union(*ways[1:], all=True) if len(ways) > 1 else ways[0]
    rows = Case.objects.filter(
        pk__in=same, kind=Kind.COMPLAINT, received_at__gte=before - timedelta(days=days), received_at__lte=before
    )
    if but:
        rows = rows.exclude(pk=but)
    return list(rows.order_by("-received_at", "-id").values_list("id", "number")[:limit])
