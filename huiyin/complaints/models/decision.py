"""The decision, the notices that tell it, and the question that follows (3.3-4, 3.3-5, 3.4-3)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit
from huiyin.cases.models import Case
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class DecisionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")


class Decision(models.Model):
    """处理决定: verified facts, grounds and reasons, remedies (令2020-3 art 19). Issued ones are never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=DecisionState, default=DecisionState.DRAFT)
    deciding_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # The letter's own number, given when it is issued.
    number = models.CharField(max_length=40, blank=True)
    process = models.TextField(blank=True)
    facts = models.TextField(blank=True)
    grounds = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    follow_up = models.TextField(blank=True)
    # One answer per demand: {"demand", "result", "amount", "text"}; written to the demands when the letter is issued.
    answers = models.JSONField(default=list)
    # review, mediation, arbitration, litigation: which ways to challenge the letter names, and what it says of them:
    # {"review": {"unit", "how"}, "mediators": [{"name", "value"}], "arbitration": body, "court": name}.
    remedies = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    ways = models.JSONField(default=dict)
    letter_evidence_id = models.UUIDField(null=True)
    drafted_at = models.DateTimeField()
    drafted_by_label = models.CharField(max_length=120)
    issued_at = models.DateTimeField(null=True)
    issued_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="decision_version"),
            models.UniqueConstraint(fields=["case"], condition=models.Q(state="draft"), name="decision_one_draft"),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(issued_at__isnull=False, letter_evidence_id__isnull=False),
                name="decision_issued_has_letter",
            ),
        ]


class NoticeMethod(models.TextChoices):
    """How somebody was told (art 21): each counts from its own moment."""

    HANDED_OVER = "handed_over", _("Handed over")
    POSTED = "posted", _("Posted")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PHONE = "phone", _("Phone call")
    PORTAL = "portal", _("Shown on the portal")


class Notice(models.Model):
    """One telling: what, how, when, with which proof. An attempt that reached nobody is kept too (art 21)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=24)
    method = models.CharField(max_length=12, choices=NoticeMethod)
    # The decision that is told, when it is one.
    decision_id = models.UUIDField(null=True)
    address = EncryptedTextField()
    text = models.TextField(blank=True)
    letter_evidence_id = models.UUIDField(null=True)
    # When it was handed over, posted, sent or dialled; null while a mail still waits in the queue.
    sent_at = models.DateTimeField(null=True)
    reached = models.BooleanField(null=True)
    received_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=500, blank=True)
    proof_evidence_id = models.UUIDField(null=True)
    outgoing_id = models.UUIDField(null=True, db_index=True)
    # A mail that could not be sent: it stays here, visibly, and counts for nothing.
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    by_label = models.CharField(max_length=120)

    class Meta:
        indexes = [
            models.Index(fields=["case", "created_at"], name="notice_of_case"),
            models.Index(
                fields=["outgoing_id"],
                name="notice_waiting",
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True, outgoing_id__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(failed_at__isnull=True),
                name="notice_sent_or_failed",
            )
        ]


class Satisfaction(models.Model):
    """Asked once; a refusal is an answer (3.1-8, 3.3-5). Never answered by staff for the customer without saying so."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="satisfactions")
    round = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    method = models.CharField(max_length=12)
    answered_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)
    refused = models.BooleanField(default=False)
    unreachable = models.BooleanField(default=False)
    recorded_by_label = models.CharField(max_length=120, blank=True)
    # Written down by somebody who handled the complaint: counted, and shown as such.
    recorded_by_handler = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="satisfaction_once"),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(refused=False, unreachable=False),
                name="satisfaction_one_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__range=(1, 5)), name="satisfaction_score"
            ),
        ]
