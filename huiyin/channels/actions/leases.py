"""What waits to be sent, a mail or a message to a webhook, is taken for one attempt under a lease: a worker that dies
with it holds it no longer than that."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from huiyin.channels import rules
from huiyin.channels.models import DeliveryState, Outgoing, WebhookMessage

Sendable = TypeVar("Sendable", Outgoing, WebhookMessage)


def due(model: type[Sendable], id_: UUID, at: datetime) -> Sendable | None:
    """The locked row, when it waits and its time has come; None as well when somebody else holds it."""
    row = model._default_manager.select_for_update(skip_locked=True).filter(pk=id_).first()
    if row is None or row.state != DeliveryState.QUEUED or row.next_try_at is None or row.next_try_at > at:
        return None
    return row


def take(row: Sendable, at: datetime) -> Sendable:
    """Count the attempt that begins at `at`; it is due again when the lease is over."""
    row.attempts += 1
    row.next_try_at = at + rules.LEASE
    row.save(update_fields=["attempts", "next_try_at"])
    return row
