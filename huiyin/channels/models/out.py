"""What goes out to the world, and how it went."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import User
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    HELD = "held", _("Not to be sent")


class Outgoing(models.Model):
    """One mail or message (SMS, WeCom, WeChat) to one address. Sending is retried; nothing is ever dropped silently."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    owner_kind = models.CharField(max_length=16)
    owner_id = models.UUIDField()
    purpose = models.CharField(max_length=40)
    method = models.CharField(max_length=12, default="email")
    address = EncryptedTextField()
    subject = EncryptedTextField()
    body = EncryptedTextField()
    # Content addresses of encrypted files (core.blobs) with the names shown to the reader: "digest|name|type".
    attachments = ArrayField(models.CharField(max_length=300), default=list)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    # A server further on gave it back after ours had taken it.
    bounced_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    # Of text messages: the platform and what it calls the message, the fingerprint of the number, and what the operator
    # said of it in the end.
    platform_id = models.CharField(max_length=120, blank=True)
    address_blind = models.CharField(max_length=20, blank=True)
    reported_at = models.DateTimeField(null=True)
    report = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["platform_id"], name="outgoing_of_platform", condition=~models.Q(platform_id="")),
            models.Index(
                fields=["address_blind", "-queued_at"], name="outgoing_to_number", condition=~models.Q(address_blind="")
            ),
            models.Index(fields=["owner_kind", "owner_id"], name="outgoing_of_owner"),
            models.Index(fields=["next_try_at"], name="outgoing_due", condition=models.Q(state="queued")),
            models.Index(fields=["-queued_at"], name="outgoing_failed", condition=models.Q(state="failed")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False), name="outgoing_sent_has_time"
            )
        ]


class Webhook(models.Model):
    """An address of another system that is told what changes, as one person may see it. It reads the change feed from
    its own place (`xact`, `entry_id`), so that nothing is lost while it is switched off."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    # An address often carries a key of the other system.
    url = EncryptedTextField()
    kinds = ArrayField(models.CharField(max_length=64), default=list)
    secret = EncryptedTextField()
    old_secret = EncryptedTextField()
    old_secret_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    xact = models.BigIntegerField()
    entry_id = models.UUIDField()
    is_on = models.BooleanField(default=True)
    off_at = models.DateTimeField(null=True)
    off_reason = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True)
    last_sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "made_at"], name="webhook_of_user")]


class WebhookMessage(models.Model):
    """One message to one webhook: id and body are the same in every attempt. Ids and kinds only, nothing personal."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="+")
    event_id = models.UUIDField()
    kind = models.CharField(max_length=64)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["webhook", "next_try_at"], name="webhook_message_due", condition=models.Q(state="queued")
            ),
            models.Index(fields=["webhook", "-queued_at", "-id"], name="webhook_message_log"),
            models.Index(fields=["queued_at"], name="webhook_message_old"),
        ]
        constraints = [models.UniqueConstraint(fields=["webhook", "event_id"], name="webhook_message_once")]
