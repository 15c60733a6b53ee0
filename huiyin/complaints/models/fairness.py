"""How a complaint that was told ended, with the groups by which treatment is compared. Derived; kept by a sweep."""

from django.db import models

from huiyin.accounts.models import Unit
from huiyin.cases.models import Case


class ToldOutcome(models.Model):
    """One row for each complaint whose decision was told. Of the complainant only the group of age is kept, as of the
    day of receipt; nobody is listed by it, groups are counted."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="told_outcome")
    told_at = models.DateTimeField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=16)
    age = models.CharField(max_length=8, blank=True)
    verdict = models.CharField(max_length=12)
    # Compensation in whole percent of the sum claimed; null when none was claimed.
    share = models.PositiveIntegerField(null=True)
    days = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["told_at"], name="told_outcome_at")]
