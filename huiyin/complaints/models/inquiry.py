"""Investigation: sources, findings, liability, risk (3.2)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, EvidenceSource
from huiyin.complaints.models.complaint import Verdict
from huiyin.core.ids import uuid7


class SourceState(models.TextChoices):
    OPEN = "open", _("Still open")
    DONE = "done", _("Done")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class SourceCheck(models.Model):
    """One of the three source kinds: done (with what was found) or not applicable (with the reason) (3.2-3)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="source_checks")
    round = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=20, choices=EvidenceSource)
    plan = models.CharField(max_length=500)
    state = models.CharField(max_length=16, choices=SourceState, default=SourceState.OPEN)
    result = models.TextField(blank=True)
    evidence_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=120)
    finished_at = models.DateTimeField(null=True)
    finished_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "source"], name="source_check_once"),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(finished_at__isnull=False), name="source_check_finished"
            ),
        ]


class Finding(models.Model):
    """What the investigation found: truth, cause, scope (3.2-5). A new version replaces the last, which stays."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="findings")
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveSmallIntegerField()
    truth = models.TextField()
    cause = models.TextField()
    scope = models.TextField()
    evidence_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by_id = models.UUIDField(null=True)
    reviewed_by_label = models.CharField(max_length=120, blank=True)
    review_note = models.CharField(max_length=500, blank=True)
    # Sent back instead: a new version is due.
    sent_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="finding_version")]
        indexes = [
            # The few that wait for a review, among all there ever were.
            models.Index(
                fields=["case"], name="finding_waiting", condition=models.Q(reviewed_at=None, sent_back_at=None)
            )
        ]


class Liability(models.Model):
    """Who is responsible, to what share, on what ground (3.2-6)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="liabilities")
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=120)
    party_kind = models.CharField(max_length=20)
    share = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=12, choices=Verdict)
    within_insurer = models.BooleanField()
    clause = models.CharField(max_length=300, blank=True)
    legal_ground = models.TextField()
    contract_ground = models.TextField(blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(share__range=(0, 100)), name="liability_share")]
        indexes = [models.Index(fields=["case", "version"], name="liability_of_case")]


class RiskAssessment(models.Model):
    """Internal audit yes or no, regulator involvement yes or no, each with its reason (3.2-7)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="risk_assessments")
    round = models.PositiveSmallIntegerField(default=1)
    internal_audit = models.BooleanField()
    internal_audit_reason = models.CharField(max_length=500)
    regulator = models.BooleanField()
    regulator_reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120)
