"""Reading the stages of customers and what is to be done for them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from huiyin.clocks.models import Task, TaskState
from huiyin.customers.models import LifeStage

OWNER = "customer"
MOST = 50


def stages_of(party_id: UUID) -> list[LifeStage]:
    """The stages of a record, the present one first."""
    return list(LifeStage.objects.filter(party=party_id).order_by("-from_on", "-id")[:MOST])


def tasks_of(ids: Collection[UUID]) -> list[Task]:
    """What is still to be done for a customer, the next to fall due first."""
    rows = Task.objects.filter(owner_kind=OWNER, owner_id__in=list(ids), state=TaskState.OPEN)
    return list(rows.select_related("unit").order_by("due_at", "id")[:MOST])


def open_tasks(units: Collection[UUID], *, after: tuple[datetime, UUID] | None = None, limit: int = MOST) -> list[Task]:
    """What these units still have to do for customers: overdue first; one more than `limit`, read by key."""
    rows = Task.objects.filter(owner_kind=OWNER, state=TaskState.OPEN, unit__in=list(units)).select_related("unit")
    if after is not None:
        rows = rows.filter(due_at__gte=after[0]).filter(Q(due_at__gt=after[0]) | Q(id__gt=after[1]))
    return list(rows.order_by("due_at", "id")[: limit + 1])
