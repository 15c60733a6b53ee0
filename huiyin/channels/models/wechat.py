"""What people write to the house's official account in WeChat: who they are to WeChat, and each message as it came."""

from django.db import models

from huiyin.channels.models.inbound import MailState
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class WechatThread(models.Model):
    """One person of WeChat, known by nothing but the id (openid) that WeChat has given them for one account. It proves
    that the same person writes again, and no more: no customer and no case is found by it but the one begun here."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    account = models.CharField(max_length=64)
    openid = EncryptedTextField()
    openid_blind = models.CharField(max_length=20)
    # The matter that this person's words go on with (a case is another aggregate).
    case_id = models.UUIDField(null=True, db_index=True)
    # WeChat lets a house write for a while after this (`rules.wechat.WINDOW`).
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "openid_blind"], name="wechat_thread_once")]


class WechatMessage(models.Model):
    """One callback that was signed and could be read: its XML lies encrypted under its SHA-256 (`core.blobs`). What
    became of it is one state, as with mail; events that are nobody's words are turned down as such."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    thread = models.ForeignKey(WechatThread, on_delete=models.PROTECT, related_name="+")
    # WeChat repeats what nobody answered in five seconds: the same key is one message.
    key = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=MailState, default=MailState.WAITING)
    reason = models.CharField(max_length=40, blank=True)
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    case_id = models.UUIDField(null=True, db_index=True)
    message_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "key"], name="wechat_message_once"),
            models.CheckConstraint(
                condition=models.Q(state="waiting") ^ models.Q(settled_at__isnull=False), name="wechat_settled_has_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["case", "follow_up"]) | models.Q(case_id__isnull=False),
                name="wechat_joined_has_case",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="wechat_due", condition=models.Q(state="waiting")),
            models.Index(fields=["thread", "-received_at"], name="wechat_of_thread"),
        ]
