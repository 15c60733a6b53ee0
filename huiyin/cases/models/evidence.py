"""The evidence register: every file of a case with hash, source, time and custody; the original is never altered
(3.2-4).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.case import Case
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class EvidenceKind(models.TextChoices):
    ATTACHMENT = "attachment", _("Attachment")
    CONTRACT = "contract", _("Contract or application form")
    CLAIM_PAPER = "claim_paper", _("Claim paper")
    CONTACT_RECORD = "contact_record", _("Record of a contact")
    RECORDING = "recording", _("Recording")
    PHOTO = "photo", _("Photo")
    STATEMENT = "statement", _("Statement")
    SYSTEM_RECORD = "system_record", _("System record")
    THIRD_PARTY = "third_party", _("Third-party paper")
    AUTHORITY = "authority", _("Proof of authority")
    PROOF = "proof", _("Proof of sending, payment or action")
    LETTER = "letter", _("Letter")
    OTHER = "other", _("Other")


class EvidenceSource(models.TextChoices):
    """The three source kinds of an investigation (3.2-3)."""

    CUSTOMER = "customer_contact", _("Contact with the customer")
    INTERNAL = "internal_system", _("Internal systems")
    THIRD_PARTY = "third_party", _("Third parties")


class Scan(models.TextChoices):
    """How a file stands with the virus scanner. Only what is held or quarantined is given to nobody."""

    NONE = "", _("not scanned")
    HELD = "held", _("is being checked")
    CLEAN = "clean", _("nothing found")
    QUARANTINED = "quarantined", _("in quarantine")
    RELEASED = "released", _("released by hand")


class Evidence(models.Model):
    """One item. The bytes lie encrypted under their SHA-256 (`core.blobs`); what was taken in is never changed, only
    who may see it and how it stands with the scanner.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=EvidenceKind)
    source = models.CharField(max_length=20, choices=EvidenceSource)
    title = EncryptedTextField()
    file_name = EncryptedTextField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    # Found by its content: the same paper in another case, and which files nobody refers to.
    sha256 = models.CharField(max_length=64, db_index=True)
    captured_at = models.DateTimeField()
    added_at = models.DateTimeField()
    added_by_id = models.UUIDField(null=True)
    added_by_label = models.CharField(max_length=120)
    # May the complainant see it on the portal (their own material and letters sent to them)?
    is_public = models.BooleanField(default=False)
    # Papers of our own, and whatever came while no scanner was set, were never scanned.
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.NONE, db_default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="evidence_number"),
            models.CheckConstraint(condition=models.Q(size__gte=1), name="evidence_not_empty"),
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(scan="held"), name="evidence_held")]


class Custody(models.Model):
    """Who held, read, copied or handed over an item, in order."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="custody")
    case_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)


class QuarantineCause(models.TextChoices):
    MALWARE = "malware", _("The scanner found something harmful")
    TOO_BIG = "too_big", _("The file is too large for the scanner")
    NOT_SCANNED = "not_scanned", _("The scanner has not seen the file")


class Quarantine(models.Model):
    """A file that was withheld: why, and who let it go with which reason (none: it still is)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    evidence = models.OneToOneField(Evidence, on_delete=models.CASCADE, related_name="quarantine")
    cause = models.CharField(max_length=12, choices=QuarantineCause)
    # What the scanner calls it, and which scanner with which signatures said so.
    signature = models.CharField(max_length=200, blank=True)
    scanner = models.CharField(max_length=120, blank=True)
    found_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by_label = models.CharField(max_length=120, blank=True)
    reason = EncryptedTextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["-found_at", "-id"], name="quarantine_newest")]
