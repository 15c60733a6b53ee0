"""Sending mail and webhooks."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from huiyin.channels import actions, queries, rules
from huiyin.channels.actions import inbound, mailboxes
from huiyin.channels.gateways import imap, sms, smtp, webhook, wechat, wecom
from huiyin.channels.models import Mailbox, Outgoing, WebhookMessage
from huiyin.channels.queries import inbound as inbound_queries
from huiyin.channels.queries.sms import stop_of
from huiyin.core import blobs, jobs
from huiyin.core.actors import system
from huiyin.core.jobs import job
from huiyin.core.time import now

BY = system("channels.mail")
HOOKS = system("channels.webhooks")
PROOF = system("channels.tell_of_proof")
FETCH = system("channels.fetch_mail")


@job("channels.send_mail", queue="mail")
def send_mail(outgoing_id: str) -> None:
    """One attempt at one mail, text, WeCom or WeChat message, if it is still waiting and its time has come."""
    row = actions.claim(outgoing_id=UUID(outgoing_id), by=BY, at=now())
    if row is None:
        return
    try:
        if row.method == "wecom":
            answer = wecom.send(settings.WECOM, row.address, row.body)
        elif row.method == "wechat":
            answer = wechat.send(settings.WECHAT, row.address, row.body)
        elif row.method == "sms":
            answer = _text(row)
        else:
            answer = smtp.send(_mail(row))
    except (smtp.NotSent, sms.NotSent, wecom.NotSent, wechat.NotSent) as failure:
        actions.record_failure(outgoing_id=row.pk, answer=failure.answer, permanent=failure.permanent, by=BY, at=now())
    except (blobs.BlobMissing, blobs.BlobDamaged) as lost:
        words = f"attachment {type(lost).__name__} {lost}"
        actions.record_failure(outgoing_id=row.pk, answer=words, permanent=True, by=BY, at=now())
    else:
        actions.record_sent(outgoing_id=row.pk, answer=answer, by=BY, at=now())


def _text(row: Outgoing) -> str:
    """Whoever has said meanwhile that they want no more gets none, however long it has waited."""
    if stop_of(row.address) is not None:
        raise sms.NotSent("the person wants no messages", permanent=True)
    return sms.send(settings.SMS, row.address, row.body, row.subject)


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
        reply_to=inbound_queries.reply_address(row.owner_id) if row.owner_kind == "case" else "",
    )


# So many messages in one round, and so many failures in a row after which the rest waits for the next one.
ROUND = 50
PATIENCE = 2


@job("channels.send_webhook", queue="webhooks")
def send_webhook(webhook_id: str) -> int:
    """One attempt at each message of a webhook whose time has come; returns how many were taken.

    A system that does not answer is left alone until the sweep comes by again, so that it does not hold up the others.
    """
    taken = failed = 0
    due = queries.messages_due(UUID(webhook_id), now(), ROUND)
    for message_id in due:
        row = actions.claim_message(message_id=message_id, by=HOOKS, at=now())
        if row is None:
            continue
        done = _send(row)
        taken, failed = taken + done, 0 if done else failed + 1
        if failed == PATIENCE:
            return taken
    if len(due) == ROUND and taken:
        jobs.defer("channels.send_webhook", queue="webhooks", webhook_id=webhook_id)
    return taken


def _send(row: WebhookMessage) -> bool:
    at, body = now(), row.body.encode()
    try:
        status, answer = webhook.post(row.webhook.url, _headers(row, at, body), body, settings.WEBHOOK_INSIDE)
    except webhook.NotSent as failure:
        actions.record_not_taken(
            message_id=row.pk, status=failure.status, answer=failure.words, is_gone=failure.status == webhook.GONE,
            by=HOOKS, at=now(),
        )  # fmt: skip
        return False
    actions.record_taken(message_id=row.pk, status=status, answer=answer, by=HOOKS, at=now())
    return True


def _headers(row: WebhookMessage, at: datetime, body: bytes) -> dict[str, str]:
    hook, message_id, timestamp = row.webhook, f"msg_{row.pk}", int(at.timestamp())
    secrets = [hook.secret]
    if hook.old_secret_until is not None and hook.old_secret_until > at:
        secrets.append(hook.old_secret)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Huiyin-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": rules.signature(secrets, message_id, timestamp, body),
    }


# So many mails in one round of a mailbox; where it stands is written down every so many.
FETCHED, NOTED = 500, 50


@job("channels.fetch_mail", queue="mail")
def fetch_mail(mailbox_id: str) -> int:
    """One round of a mailbox whose time has come: what is new at the server is kept as it came; returns how many mails.

    A mail that the server does not give stops no other: its number is asked for again in every round.
    """
    box = mailboxes.claim_mailbox(mailbox_id=UUID(mailbox_id), by=FETCH, at=now())
    if box is None:
        return 0
    try:
        with imap.opened(door_of(box)) as folder:
            return _fetch(box, folder)
    except imap.NotReached as away:
        mailboxes.record_unreachable(mailbox_id=box.pk, answer=away.answer, by=FETCH, at=now())
        return 0


def door_of(box: Mailbox) -> imap.Door:
    """Where a mailbox is read."""
    return imap.Door(box.host, box.port, box.security, box.login, box.password, box.folder, settings.MAIL_CA_FILE)


def _fetch(box: Mailbox, folder: imap.Folder) -> int:
    same = folder.validity == box.uid_validity
    last, missed = (box.last_uid, list(box.missed)) if same else (0, [])
    new = folder.numbers(last)
    round_ = [*missed, *new[:FETCHED]]
    lost: list[int] = []
    done = 0
    for place, number in enumerate(round_, start=1):
        try:
            done += _keep(box, folder, number)
        except imap.NotGiven:
            lost.append(number)
        last = max(last, number)
        if place % NOTED == 0 and place < len(round_):
            left = [*lost, *(one for one in missed if one not in round_[:place])]
            _note(box, folder, last, left, is_done=False)
    _note(box, folder, last, lost, is_done=len(new) <= FETCHED)
    return done


def _keep(box: Mailbox, folder: imap.Folder, number: int) -> int:
    """Bring one mail to the disk, under its hash, then write it down; 1 when it is new."""
    received_at, pieces = folder.mail(number)
    with blobs.Writer() as writer:
        for piece in pieces:
            writer.write(piece)
        size, digest = writer.size, writer.finish()
    _row, is_new = inbound.take_mail(
        mailbox=box, key=f"{folder.validity}:{number}", digest=digest, size=size, received_at=received_at,
        by=FETCH, at=now(),
    )  # fmt: skip
    return int(is_new)


def _note(box: Mailbox, folder: imap.Folder, last: int, missed: list[int], *, is_done: bool) -> None:
    mailboxes.record_read(
        mailbox_id=box.pk, uid_validity=folder.validity, last_uid=last, missed=missed, is_done=is_done, by=FETCH,
        at=now(),
    )  # fmt: skip
