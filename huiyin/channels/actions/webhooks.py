"""Webhooks: made, given what changed, sent by a job, tried again, switched off when nobody answers for long."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.accounts.models import User
from huiyin.accounts.queries import administrators
from huiyin.audit import actions as audit
from huiyin.audit.queries.feed import Position
from huiyin.channels import rules
from huiyin.channels.actions import leases
from huiyin.channels.actions.mail import queue_mail
from huiyin.channels.models import DeliveryState, Webhook, WebhookMessage
from huiyin.core import jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.canonical import dumps
from huiyin.core.errors import BadInput, Refused
from huiyin.core.ids import uuid7

MOST = 20
KEPT = timedelta(days=30)
TEST = "webhook.test"


@action
def create_webhook(
    *, user: User, name: str, url: str, kinds: Sequence[str], start: Position, by: Actor, at: datetime
) -> tuple[Webhook, str]:
    """A webhook that tells what `user` may see, from `start` of the change feed on, and its secret, shown this once.

    `kinds` as in the feed; none: all. Raises BadInput(`webhook.address`), Refused(`webhook.too_many`)."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if Webhook.objects.filter(user=user, removed_at=None).count() >= MOST:
        raise Refused("webhook.too_many", _("At most %(most)d webhooks for one person: remove one.") % {"most": MOST})
    fault = rules.address_fault(url, settings.WEBHOOK_INSIDE)
    if fault:
        raise BadInput("webhook.address", _(fault), field="url")
    secret = rules.secret_of(secrets.token_bytes(32))
    row = Webhook.objects.create(
        user=user, name=rules.one_line(name, 80), url=url, kinds=sorted(set(kinds)), secret=secret, made_at=at,
        xact=start.xact, entry_id=start.id,
    )  # fmt: skip
    _tell(row, "webhook.created", by, at, name=row.name, kinds=row.kinds)
    return row, secret


@action
def rotate_secret(*, webhook: Webhook, by: Actor, at: datetime) -> str:
    """A new secret, shown this once; for a day the old one signs beside it."""
    row = _locked(webhook)
    row.old_secret, row.old_secret_until = row.secret, at + rules.OLD_SECRET_KEPT
    row.secret = secret = rules.secret_of(secrets.token_bytes(32))
    row.save(update_fields=["secret", "old_secret", "old_secret_until"])
    _tell(row, "webhook.secret_rotated", by, at)
    return secret


@action
def switch_off(*, webhook: Webhook, reason: str, by: Actor, at: datetime) -> Webhook:
    """Send nothing until it is switched on; what happens meanwhile is sent then. Doing it twice changes nothing."""
    row = _locked(webhook)
    if row.is_on:
        _off(row, reason, by, at)
    return row


@action
def switch_on(*, webhook: Webhook, by: Actor, at: datetime) -> Webhook:
    """Go on where it stopped: what waits is tried at once, and what was given up since anything was last taken.
    Doing it twice changes nothing."""
    row = _locked(webhook)
    if row.is_on:
        return row
    row.is_on, row.off_at, row.off_reason = True, None, ""
    row.save(update_fields=["is_on", "off_at", "off_reason"])
    waiting = Q(state=DeliveryState.QUEUED) | Q(
        state=DeliveryState.FAILED, queued_at__gt=row.last_sent_at or row.made_at - timedelta(days=1)
    )
    WebhookMessage.objects.filter(waiting, webhook=row).update(state=DeliveryState.QUEUED, next_try_at=at, attempts=0)
    _tell(row, "webhook.switched_on", by, at)
    _send_soon(row.pk)
    return row


@action
def remove_webhook(*, webhook: Webhook, by: Actor, at: datetime) -> None:
    """End it for good; its log stays for a month. Doing it twice changes nothing."""
    row = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if row.removed_at is None:
        row.removed_at, row.is_on, row.secret, row.old_secret = at, False, "", ""
        row.save(update_fields=["removed_at", "is_on", "secret", "old_secret"])
        _tell(row, "webhook.removed", by, at)


@action
def take_changes(
    *, webhook_id: UUID, before: Position, after: Position, events: Sequence[Mapping[str, Any]], by: Actor, at: datetime
) -> int:
    """Queue a message for each event and move the webhook's place in the feed from `before` to `after`; returns how
    many. Nothing when somebody else moved it meanwhile. An event has `id`, `kind`, `at` and whatever the body tells."""
    row = Webhook.objects.select_for_update().filter(pk=webhook_id, is_on=True, removed_at=None).first()
    if row is None or Position(row.xact, row.entry_id) != before:
        return 0
    row.xact, row.entry_id = after.xact, after.id
    row.save(update_fields=["xact", "entry_id"])
    messages = [_message(row, event, at) for event in events]
    WebhookMessage.objects.bulk_create(messages, ignore_conflicts=True)
    if messages:
        _send_soon(row.pk)
    return len(messages)


@action
def send_test(*, webhook: Webhook, by: Actor, at: datetime) -> WebhookMessage:
    """Send a message that stands for nothing, to try the address and the signature."""
    row = _locked(webhook)
    message = _message(row, {"id": uuid7(), "kind": TEST, "at": at}, at)
    message.save(force_insert=True)
    _send_soon(row.pk)
    return message


