"""What the platform for text messages calls us with: kept, claimed for sorting, settled. What an answer means to a case
is decided in `cases`; here it is never lost and never counted twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.channels import rules
from huiyin.channels.actions.inbound import MOST_ATTEMPTS
from huiyin.channels.models import MailState, SmsMessage
from huiyin.channels.rules import sms_in
from huiyin.core import blind, jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.ids import uuid7
from huiyin.core.time import local_date

_COUNT = (
    "INSERT INTO channels_smsday (id, day, fetched) VALUES (%s, %s, %s) "
    "ON CONFLICT (day) DO UPDATE SET fetched = channels_smsday.fetched + excluded.fetched"
)


@action
def take_sms(
    *, provider: str, kind: str, told: Sequence[Mapping[str, Any]], digest: str, by: Actor, at: datetime
) -> list[SmsMessage]:
    """Write down the entries of a callback whose bytes lie under `digest`; returns those that are new. No entries: it
    could not be read, and is withheld for a person."""
    new = []
    for place, one in enumerate(told):
        row, is_new = SmsMessage.objects.get_or_create(
            key=sms_in.key_of(provider, kind, one),
            defaults={
                "provider": provider, "kind": kind, "sha256": digest, "place": place, "received_at": at,
                "day": local_date(at), "next_try_at": at,
            },
        )  # fmt: skip
        new += [row] if is_new else []
    if not told:
        row, is_new = SmsMessage.objects.get_or_create(
            key=digest,
            defaults={
                "provider": provider, "kind": kind, "sha256": digest, "place": -1, "received_at": at,
                "day": local_date(at), "state": MailState.QUARANTINED, "reason": "shape", "settled_at": at,
            },
        )  # fmt: skip
        new += [row] if is_new else []
    if new:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [uuid7(), local_date(at), len(new)])
    for row in new:
        if row.state == MailState.WAITING:
            jobs.defer("complaints.sort_sms", queue="mail", message_id=str(row.pk))
    return new


@action
def claim_sms(*, message_id: UUID, by: Actor, at: datetime) -> SmsMessage | None:
    """Take a waiting entry for one attempt to sort it; None when somebody else did or it is sorted."""
    row = SmsMessage.objects.select_for_update(skip_locked=True).filter(pk=message_id).first()
    if row is None or row.state != MailState.WAITING or row.next_try_at is None or row.next_try_at > at:
        return None
    row.attempts += 1
    row.next_try_at = at + rules.LEASE
    row.save(update_fields=["attempts", "next_try_at"])
    return row


@action
def lock_sms(*, message_id: UUID, by: Actor, at: datetime) -> SmsMessage:
    """An entry, locked for what is about to become of it."""
    return SmsMessage.objects.select_for_update().get(pk=message_id)


@action
def settle_sms(
    *, row: SmsMessage, state: str, reason: str, by: Actor, at: datetime, case_id: UUID | None = None,
    message_id: UUID | None = None, number: str = "",
) -> SmsMessage:  # fmt: skip
    """Write down what became of an entry that the caller has locked."""
    row.state, row.reason, row.settled_at, row.next_try_at = state, reason[:40], at, None
    row.case_id, row.message_id = case_id, message_id
    row.number, row.number_blind = number[:20], blind.phone(number)
    row.save()
    return row


@action
def put_off_sms(*, message_id: UUID, reason: str, by: Actor, at: datetime, is_nobodys: bool = False) -> SmsMessage:
    """An attempt to sort an entry broke: it is tried again, and after the third time it is withheld for a person. A
    report about no message of ours (`is_nobodys`) may be ahead of our own note of it; in the end it is turned down."""
    row = SmsMessage.objects.select_for_update().get(pk=message_id)
    if row.state != MailState.WAITING:
        return row
    if row.attempts >= MOST_ATTEMPTS:
        row.state = MailState.REJECTED if is_nobodys else MailState.QUARANTINED
        row.settled_at, row.next_try_at = at, None
    else:
        row.next_try_at = at + timedelta(seconds=20 * row.attempts)
    row.reason = reason[:40]
    row.save(update_fields=["state", "reason", "settled_at", "next_try_at"])
    return row
