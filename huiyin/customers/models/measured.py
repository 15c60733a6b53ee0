"""What is measured of each customer's record, the figures kept of it, and how far the round through all has come."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit
from huiyin.core.ids import uuid7
from huiyin.customers.models.parties import Party


class Principle(models.TextChoices):
    COMPLETE = "complete", _("Completeness")
    CORRECT = "correct", _("Correctness")
    CURRENT = "current", _("Currency of the details")
    SAFE = "safe", _("Safety")


class Measured(models.Model):
    """How a record was found when it was last measured. `unit` has the newest policy, else head office. `faults` as in
    `rules.quality.faults`, `broken` the principles they break."""

    party = models.OneToOneField(Party, primary_key=True, on_delete=models.CASCADE, related_name="measured")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    faults = ArrayField(models.CharField(max_length=32), default=list)
    broken = ArrayField(models.CharField(max_length=10), default=list)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "party"], name=f"measured_{one}", condition=Q(broken__contains=[one]))
            for one in Principle.values
        ]


class QualityFigure(models.Model):
    """How many records of a unit keep a principle and how many break it; of the unit's own, not of those below."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    principle = models.CharField(max_length=10, choices=Principle)
    kept = models.IntegerField(default=0)
    broken = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "principle"], name="quality_figure_once"),
            models.CheckConstraint(condition=Q(kept__gte=0, broken__gte=0), name="quality_never_negative"),
        ]


class MeasureRound(models.Model):
    """How far the round through all records has come; one row, its lock held by whoever measures. `after` is the last
    record done; at the end the round begins anew (`rounds` counts the whole ones)."""

    name = models.CharField(max_length=16, primary_key=True)
    after = models.UUIDField(null=True)
    began_at = models.DateTimeField()
    rounds = models.PositiveIntegerField(default=0)