@action
def claim_message(*, message_id: UUID, by: Actor, at: datetime) -> WebhookMessage | None:
    """Take a waiting message whose time has come for one attempt; None when somebody else did or it must not go."""
    row = leases.due(WebhookMessage, message_id, at)
    if row is None:
        return None
    row.webhook = Webhook.objects.select_related("user").get(pk=row.webhook_id)
    if not row.webhook.is_on or not row.webhook.user.is_active:
        return None
    return leases.take(row, at)


@action
def record_taken(*, message_id: UUID, status: int, answer: str, by: Actor, at: datetime) -> None:
    """The other system took the message. Recording it twice keeps the first moment."""
    row = WebhookMessage.objects.select_for_update().get(pk=message_id)
    if row.state == DeliveryState.SENT:
        return
    row.state, row.sent_at, row.next_try_at = DeliveryState.SENT, at, None
    row.status, row.answer = status, answer[:300]
    row.save(update_fields=["state", "sent_at", "next_try_at", "status", "answer"])
    Webhook.objects.filter(pk=row.webhook_id).update(last_sent_at=at)


@action
def record_not_taken(
    *, message_id: UUID, status: int | None, answer: str, is_gone: bool, by: Actor, at: datetime
) -> None:
    """An attempt failed: wait for the next rung, or give the message up. When nothing at all was taken since it was
    first tried, or the other system says that the address is gone, the webhook is switched off and its person and the
    administrators are told by mail."""
    row = WebhookMessage.objects.select_for_update().get(pk=message_id)
    if row.state != DeliveryState.QUEUED:
        return
    row.status, row.answer = status, answer[:300]
    row.next_try_at = None if is_gone else rules.next_hook_try(row.attempts, at)
    if row.next_try_at is None:
        row.state = DeliveryState.FAILED
    row.save(update_fields=["state", "next_try_at", "status", "answer"])
    if row.state != DeliveryState.FAILED:
        return
    hook = Webhook.objects.select_for_update().get(pk=row.webhook_id)
    silent = hook.last_sent_at is None or hook.last_sent_at < row.queued_at
    if hook.is_on and (is_gone or silent):
        _off(hook, row.answer, by, at)
        _alarm(hook, by, at)


@action
def send_message_again(*, message: WebhookMessage, by: Actor, at: datetime) -> WebhookMessage:
    """Send a message once more, taken or given up: same id, same body. Raises Refused(`webhook.waiting`) while it
    waits, Refused(`webhook.off`) while the webhook is switched off."""
    hook = _locked(message.webhook)
    row = WebhookMessage.objects.select_for_update().get(pk=message.pk)
    if row.state == DeliveryState.QUEUED:
        raise Refused("webhook.waiting", _("This message is waiting to be sent already."))
    if not hook.is_on:
        raise Refused("webhook.off", _("This webhook is switched off: switch it on first."))
    row.state, row.attempts, row.next_try_at, row.sent_at = DeliveryState.QUEUED, 0, at, None
    row.save(update_fields=["state", "attempts", "next_try_at", "sent_at"])
    _tell(hook, "webhook.replayed", by, at, message=row.pk)
    _send_soon(hook.pk)
    return row


@action
def forget_messages(*, by: Actor, at: datetime) -> int:
    """Forget what was sent or given up more than a month ago; the change feed keeps what it told. Returns how many."""
    rows = WebhookMessage.objects.filter(queued_at__lt=at - KEPT).exclude(state=DeliveryState.QUEUED)
    return rows.delete()[0]


def _locked(webhook: Webhook) -> Webhook:
    row = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if row.removed_at is not None:
        raise Refused("webhook.removed", _("This webhook was removed: make a new one."))
    return row


def _message(row: Webhook, event: Mapping[str, Any], at: datetime) -> WebhookMessage:
    told = {name: value for name, value in event.items() if name not in ("kind", "at")}
    body = dumps({"type": event["kind"], "timestamp": event["at"], "data": told}).decode()
    return WebhookMessage(
        webhook=row, event_id=event["id"], kind=event["kind"], body=body, queued_at=at, next_try_at=at
    )


def _off(row: Webhook, reason: str, by: Actor, at: datetime) -> None:
    row.is_on, row.off_at, row.off_reason = False, at, reason[:300]
    row.save(update_fields=["is_on", "off_at", "off_reason"])
    _tell(row, "webhook.switched_off", by, at, reason=row.off_reason)


def _alarm(row: Webhook, by: Actor, at: datetime) -> None:
    for user in {*administrators(), row.user}:
        with override(user.language):
            subject = _("The webhook “%(name)s” was switched off") % {"name": row.name}
            body = _(
                "The other system did not take what we sent it: %(answer)s. Nothing is lost: mend the other side, then "
                "switch the webhook on, and it goes on where it stopped."
            ) % {"answer": row.off_reason}
        queue_mail(
            owner=("user", user.pk),
            purpose="webhook",
            address=user.email,
            subject=subject,
            body=f"{body}\n\n{settings.PUBLIC_URL}/desk/settings/webhooks/\n",
            at=at,
            by=by,
        )


def _send_soon(webhook_id: UUID) -> None:
    jobs.defer("channels.send_webhook", queue="webhooks", webhook_id=str(webhook_id))


def _tell(row: Webhook, kind: str, by: Actor, at: datetime, **body: Any) -> None:
    audit.record(aggregate=("webhook", row.pk), kind=kind, by=by, at=at, body={"user": row.user_id, **body})
