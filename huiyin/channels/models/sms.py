"""What the platform for text messages tells us: answers of customers and reports of delivery, each as it came; and the
numbers whose people want no text messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.channels.models.inbound import MailState
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class SmsKind(models.TextChoices):
    REPORT = "report", _("Report of delivery")
    UP = "up", _("Answer of a customer")


class SmsMessage(models.Model):
    """One entry of a callback whose bytes lie encrypted under their SHA-256 (`core.blobs`), at `place` in its list.
    What became of it is one state, as with mail; one that could not be read at all has the place -1."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    provider = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=SmsKind)
    # Platforms repeat what was not answered: the same key is one entry.
    key = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64)
    place = models.IntegerField()
    received_at = models.DateTimeField()
    day = models.DateField()
    state = models.CharField(max_length=12, choices=MailState, default=MailState.WAITING)
    reason = models.CharField(max_length=40, blank=True)
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    # Whose words they are; nobody's data is found by it but the matter that the number was written to about.
    number = EncryptedTextField()
    number_blind = models.CharField(max_length=20, blank=True)
    case_id = models.UUIDField(null=True, db_index=True)
    message_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="waiting") ^ models.Q(settled_at__isnull=False), name="sms_settled_has_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["case", "follow_up"]) | models.Q(case_id__isnull=False),
                name="sms_joined_has_case",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="sms_due", condition=models.Q(state="waiting")),
            models.Index(fields=["-received_at", "-id"], name="sms_withheld", condition=models.Q(state="quarantined")),
            models.Index(fields=["day", "state"], name="sms_of_day"),
            models.Index(
                fields=["number_blind", "-received_at"], name="sms_of_number", condition=~models.Q(number_blind="")
            ),
        ]


class SmsDay(models.Model):
    """How many entries the door let in on a day, counted when they came and by nothing else: the other side of the
    ledger."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    day = models.DateField(unique=True)
    fetched = models.PositiveIntegerField(default=0)


class SmsStop(models.Model):
    """Somebody with this number has withdrawn their consent to text messages (PIPL art 15). It stands until they ask
    for messages again and somebody writes that down; then it is over and stays on record."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = EncryptedTextField()
    number_blind = models.CharField(max_length=20)
    word = models.CharField(max_length=20)
    stopped_at = models.DateTimeField()
    # The case they were written to about, where there was one (another aggregate).
    case_id = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by_label = models.CharField(max_length=120, blank=True)
    lifted_reason = EncryptedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number_blind"], condition=models.Q(lifted_at__isnull=True), name="sms_stop_one_open"
            ),
        ]
