"""Insurance contracts, as the core system knows them."""

from django.db import models

from huiyin.accounts.models import Unit
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7
from huiyin.customers.models.parties import Party


class Policy(models.Model):
    """An insurance contract as the core system knows it. `holder` is the applicant 投保人."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.CharField(max_length=40, unique=True)
    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="policies")
    insured_name = EncryptedTextField()
    product_code = models.CharField(max_length=20)
    product_name = models.CharField(max_length=80)
    line = models.CharField(max_length=20)
    sales_channel = models.CharField(max_length=20, blank=True)
    seller_no = models.CharField(max_length=20, blank=True)
    seller_name = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    hesitation_ends_on = models.DateField(null=True)
    premium = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    status = models.CharField(max_length=16, default="in_force")

    class Meta:
        indexes = [
            models.Index(fields=["holder", "-starts_on"], name="policy_of_holder"),
            models.Index(fields=["seller_no"], name="policy_of_seller"),
            models.Index(fields=["product_code", "signed_on"], name="policy_of_product"),
        ]


class PolicyTally(models.Model):
    """How many policies of a product that were signed on a day were in force at some time in the year before they were
    counted. Counted every night, so that no page counts policies."""

    # Product and day: `HE01 2025-06-01`.
    key = models.CharField(max_length=32, primary_key=True)
    product_code = models.CharField(max_length=20)
    signed_on = models.DateField()
    policies = models.PositiveIntegerField()
    counted_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product_code", "signed_on"], name="policy_tally_once")]
