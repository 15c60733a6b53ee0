"""What comes in and goes out, and how it went."""

from huiyin.channels.models.callbacks import BackReason, BackState, CallBack
from huiyin.channels.models.calls import Call, CallDirection, CallOutcome
from huiyin.channels.models.inbound import Mailbox, MailDay, MailState, RawMessage, Security
from huiyin.channels.models.out import DeliveryState, Outgoing, Webhook, WebhookMessage
from huiyin.channels.models.sms import SmsDay, SmsKind, SmsMessage, SmsStop
from huiyin.channels.models.wechat import WechatMessage, WechatThread

__all__ = [
    "BackReason", "BackState", "Call", "CallBack", "CallDirection", "CallOutcome", "DeliveryState", "MailDay",
    "MailState", "Mailbox", "Outgoing", "RawMessage", "Security", "SmsDay", "SmsKind", "SmsMessage", "SmsStop",
    "Webhook", "WebhookMessage", "WechatMessage", "WechatThread",
]  # fmt: skip
