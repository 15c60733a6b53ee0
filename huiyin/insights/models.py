"""Figures that are kept true while cases change, so that no page counts a table.

What a case adds to the figures is one row (`Tally`): its marks, each a number that says metric, month and verdict. A
figure is the sum of all marks of its metric, month and unit; when a case changes, the difference is added.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from huiyin.accounts.models import Unit
from huiyin.core.ids import uuid7


class Series(models.Model):
    """One version of one metric, by the number that marks carry. Never changed, never deleted."""

    number = models.PositiveIntegerField(primary_key=True)
    metric = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["metric", "version"], name="series_once")]


class Tally(models.Model):
    """What one case adds to the figures. `amounts` stands beside `marks`: the value of each mark, for means."""

    case_id = models.UUIDField(primary_key=True)
    unit_id = models.UUIDField()
    marks = ArrayField(models.IntegerField(), default=list)
    amounts = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        indexes = [GinIndex(fields=["marks"], name="tally_marks")]


class Figure(models.Model):
    """How often a metric was kept, broken and not yet judged in a month (its first day) and a unit: of the unit's own
    cases only, not those of units below it. `total` adds up the values of what was kept."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kept = models.IntegerField(default=0)
    broken = models.IntegerField(default=0)
    open = models.IntegerField(default=0)
    total = models.BigIntegerField(default=0)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "month", "unit"], name="figure_once"),
            models.CheckConstraint(
                condition=models.Q(kept__gte=0, broken__gte=0, open__gte=0), name="figure_never_negative"
            ),
        ]


class Progress(models.Model):
    """How far the figures are. One row; whoever works on the figures holds its lock.

    Every change of a case written down before `seen_until` is in them, and everything that ripened before `ripe_until`.
    `signature` names the metrics and versions they were made with; while `redo_after` is set, all cases are being
    gone through once more in the order of their ids, and it is the last one done.
    """

    name = models.CharField(max_length=16, primary_key=True)
    seen_until = models.DateTimeField()
    ripe_until = models.DateTimeField()
    signature = models.CharField(max_length=64)
    redo_after = models.UUIDField(null=True)
    computed_at = models.DateTimeField()
