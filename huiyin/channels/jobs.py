"""Sending mail."""

from uuid import UUID

from huiyin.channels import actions
from huiyin.channels.gateways import smtp
from huiyin.channels.models import Outgoing
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.jobs import job
from huiyin.core.time import now

BY = system("channels.mail")
PROOF = system("channels.tell_of_proof")


@job("channels.send_mail", queue="mail")
def send_mail(outgoing_id: str) -> None:
    """One attempt at one mail, if it is still waiting and its time has come."""
    row = actions.claim(outgoing_id=UUID(outgoing_id), by=BY, at=now())
    if row is None:
        return
    try:
        answer = smtp.send(_mail(row))
    except smtp.NotSent as failure:
        actions.record_failure(outgoing_id=row.pk, answer=failure.answer, permanent=failure.permanent, by=BY, at=now())
    except (blobs.BlobMissing, blobs.BlobDamaged) as lost:
        words = f"attachment {type(lost).__name__} {lost}"
        actions.record_failure(outgoing_id=row.pk, answer=words, permanent=True, by=BY, at=now())
    else:
        actions.record_sent(outgoing_id=row.pk, answer=answer, by=BY, at=now())


@job("channels.tell_of_proof")
def tell_of_proof(run_id: str) -> None:
    """Mail the administrators that stored limits differ from computed ones, once for each proof."""
    actions.tell_of_proof(run_id=UUID(run_id), by=PROOF, at=now())


def _mail(row: Outgoing) -> smtp.Mail:
    parts = [attachment.split("|", 2) for attachment in row.attachments]
    return smtp.Mail(
        message_id=row.message_id,
        address=row.address,
        subject=row.subject,
        body=row.body,
        files=[(name, blobs.read(digest), mime) for digest, name, mime in parts],
    )
