"""Persons and organisations that deal with the insurer."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

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
    name_blind = models.CharField(max_length=20)
    # Fingerprints of neighbouring characters: a part of a name finds it.
    name_pairs = ArrayField(models.CharField(max_length=20), default=list)
    certificate_kind = models.CharField(max_length=20, choices=CertificateKind, blank=True)
    certificate_no = EncryptedTextField()
    certificate_blind = models.CharField(max_length=20, blank=True)
    phone = EncryptedTextField()
    phone_blind = models.CharField(max_length=20, blank=True)
    email = EncryptedTextField()
    email_blind = models.CharField(max_length=20, blank=True)
    address = EncryptedTextField()
    born_on = EncryptedTextField()
    # elderly (60 and over), disabled, minor …: changes handling, never lowers it.
    vulnerabilities = ArrayField(models.CharField(max_length=20), default=list)
    external_ref = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    # When somebody last made sure that the details are right (2.1-3); a record begins unverified.
    verified_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        # Named here and not at the field: that would make a second one of each for LIKE, which nobody asks.
        indexes = [
            GinIndex(fields=["name_pairs"], name="party_name_pairs"),
            models.Index(fields=["name_blind"], name="party_name"),
            models.Index(fields=["certificate_blind"], name="party_certificate"),
            models.Index(fields=["phone_blind"], name="party_phone"),
            models.Index(fields=["email_blind"], name="party_email"),
            models.Index(fields=["external_ref"], name="party_external_ref"),
        ]
