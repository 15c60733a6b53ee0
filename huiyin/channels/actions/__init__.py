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
from huiyin.channels.actions.sms import lift_stop, queue_sms, stop_sms
from huiyin.channels.actions.webhooks import (
    claim_message,
    create_webhook,
    forget_messages,
    record_not_taken,
    record_taken,
    remove_webhook,
    rotate_secret,
    send_message_again,
    send_test,
    switch_off,
    switch_on,
    take_changes,
)
from huiyin.channels.actions.wechat import queue_wechat
from huiyin.channels.actions.wecom import queue_wecom

__all__ = [
    "Attachment", "check_address", "claim", "claim_message", "create_webhook", "draft", "forget_messages", "lift_stop",
    "queue_mail", "queue_sms", "queue_wechat", "queue_wecom", "record_failure", "record_not_taken", "record_sent",
    "record_taken", "remove_webhook", "rotate_secret", "send_again", "send_message_again", "send_soon", "send_test",
    "sending", "stop_sms", "switch_off", "switch_on", "take_changes", "tell_of_proof",
]  # fmt: skip
