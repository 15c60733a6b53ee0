"""What is on its way, what did not arrive."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from huiyin.channels.models import DeliveryState, Outgoing


def of_owner(owner: tuple[str, UUID]) -> QuerySet[Outgoing]:
    """All mails of one owner, newest first."""
    return Outgoing.objects.filter(owner_kind=owner[0], owner_id=owner[1]).order_by("-queued_at", "-id")


def failed() -> QuerySet[Outgoing]:
    """Mails that were given up, newest first: somebody has to find another way to the person."""
    return Outgoing.objects.filter(state=DeliveryState.FAILED).order_by("-queued_at")


def due_ids(at: datetime, limit: int = 200) -> list[UUID]:
    """Waiting mails whose time has come, oldest first."""
    rows = Outgoing.objects.filter(state=DeliveryState.QUEUED, next_try_at__lte=at)
    return list(rows.order_by("next_try_at").values_list("id", flat=True)[:limit])
