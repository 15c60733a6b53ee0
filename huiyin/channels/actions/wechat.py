"""What people write to the house's official account in WeChat, taken in once and settled; and answers to them, queued
and tried like mails. What a message means to a case is decided in `cases`."""

from datetime import datetime, timedelta
from email.utils import make_msgid
from uuid import UUID

from huiyin.channels import rules
from huiyin.channels.actions.inbound import MOST_ATTEMPTS
from huiyin.channels.actions.mail import send_soon
from huiyin.channels.models import MailState, Outgoing, WechatMessage, WechatThread
from huiyin.channels.rules import wechat
from huiyin.core import blind, jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor


@action
def take_wechat(
    *, account: str, told: dict[str, str], digest: str, by: Actor, at: datetime
) -> tuple[WechatMessage, bool]:
    """Write down a callback whose XML lies under `digest`: (the row, whether it is new). A time of receipt in the
    future becomes `at`. Raises `wechat.Wrong` when it names nobody."""
    openid = told.get("FromUserName", "")
    if not openid or len(openid) > 128:
        raise wechat.Wrong("sender")
    heard = min(wechat.moment_of(told) or at, at)
    thread, _new = WechatThread.objects.get_or_create(
        account=account, openid_blind=blind.openid(account, openid), defaults={"openid": openid, "heard_at": heard}
    )
    row, is_new = WechatMessage.objects.get_or_create(
        thread=thread,
        key=wechat.key_of(told),
        defaults={"sha256": digest, "kind": told.get("MsgType", "")[:20], "received_at": heard, "next_try_at": at},
    )
    if is_new:
        WechatThread.objects.filter(pk=thread.pk, heard_at__lt=heard).update(heard_at=heard)
        jobs.defer("complaints.sort_wechat", queue="mail", message_id=str(row.pk))
    return row, is_new


@action
def claim_wechat(*, message_id: UUID, by: Actor, at: datetime) -> WechatMessage | None:
    """Take a waiting message for one attempt to sort it; None when somebody else did or it is sorted."""
    rows = WechatMessage.objects.select_for_update(skip_locked=True, of=("self",)).select_related("thread")
    row = rows.filter(pk=message_id).first()
    if row is None or row.state != MailState.WAITING or row.next_try_at is None or row.next_try_at > at:
        return None
    row.attempts += 1
    row.next_try_at = at + rules.LEASE
    row.save(update_fields=["attempts", "next_try_at"])
    return row


@action
def lock_wechat(*, message_id: UUID, by: Actor, at: datetime) -> WechatMessage:
    """A message and who wrote it, locked for what is about to become of it: one person's words are sorted in turn."""
    rows = WechatMessage.objects.select_related("thread")
    thread = WechatThread.objects.select_for_update().get(pk=rows.get(pk=message_id).thread_id)
    row = rows.select_for_update(of=("self",)).get(pk=message_id)
    row.thread = thread
    return row


@action
def settle_wechat(
    *, row: WechatMessage, state: str, reason: str, by: Actor, at: datetime, case_id: UUID | None = None,
    message_id: UUID | None = None,
) -> WechatMessage:  # fmt: skip
    """Write down what became of a message that the caller has locked; with a case, the person's words go on there."""
    row.state, row.reason, row.settled_at, row.next_try_at = state, reason[:40], at, None
    row.case_id, row.message_id = case_id, message_id
    row.save()
    if state == MailState.CASE:
        row.thread.case_id = case_id
        row.thread.save(update_fields=["case_id"])
    return row


@action
def put_off_wechat(*, message_id: UUID, reason: str, by: Actor, at: datetime) -> WechatMessage:
    """An attempt to sort a message broke: it is tried again, and after the third time it is withheld for a person."""
    row = WechatMessage.objects.select_for_update().get(pk=message_id)
    if row.state != MailState.WAITING:
        return row
    if row.attempts >= MOST_ATTEMPTS:
        row.state, row.settled_at, row.next_try_at = MailState.QUARANTINED, at, None
    else:
        row.next_try_at = at + timedelta(seconds=20 * row.attempts)
    row.reason = reason[:40]
    row.save(update_fields=["state", "reason", "settled_at", "next_try_at"])
    return row


@action
def queue_wechat(*, owner: tuple[str, UUID], purpose: str, openid: str, text: str, at: datetime, by: Actor) -> Outgoing:
    """Put a message to one person of WeChat into the queue; it leaves when the transaction commits. A building block:
    what it tells of is the caller's, and that it is not too long (`rules.wechat.shortened`)."""
    row = Outgoing.objects.create(
        owner_kind=owner[0],
        owner_id=owner[1],
        purpose=purpose,
        method="wechat",
        address=openid,
        subject="",
        body=text,
        message_id=make_msgid(domain="wechat"),
        queued_at=at,
        next_try_at=at,
    )
    send_soon(row)
    return row
