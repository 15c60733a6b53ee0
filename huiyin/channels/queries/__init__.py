"""What is on its way, what did not arrive."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from huiyin.accounts.models import User
from huiyin.channels.models import DeliveryState, Outgoing, Webhook, WebhookMessage


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


def webhooks(user: User | None = None) -> QuerySet[Webhook]:
    """The webhooks that are there, of one person or all, oldest first."""
    rows = Webhook.objects.filter(removed_at=None).select_related("user").order_by("made_at", "id")
    return rows.filter(user=user) if user else rows


def webhooks_on() -> list[UUID]:
    """The webhooks that read the change feed now: switched on, of somebody who still works here."""
    rows = Webhook.objects.filter(removed_at=None, is_on=True, user__is_active=True)
    return list(rows.order_by("id").values_list("id", flat=True))


def messages_of(webhook: Webhook) -> QuerySet[WebhookMessage]:
    """The log of a webhook, newest first."""
    return WebhookMessage.objects.filter(webhook=webhook).order_by("-queued_at", "-id")


def messages_due(webhook_id: UUID, at: datetime, limit: int) -> list[UUID]:
    """Waiting messages whose time has come, oldest first."""
    rows = WebhookMessage.objects.filter(webhook=webhook_id, state=DeliveryState.QUEUED, next_try_at__lte=at)
    return list(rows.order_by("next_try_at", "id").values_list("id", flat=True)[:limit])


def webhooks_with_due(at: datetime) -> list[UUID]:
    """The webhooks, switched on, for which a message waits whose time has come."""
    rows = WebhookMessage.objects.filter(state=DeliveryState.QUEUED, next_try_at__lte=at)
    return list(webhooks().filter(is_on=True, pk__in=rows.values("webhook")).values_list("id", flat=True))
