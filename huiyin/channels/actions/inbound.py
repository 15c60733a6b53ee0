"""Mail that comes in: taken through the door, claimed for sorting, settled. What it means to a case is decided in
`cases`; here it is never lost and never counted twice."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from huiyin.audit import actions as audit
from huiyin.channels import rules
from huiyin.channels.models import DeliveryState, Mailbox, MailState, Outgoing, RawMessage
from huiyin.core import blind, jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.ids import uuid7
from huiyin.core.time import local_date

# After so many attempts that broke, a person looks at the mail.
MOST_ATTEMPTS = 3
_COUNT = (
    "INSERT INTO channels_mailday (id, mailbox_id, day, fetched) VALUES (%s, %s, %s, 1) "
    "ON CONFLICT (day, mailbox_id) DO UPDATE SET fetched = channels_mailday.fetched + 1"
)


@action
def take_mail(
    *, mailbox: Mailbox, key: str, digest: str, size: int, received_at: datetime, by: Actor, at: datetime
) -> tuple[RawMessage, bool]:
    """Write down a mail whose bytes lie under `digest`: (the row, whether it is new). `key` is what the door calls it:
    the same key in the same mailbox is one mail, however often it is fetched. A time of receipt in the future becomes
    `at`."""
    row, is_new = RawMessage.objects.get_or_create(
        mailbox=mailbox,
        key=key,
        defaults={
            "sha256": digest, "size": size, "received_at": min(received_at, at), "fetched_at": at,
            "day": local_date(at), "next_try_at": at,
        },
    )  # fmt: skip
    if is_new:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [uuid7(), mailbox.pk, row.day])
        jobs.defer("complaints.sort_mail", queue="mail", raw_id=str(row.pk))
    return row, is_new


@action
def claim_mail(*, raw_id: UUID, by: Actor, at: datetime) -> RawMessage | None:
    """Take a waiting mail for one attempt to sort it; None when somebody else did or it is sorted. A worker that dies
    with it holds it for `rules.LEASE`."""
    row = RawMessage.objects.select_for_update(skip_locked=True).filter(pk=raw_id).first()
    if row is None or row.state != MailState.WAITING or row.next_try_at is None or row.next_try_at > at:
        return None
    row.attempts += 1
    row.next_try_at = at + rules.LEASE
    row.save(update_fields=["attempts", "next_try_at"])
    return row


@action
def lock_mail(*, raw_id: UUID, by: Actor, at: datetime) -> RawMessage:
    """The row of a mail, locked for what is about to become of it."""
    return RawMessage.objects.select_for_update(of=("self",)).select_related("mailbox__unit").get(pk=raw_id)


@action
def settle_mail(
    *,
    raw: RawMessage,
    state: str,
    reason: str,
    by: Actor,
    at: datetime,
    case_id: UUID | None = None,
    message_id: UUID | None = None,
    sender: str = "",
    subject: str = "",
    content_key: str = "",
    note: str = "",
) -> RawMessage:
    """Write down what became of a mail that the caller has locked. A person's decision (staff, api) goes into the
    ledger with its reason; what the sweep decides about a case stands in the case's own chain."""
    raw.state, raw.reason, raw.settled_at, raw.next_try_at = state, reason[:40], at, None
    raw.case_id, raw.message_id = case_id, message_id
    raw.sender, raw.subject = sender[:300], subject[:300]
    raw.sender_blind, raw.content_key = blind.email(sender), content_key
    raw.note, raw.by_label = note[:300], by.label
    raw.save()
    if by.kind in ("staff", "api"):
        _tell(raw, by, at)
    return raw


@action
def put_off_mail(*, raw_id: UUID, error: str, by: Actor, at: datetime) -> RawMessage:
    """An attempt to sort a mail broke: it is tried again, and after the third time it goes into quarantine, where a
    person sees it. `error` names the kind of fault, nothing of the mail."""
    row = RawMessage.objects.select_for_update().get(pk=raw_id)
    if row.state != MailState.WAITING:
        return row
    row.error = error[:300]
    if row.attempts >= MOST_ATTEMPTS:
        row.state, row.reason, row.settled_at, row.next_try_at = MailState.QUARANTINED, "broken", at, None
        row.by_label = by.label
    else:
        row.next_try_at = at + timedelta(seconds=20 * row.attempts)
    row.save(update_fields=["error", "state", "reason", "settled_at", "next_try_at", "by_label"])
    return row


@action
def record_bounce(*, message_id: str, words: str, is_final: bool, by: Actor, at: datetime) -> Outgoing | None:
    """A server gave back a mail of ours (`message_id` without < and >): it counts as not delivered, with the server's
    words. None when we never sent one of this id; a report that it is only late changes nothing."""
    row = Outgoing.objects.select_for_update().filter(message_id=f"<{message_id}>").first() if message_id else None
    if row is None or not is_final or row.bounced_at is not None:
        return row
    row.state, row.bounced_at, row.next_try_at = DeliveryState.FAILED, at, None
    row.answer = f"returned: {words}"[:300]
    row.save(update_fields=["state", "bounced_at", "next_try_at", "answer"])
    audit.record(
        aggregate=("mail", row.pk),
        kind="mail.returned",
        by=by,
        at=at,
        body={"owner": [row.owner_kind, row.owner_id], "purpose": row.purpose, "answer": row.answer},
    )
    return row


def _tell(raw: RawMessage, by: Actor, at: datetime) -> None:
    audit.record(
        aggregate=("raw_mail", raw.pk),
        kind=f"raw_mail.{raw.state}",
        by=by,
        at=at,
        body={"sha256": raw.sha256, "mailbox": raw.mailbox_id, "reason": raw.reason, "case": raw.case_id},
        personal={"note": raw.note},
    )
