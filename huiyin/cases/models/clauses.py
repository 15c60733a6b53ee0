"""Which clauses of the terms a case is about, each in the version that binds it (6.2)."""

from django.db import models
from django.utils.translation import pgettext_lazy

from huiyin.cases.models.case import Case
from huiyin.catalog.models import Clause
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class ClauseRole(models.TextChoices):
    """What a clause is to a case."""

    DISPUTED = "disputed", pgettext_lazy("clause", "What the customer disputes")
    RESTS_ON = "rests_on", pgettext_lazy("clause", "What our answer rests on")


class CitedClause(models.Model):
    """A clause that a case names. Taken off it keeps who did so; another citation of it is another row."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clauses", db_index=False)
    # A version of terms that was approved: it never changes.
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=8, choices=ClauseRole)
    # The customer's words about it.
    words = EncryptedTextField(default="")
    # The day on which the case came in, so that what a year complained of is read by an index.
    received_on = models.DateField()
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120)
    removed_at = models.DateTimeField(null=True)
    removed_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "clause", "role"], condition=models.Q(removed_at=None), name="cited_clause_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["clause", "-received_on", "case"],
                name="cited_clause_disputed",
                condition=models.Q(role="disputed", removed_at=None),
            ),
            models.Index(
                fields=["received_on", "clause"],
                name="cited_clause_of_year",
                condition=models.Q(role="disputed", removed_at=None),
            ),
        ]
