"""Calls, as the telephone system tells of them (2.2-1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit, User
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class CallDirection(models.TextChoices):
    IN = "in", _("Incoming")
    OUT = "out", _("Outgoing")


class CallOutcome(models.TextChoices):
    ANSWERED = "answered", _("Spoken to")
    MISSED = "missed", _("Missed")
    UNREACHED = "unreached", _("Nobody answered")
    ABANDONED = "abandoned", _("Hung up while waiting")
    BUSY = "busy", _("Busy")
    VOICEMAIL = "voicemail", _("Voice message")
    FAILED = "failed", _("Did not get through")


class Call(models.Model):
    """One call. Its number opens nobody's record: `party_id` stands only once the caller has said what nobody else
    knows (`actions.callers.identify`). Customer and case are other aggregates."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    # What the telephone system calls it: telling of it again finds it.
    reference = models.CharField(max_length=100, unique=True)
    direction = models.CharField(max_length=3, choices=CallDirection, default=CallDirection.IN)
    number = EncryptedTextField()
    number_blind = models.CharField(max_length=20, blank=True)
    line = models.CharField(max_length=40, blank=True)
    queue = models.CharField(max_length=80, blank=True)
    agent = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    agent_no = models.CharField(max_length=20, blank=True)
    agent_at = models.DateTimeField(null=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    began_at = models.DateTimeField()
    rang_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    told = models.CharField(max_length=12, blank=True)
    outcome = models.CharField(max_length=12, choices=CallOutcome, blank=True)
    # An address of the recorder; who may listen is decided there.
    recording = EncryptedTextField()
    recorded_at = models.DateTimeField(null=True)
    party_id = models.UUIDField(null=True)
    identified_at = models.DateTimeField(null=True)
    wrong_answers = models.PositiveSmallIntegerField(default=0)
    case_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(party_id__isnull=True) ^ models.Q(identified_at__isnull=False),
                name="call_identified_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") ^ models.Q(ended_at__isnull=False), name="call_ended_has_outcome"
            ),
        ]
        indexes = [
            models.Index(fields=["-began_at", "-id"], name="call_newest"),
            models.Index(fields=["agent", "-began_at", "-id"], name="call_of_agent"),
            models.Index(fields=["unit", "-began_at", "-id"], name="call_of_unit"),
            models.Index(fields=["number_blind", "-began_at"], name="call_of_number"),
            models.Index(fields=["party_id", "-began_at"], name="call_of_customer"),
            models.Index(fields=["case_id", "-began_at"], name="call_of_case"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def seconds(self) -> int | None:
        """How long they spoke, in seconds; None while they do, or when nobody did."""
        if self.answered_at is None or self.ended_at is None:
            return None
        return max(0, round((self.ended_at - self.answered_at).total_seconds()))
