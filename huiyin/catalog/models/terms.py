"""Terms: the versions of a product's clauses."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import pgettext_lazy

from huiyin.accounts.models import User
from huiyin.catalog.models.products import Product
from huiyin.core.fields import TokensField
from huiyin.core.ids import uuid7


class TermsState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("terms", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("terms", "Waits for a second person")
    APPROVED = "approved", pgettext_lazy("terms", "Approved")
    DISCARDED = "discarded", pgettext_lazy("terms", "Given up")


class ClauseKind(models.TextChoices):
    """The six items that terms contain (6.2-1)."""

    COVER = "cover", pgettext_lazy("terms", "What is covered")
    EXCLUSION = "exclusion", pgettext_lazy("terms", "What is not covered")
    PERIOD = "period", pgettext_lazy("terms", "Period and payment")
    BENEFIT = "benefit", pgettext_lazy("terms", "How benefits are paid")
    DISPUTE = "dispute", pgettext_lazy("terms", "Disputes")
    OTHER = "other", pgettext_lazy("terms", "Other clauses")


class Terms(models.Model):
    """A version of the terms of a product. Once approved neither it nor its clauses change, but for `to_on`, the day
    before the following version begins."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=TermsState, default=TermsState.DRAFT)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    # The file it was taken from and its SHA-256; empty when it was typed in.
    source_name = models.CharField(max_length=200, blank=True)
    source_hash = models.CharField(max_length=64, blank=True)
    # SHA-256 of the clauses (`rules.terms.digest`), set with the approval.
    digest = models.CharField(max_length=64, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="terms_number"),
            models.UniqueConstraint(
                fields=["product"], condition=models.Q(state__in=("draft", "submitted")), name="terms_one_open"
            ),
            models.UniqueConstraint(
                fields=["product", "from_on"], condition=models.Q(state="approved"), name="terms_from"
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")), name="terms_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | ~models.Q(decided_by=models.F("written_by")),
                name="terms_second_person",
            ),
        ]


class Clause(models.Model):
    """A clause of a version. `because` is the word its kind was guessed by; `guessed` until a person has said so."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    terms = models.ForeignKey(Terms, on_delete=models.CASCADE, related_name="clauses")
    place = models.PositiveIntegerField()
    path = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=ClauseKind)
    guessed = models.BooleanField(default=False)
    because = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)
    vector = TokensField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["terms", "place"], name="clause_place"),
            models.UniqueConstraint(fields=["terms", "path"], name="clause_path"),
        ]
        indexes = [GinIndex(fields=["vector"], name="clause_words")]
