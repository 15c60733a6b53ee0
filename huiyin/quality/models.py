"""What quality keeps beside the cases: looking back from one cause at everybody it may have reached."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit, User
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class Lookback(models.Model):
    """A project: from one upheld complaint to the customers who did not complain. The case is another aggregate."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case_id = models.UUIDField()
    case_number = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    # Why others may have met the same, in the words of who began it.
    cause = models.CharField(max_length=1000)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    lead = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    seller_no = models.CharField(max_length=20, blank=True)
    product_code = models.CharField(max_length=20, blank=True)
    line = models.CharField(max_length=20, blank=True)
    sales_channel = models.CharField(max_length=20, blank=True)
    signed_from = models.DateField()
    signed_to = models.DateField()
    due_on = models.DateField()
    began_at = models.DateTimeField()
    size = models.PositiveIntegerField()
    open_count = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id"], condition=models.Q(ended_at__isnull=True), name="lookback_one_open"
            ),
            models.CheckConstraint(condition=models.Q(open_count__lte=models.F("size")), name="lookback_count"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(open_count=0), name="lookback_ended_is_done"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-began_at", "-id"], name="lookback_of_unit"),
            models.Index(fields=["lead", "-began_at", "-id"], name="lookback_of_lead"),
            models.Index(fields=["case_id"], name="lookback_of_case"),
        ]

    def __str__(self) -> str:
        return self.title


class ReachedState(models.TextChoices):
    OPEN = "open", _("Not looked at yet")
    REMEDIED = "remedied", _("Put right")
    EXPLAINED = "explained", _("Explained, no harm done")
    NOT_AFFECTED = "not_affected", _("Not affected, says the file")
    DECLINED = "declined", _("The customer wants nothing")
    UNREACHABLE = "unreachable", _("Not reached after three attempts")
    COMPLAINED = "complained", _("Has complained")


class Reached(models.Model):
    """One policy that the cause may have reached. Policy, customer and case are other aggregates."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    lookback = models.ForeignKey(Lookback, on_delete=models.PROTECT, related_name="reached", db_index=False)
    policy_id = models.UUIDField()
    party_id = models.UUIDField()
    state = models.CharField(max_length=12, choices=ReachedState, default=ReachedState.OPEN)
    tried = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    note = EncryptedTextField()
    case_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lookback", "policy_id"], name="reached_once"),
            models.CheckConstraint(
                condition=models.Q(state="open") ^ models.Q(ended_at__isnull=False), name="reached_ended_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["lookback", "state", "id"], name="reached_by_state"),
            models.Index(fields=["party_id"], name="reached_customer"),
        ]
