"""Claims as the core system tells of them: mirrored and watched, never adjudicated here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit
from huiyin.core.ids import uuid7
from huiyin.customers.models.policies import Policy


class ClaimStage(models.TextChoices):
    """The milestones, in the order of the way (`rules.claims.WAY`)."""

    REPORTED = "reported", _("Loss reported")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    FILED = "filed", _("Claim filed")
    DOCUMENTS_ASKED = "documents_asked", _("Papers asked for")
    COMPLETE = "complete", _("Papers complete")
    REVIEWED = "reviewed", _("Reviewed")
    ASSESSED = "assessed", _("Loss assessed")
    DECIDED = "decided", _("Decided")
    AGREED = "agreed", _("Agreement reached")
    ADVANCED = "advanced", _("Certain part paid in advance")
    REFUSAL_SENT = "refusal_sent", _("Refusal sent")
    PAID = "paid", _("Paid")
    CLOSED = "closed", _("Claim closed")
    WITHDRAWN = "withdrawn", _("Withdrawn by the customer")


class ClaimDecision(models.TextChoices):
    PAYABLE = "payable", _("Covered")
    PARTIAL = "partial", _("Covered in part")
    REFUSED = "refused", _("Not covered")


class Claim(models.Model):
    """A claim of a core system. `due_at` is the nearest running limit, `breaches` how many limits were broken, papers
    asked for a second time among them."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    source = models.CharField(max_length=20)
    number = models.CharField(max_length=64)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="claims")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=20)
    # `compulsory` is compulsory motor insurance, which has limits of its own.
    cover = models.CharField(max_length=20, blank=True)
    is_small = models.BooleanField(default=False)
    is_complex = models.BooleanField(default=False)
    handler_no = models.CharField(max_length=20, blank=True)
    handler_name = models.CharField(max_length=60, blank=True)
    decision = models.CharField(max_length=10, choices=ClaimDecision, blank=True)
    claimed = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    paid = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    # What the contract says otherwise than the law, where the law lets it: last days, and the clause that says so.
    decide_by = models.DateField(null=True)
    pay_by = models.DateField(null=True)
    contract_clause = models.CharField(max_length=64, blank=True)
    stage = models.CharField(max_length=16, choices=ClaimStage, blank=True)
    is_open = models.BooleanField(default=True)
    asked_again = models.PositiveSmallIntegerField(default=0)
    breaches = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="claim_once"),
            models.CheckConstraint(
                condition=models.Q(decide_by=None, pay_by=None) | ~models.Q(contract_clause=""),
                name="claim_contract_has_clause",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="claim_due", condition=models.Q(is_open=True)),
            models.Index(fields=["unit", "due_at", "id"], name="claim_due_unit", condition=models.Q(is_open=True)),
            models.Index(fields=["policy"], name="claim_of_policy"),
        ]

    def __str__(self) -> str:
        return self.number


class ClaimMilestone(models.Model):
    """When a milestone was reached, by the newest message that said so. `key` tells repeated ones apart."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=16, choices=ClaimStage)
    key = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "kind", "key"], name="claim_milestone_once")]
