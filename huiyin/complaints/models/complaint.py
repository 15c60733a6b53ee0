"""The complaint itself, what it demands and how it is classed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit
from huiyin.cases.models import Case
from huiyin.core.ids import uuid7


class Verdict(models.TextChoices):
    """有责 / 部分有责 / 无责."""

    UPHELD = "upheld", _("Upheld")
    PARTLY = "partly", _("Partly upheld")
    NOT_UPHELD = "not_upheld", _("Not upheld")


class Complaint(models.Model):
    """One to one with a case of kind complaint; made by the action that registers it."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="complaint")
    # The unit complained about, which may not be the unit that handles; a branch's decision can be reviewed (art 20).
    respondent_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    respondent_staff_no = models.CharField(max_length=20, blank=True)
    happened_on = models.DateField(null=True)
    face_to_face_count = models.PositiveIntegerField(default=0)
    joint_count = models.PositiveIntegerField(default=1)
    amount_claimed = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    identity_checked_at = models.DateTimeField(null=True)
    identity_check = models.CharField(max_length=300, blank=True)
    accepted_at = models.DateTimeField(null=True)
    major_plan_at = models.DateTimeField(null=True)
    first_response_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=12, choices=Verdict, blank=True)
    # Told to the complainant in the legal sense (art 21): this stops the decision clock, nothing else does.
    notified_at = models.DateTimeField(null=True)
    executed_at = models.DateTimeField(null=True)
    close_code = models.CharField(max_length=24, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)
    # The last state of the main path before an end that can be undone (merge) or reopened.
    state_before_end = models.CharField(max_length=20, blank=True)
    taxonomy_version = models.CharField(max_length=40, blank=True)
    # How often the matter has been taken up: 1, and one more with every reopening. What the rules look at (sources,
    # findings, plan, decision, question) belongs to a round; earlier rounds stay as they were.
    round = models.PositiveSmallIntegerField(default=1)

    class Meta:
        # Whoever the complaint is about must not see it (令2020-3 art 17).
        indexes = [models.Index(fields=["respondent_staff_no"], name="complaint_about_staff")]


class Demand(models.Model):
    """One thing asked for 诉求, and what was decided about it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="demands")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    result = models.CharField(max_length=12, choices=Verdict, blank=True)
    amount_granted = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    result_text = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="demand_number"),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0), name="demand_amount"
            ),
        ]


class Label(models.Model):
    """One class of the complaint (3.1-3, 3.2-8): several, one primary; a change closes the row and opens another."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="labels")
    code = models.CharField(max_length=8)
    taxonomy_version = models.CharField(max_length=40)
    is_primary = models.BooleanField(default=False)
    # 0 to 100; a person who is sure writes 100.
    confidence = models.PositiveSmallIntegerField(default=100)
    reason = models.CharField(max_length=300, blank=True)
    set_at = models.DateTimeField()
    set_by_label = models.CharField(max_length=120)
    removed_at = models.DateTimeField(null=True)
    removed_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"], condition=models.Q(removed_at__isnull=True), name="label_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(removed_at__isnull=True, is_primary=True), name="label_one_primary"
            ),
            models.CheckConstraint(condition=models.Q(confidence__lte=100), name="label_confidence"),
        ]
