"""The plan in three parts, its approvals, and the payments that carry it out (3.3-2, 3.3-3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import User
from huiyin.cases.models import Case, Severity
from huiyin.core.ids import uuid7


class PlanState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Sent back")


class Plan(models.Model):
    """Compensation, service improvement, process optimisation. Versions are kept."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="plans")
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveSmallIntegerField()
    compensation = models.DecimalField(max_digits=14, decimal_places=2)
    # Of the compensation: paid without legal duty 通融.
    ex_gratia = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    compensation_text = models.CharField(max_length=500)
    improvement = models.TextField()
    process = models.TextField()
    state = models.CharField(max_length=12, choices=PlanState, default=PlanState.PROPOSED)
    # The level whose approval the amount and severity demand, by the dated approval rule.
    level = models.CharField(max_length=2, choices=Severity)
    rule_version = models.CharField(max_length=160)
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="plan_version"),
            models.CheckConstraint(condition=models.Q(compensation__gte=0), name="plan_compensation"),
            models.CheckConstraint(
                condition=models.Q(ex_gratia__gte=0, ex_gratia__lte=models.F("compensation")), name="plan_ex_gratia"
            ),
            models.UniqueConstraint(fields=["case"], condition=models.Q(state="proposed"), name="plan_one_proposed"),
        ]


class Approval(models.Model):
    """One approver's word on a plan."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="approvals")
    case_id = models.UUIDField(db_index=True)
    approver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=2, choices=Severity)
    approved = models.BooleanField()
    reason = models.CharField(max_length=500)
    # Why the sum lies outside what like complaints got; empty where it does not, or too few are like it.
    outlier_reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()


class Payment(models.Model):
    """One payment that carries out a plan, with its proof; those of a plan add up to its compensation (3.4-1)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="payments")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="payments")
    task_id = models.UUIDField(unique=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    paid_at = models.DateTimeField()
    reference = models.CharField(max_length=80)
    proof_evidence_id = models.UUIDField()
    at = models.DateTimeField()
    by_label = models.CharField(max_length=120)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_amount")]
