"""What goes out to the world: mail to people, webhooks to machines."""

from huiyin.channels.actions.mail import (
    Attachment,
    check_address,
    claim,
    draft,
    queue_mail,
    record_failure,
    record_sent,
    send_again,
    send_soon,
    sending,
    tell_of_proof,
)

__all__ = [
    "Attachment", "check_address", "claim", "draft", "queue_mail", "record_failure", "record_sent", "send_again",
    "send_soon", "sending", "tell_of_proof",
]  # fmt: skip
