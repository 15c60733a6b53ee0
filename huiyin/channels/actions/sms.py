"""Text messages to a mobile number, queued and tried like mails."""

from datetime import datetime
from email.utils import make_msgid
from uuid import UUID

from huiyin.channels.actions.mail import send_soon
from huiyin.channels.models import Outgoing
from huiyin.channels.rules import sms
from huiyin.core.actions import action
from huiyin.core.actors import Actor


@action
def queue_sms(*, owner: tuple[str, UUID], purpose: str, number: str, text: str, at: datetime, by: Actor) -> Outgoing:
    """Put a text message to one mobile number into the queue; it leaves when the transaction commits. A building block:
    what it tells of is the caller's. Raises `rules.sms.Wrong` for what is no mobile number of the mainland and for a
    text that is empty or longer than one message (`rules.sms.shortened`)."""
    if not text.strip() or len(text) > sms.MOST_TEXT:
        raise sms.Wrong("length")
    row = Outgoing.objects.create(
        owner_kind=owner[0],
        owner_id=owner[1],
        purpose=purpose,
        method="sms",
        address=sms.number(number),
        subject="",
        body=text,
        message_id=make_msgid(domain="sms"),
        queued_at=at,
        next_try_at=at,
    )
    send_soon(row)
    return row
