"""The least that intake needs of customers and policies."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class PartyKind(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class CertificateKind(models.TextChoices):
    ID_CARD = "id_card", _("Resident identity card")
    PASSPORT = "passport", _("Passport")
    HK_MACAO = "hk_macao", _("Hong Kong and Macao permit")
    TAIWAN = "taiwan", _("Taiwan permit")
    FOREIGN_RESIDENT = "foreign_resident", _("Foreign permanent resident card")
    CREDIT_CODE = "credit_code", _("Unified social credit code")
    OTHER = "other", _("Other certificate")


class Party(models.Model):
    """A person or organisation that deals with the insurer. Personal fields are encrypted and found by blind index."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=16, choices=PartyKind, default=PartyKind.PERSON)
    name = EncryptedTextField()
    name_blind = models.CharField(max_length=20, db_index=True)
    # Fingerprints of neighbouring characters: a part of a name finds it.
    name_pairs = ArrayField(models.CharField(max_length=20), default=list)
    certificate_kind = models.CharField(max_length=20, choices=CertificateKind, blank=True)
    certificate_no = EncryptedTextField()
    certificate_blind = models.CharField(max_length=20, blank=True, db_index=True)
    phone = EncryptedTextField()
    phone_blind = models.CharField(max_length=20, blank=True, db_index=True)
    email = EncryptedTextField()
    email_blind = models.CharField(max_length=20, blank=True, db_index=True)
    address = EncryptedTextField()
    born_on = EncryptedTextField()
    # elderly (60 and over), disabled, minor …: changes handling, never lowers it.
    vulnerabilities = ArrayField(models.CharField(max_length=20), default=list)
    external_ref = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["name_pairs"], name="party_name_pairs")]


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
        ]
