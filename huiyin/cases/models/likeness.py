"""The fingerprint of the text with which a case came in, by which nearly the same texts are found."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from huiyin.cases.models.case import Case


class Fingerprint(models.Model):
    """One row for each case that was read, also for those without a word in their text (no band): they are not read
    again. Numbers and names cannot be told from it."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="fingerprint")
    bands = ArrayField(models.BigIntegerField(), default=list)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["bands"], name="fingerprint_bands", fastupdate=True)]
