"""Messages of the house's application in WeCom, to its own staff: queued and tried like mails."""

from datetime import datetime
from email.utils import make_msgid
from uuid import UUID

from huiyin.channels.actions.mail import send_soon
from huiyin.channels.models import Outgoing
from huiyin.core.actions import action
from huiyin.core.actors import Actor

# WeCom cuts a text off at 2048 bytes.
MOST_BYTES = 2048


@action
def queue_wecom(*, owner: tuple[str, UUID], purpose: str, account: str, text: str, at: datetime, by: Actor) -> Outgoing:
    """Put a message to one account of WeCom into the queue; it leaves when the transaction commits. A building block:
    what it tells of is the caller's. Too long a text is cut at the end of a line, and so that the last line (the link)
    stays."""
    row = Outgoing.objects.create(
        owner_kind=owner[0],
        owner_id=owner[1],
        purpose=purpose,
        method="wecom",
        address=account,
        subject="",
        body=_shortened(text),
        message_id=make_msgid(domain="wecom"),
        queued_at=at,
        next_try_at=at,
    )
    send_soon(row)
    return row


def _shortened(text: str) -> str:
    lines = text.split("\n")
    while len("\n".join(lines).encode()) > MOST_BYTES and len(lines) > 2:
        del lines[-2]
    return "\n".join(lines)
