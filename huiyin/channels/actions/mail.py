"""Mail: put into the queue with the change it belongs to, sent by a job, its fate recorded.

A mail that the server accepted while we crashed before writing it down is sent once more with the same Message-ID: the
reader's mail program may show it twice, but none is lost.
"""

from collections.abc import Sequence
from datetime import datetime
from email.utils import make_msgid
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.accounts.queries import administrators
from huiyin.audit import actions as audit
from huiyin.channels import rules
from huiyin.channels.actions import leases
from huiyin.channels.models import DeliveryState, Outgoing
from huiyin.channels.rules import sms_in
from huiyin.core import blobs, bulk, jobs, pipeline
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

Attachment = tuple[str, str, str]  # digest, name shown to the reader, MIME type


@action
def queue_mail(
    *,
    owner: tuple[str, UUID],
    purpose: str,
    address: str,
    subject: str,
    body: str,
    attachments: Sequence[Attachment] = (),
    at: datetime,
    by: Actor,
) -> Outgoing:
    """Put a mail of `owner` (kind, id) into the queue; it leaves when the transaction commits.

    A building block: the caller's ledger entry names it. Raises BadInput(`mail.address_wrong`) for what cannot be an
    address, Refused(`mail.attachment_missing`) when a file is not there.
    """
    outgoing = draft(
        owner=owner, purpose=purpose, address=address, subject=subject, body=body, attachments=attachments, at=at
    )
    outgoing.save(force_insert=True)
    send_soon(outgoing)
    return outgoing


def draft(
    *,
    owner: tuple[str, UUID],
    purpose: str,
    address: str,
    subject: str,
    body: str,
    attachments: Sequence[Attachment] = (),
    at: datetime,
) -> Outgoing:
    """A mail that is not yet written, for writers of many rows; then call `send_soon`. Raises as `queue_mail`."""
    check_address(address)
    for digest, name, _mime in attachments:
        if not blobs.exists(digest):
            raise Refused("mail.attachment_missing", _("The file “%(name)s” is missing.") % {"name": name})
    return bulk.new(
        Outgoing,
        owner_kind=owner[0],
        owner_id=owner[1],
        purpose=purpose,
        address=address.strip(),
        subject=rules.one_line(subject),
        body=body,
        attachments=[
            "|".join((digest, rules.one_line(name.replace("|", " "), 120), mime)) for digest, name, mime in attachments
        ],
        message_id=make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2] or "localhost"),
        queued_at=at,
        next_try_at=at,
    )


def send_soon(outgoing: Outgoing) -> None:
    """Put the job that sends a written mail into the queue, as part of the transaction."""
    jobs.defer("channels.send_mail", queue="mail", outgoing_id=str(outgoing.pk))


def sending(outgoing: Outgoing) -> pipeline.Statement:
    """`send_soon` as a statement that runs with the rows of a change (`pipeline.insert`)."""
    return jobs.deferral("channels.send_mail", queue="mail", outgoing_id=str(outgoing.pk))


def check_address(address: str) -> None:
    """Raises BadInput(`mail.address_wrong`) when `address` cannot be an e-mail address."""
    try:
        validate_email(address.strip())
    except ValidationError:
        raise BadInput(
            "mail.address_wrong", _("This is not an e-mail address. Check it, or leave it empty."), field="email"
        ) from None


@action
def claim(*, outgoing_id: UUID, by: Actor, at: datetime) -> Outgoing | None:
    """Take a waiting mail whose time has come for one attempt; None when somebody else did or it is done with."""
    row = leases.due(Outgoing, outgoing_id, at)
    if row is not None and row.method == "sms" and sms_in.leaves_at(at) > at:
        row.next_try_at = sms_in.leaves_at(at)  # nobody is woken, by no attempt
        row.save(update_fields=["next_try_at"])
        return None
    return leases.take(row, at) if row is not None else None


@action
def record_sent(*, outgoing_id: UUID, answer: str, by: Actor, at: datetime) -> Outgoing:
    """The server accepted the mail at `at`. Recording it twice keeps the first moment."""
    row = Outgoing.objects.select_for_update().get(pk=outgoing_id)
    if row.state == DeliveryState.SENT:
        return row
    row.state, row.sent_at, row.next_try_at, row.answer = DeliveryState.SENT, at, None, answer[:300]
    row.platform_id = answer[:120] if row.method == "sms" else ""
    row.save(update_fields=["state", "sent_at", "next_try_at", "answer", "platform_id"])
    _tell(row, "mail.sent", by, at)
    return row


@action
def record_failure(*, outgoing_id: UUID, answer: str, permanent: bool, by: Actor, at: datetime) -> Outgoing:
    """An attempt failed: wait for the next rung of the ladder, or give up, which stays visible until somebody acts."""
    row = Outgoing.objects.select_for_update().get(pk=outgoing_id)
    if row.state != DeliveryState.QUEUED:
        return row
    row.answer = answer[:300]
    row.next_try_at = None if permanent else rules.next_try(row.attempts, at)
    if row.next_try_at is None:
        row.state = DeliveryState.FAILED
    row.save(update_fields=["state", "next_try_at", "answer"])
    if row.state == DeliveryState.FAILED:
        _tell(row, "mail.failed", by, at)
    return row


@action
def send_again(*, outgoing: Outgoing, by: Actor, at: datetime) -> Outgoing:
    """Try a mail that was given up once more, from the first rung. Raises Refused(`mail.not_failed`) for any other."""
    row = Outgoing.objects.select_for_update().get(pk=outgoing.pk)
    if row.state != DeliveryState.FAILED:
        raise Refused("mail.not_failed", _("Only a mail that could not be sent is sent again."))
    row.state, row.attempts, row.next_try_at = DeliveryState.QUEUED, 0, at
    if row.method == "sms":  # the platform gives it another id, of which the operator says something else
        row.platform_id, row.reported_at, row.report, row.bounced_at = "", None, "", None
    row.save()
    _tell(row, "mail.queued_again", by, at)
    send_soon(row)
    return row


def _tell(row: Outgoing, kind: str, by: Actor, at: datetime) -> None:
    """The fate of a mail is a chain of its own: the row of its owner need not be locked for it."""
    audit.record(
        aggregate=("mail", row.pk),
        kind=kind,
        by=by,
        at=at,
        body={
            "owner": [row.owner_kind, row.owner_id],
            "purpose": row.purpose,
            "attempts": row.attempts,
            "message_id": row.message_id,
            "answer": row.answer,
            "files": [attachment.split("|", 1)[0] for attachment in row.attachments],
        },
        personal={"address": row.address},
    )


@action
def tell_of_proof(*, run_id: UUID, by: Actor, at: datetime) -> int:
    """Mail every administrator that stored limits differ from computed ones; returns how many. Told before: 0."""
    run = audit.told_of_proof(run_id=run_id, by=by, at=at)
    if run is None:
        return 0
    people = administrators()
    for user in people:
        with override(user.language):
            subject = _("Stored limits differ from what is computed")
            body = _(
                "The nightly proof computed %(checked)d limits again; %(differing)d are not what is stored. Keep the "
                "database as it is and look at the page System: it names the cases."
            ) % {"checked": run.checked, "differing": run.differing}
        queue_mail(
            owner=("user", user.pk),
            purpose="proof",
            address=user.email,
            subject=subject,
            body=f"{body}\n\n{settings.PUBLIC_URL}/desk/settings/system/\n",
            at=at,
            by=by,
        )
    return len(people)
