"""Which records are of one and the same person: a judgement with its reasons that can be taken back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.ids import uuid7
from huiyin.customers.models.parties import Party


class Verdict(models.TextChoices):
    SAME = "same", _("The same person")
    DIFFERENT = "different", _("Two different persons")


class Identity(models.Model):
    """Two records judged to be one person, or two. Nothing is copied from one to the other: taken back, both are as
    they were. `party` is the one with the smaller id."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="identities")
    other_id = models.UUIDField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    # What spoke for it when it was judged: 0 to 100, and the codes of the reasons.
    score = models.PositiveSmallIntegerField()
    grounds = ArrayField(models.CharField(max_length=24), default=list)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120)
    undone_at = models.DateTimeField(null=True)
    undone_by_label = models.CharField(max_length=120, blank=True)
    undone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "other_id"], condition=models.Q(undone_at__isnull=True), name="identity_one_open"
            ),
            models.CheckConstraint(condition=models.Q(party__lt=models.F("other_id")), name="identity_order"),
            models.CheckConstraint(condition=models.Q(score__lte=100), name="identity_score"),
        ]
        indexes = [models.Index(fields=["other_id"], name="identity_of_other")]
