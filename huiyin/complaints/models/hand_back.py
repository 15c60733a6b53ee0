"""Answers given back to the regulator: which file, when, by whom, and what it said of each case (令2020-3 art 33)."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.core.ids import uuid7


class HandBack(models.Model):
    """One file of answers. `since` and `until` are the days of receipt that were asked for."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    since = models.DateField()
    until = models.DateField()
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120)
    rows = models.PositiveIntegerField()


class HandBackRow(models.Model):
    """What a file said of one case: plain facts, nothing personal. The newest of a case is what the regulator has."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    hand_back = models.ForeignKey(HandBack, on_delete=models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handed_back")
    place = models.PositiveIntegerField()
    facts = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hand_back", "case"], name="hand_back_case_once")]
