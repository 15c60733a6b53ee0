"""Mail that comes in: where it is fetched, each message as it came, and how many came on each day (3.1-1)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class Security(models.TextChoices):
    TLS = "tls", _("TLS from the first byte (port 993)")
    STARTTLS = "starttls", _("STARTTLS (port 143)")
    NONE = "none", _("None (only on this machine)")


class Mailbox(models.Model):
    """A folder of an IMAP server that is read by the clock, or (without a host) the door for mail files."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=80)
    # The address that people write to; a mail from it is one of our own.
    address = models.CharField(max_length=200, blank=True)
    host = models.CharField(max_length=200, blank=True)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, choices=Security, default=Security.TLS)
    login = EncryptedTextField()
    password = EncryptedTextField()
    folder = models.CharField(max_length=200, default="INBOX")
    # Where its new matters belong; none: consumer protection at head office.
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    # How far it was read: numbers of the server count only within one `uid_validity`.
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    # Numbers that the server named and then did not give: asked for again every time.
    missed = ArrayField(models.BigIntegerField(), default=list, blank=True)
    next_try_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host", "port", "folder", "name"],
                condition=models.Q(removed_at__isnull=True),
                name="mailbox_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class MailState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be sorted")
    CASE = "case", _("Became a matter of its own")
    FOLLOW_UP = "follow_up", _("Joined a matter")
    QUARANTINED = "quarantined", _("In quarantine")
    REJECTED = "rejected", _("Rejected")


class RawMessage(models.Model):
    """One mail as it came: its bytes lie encrypted under their SHA-256 (`core.blobs`), hashed before anything reads
    them. What became of it is one state; nothing is ever deleted by sorting."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="+")
    # What the door calls it: uid validity and number at the server, or the hash of a file. Fetching twice finds it.
    key = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    # When the server took it: starts every limit.
    received_at = models.DateTimeField()
    fetched_at = models.DateTimeField()
    day = models.DateField()
    state = models.CharField(max_length=12, choices=MailState, default=MailState.WAITING)
    reason = models.CharField(max_length=40, blank=True)
    # Who let it go or turned it down by hand, and why.
    note = models.CharField(max_length=300, blank=True)
    by_label = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    # The matter it belongs to (a case is another aggregate), and the message it became there.
    case_id = models.UUIDField(null=True, db_index=True)
    message_id = models.UUIDField(null=True)
    # For the list of what is withheld, and to notice floods and copies.
    sender = EncryptedTextField()
    subject = EncryptedTextField()
    sender_blind = models.CharField(max_length=20, blank=True)
    content_key = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "key"], name="raw_message_once"),
            models.CheckConstraint(
                condition=models.Q(state="waiting") ^ models.Q(settled_at__isnull=False), name="raw_settled_has_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["case", "follow_up"]) | models.Q(case_id__isnull=False),
                name="raw_joined_has_case",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="raw_due", condition=models.Q(state="waiting")),
            models.Index(fields=["-received_at", "-id"], name="raw_withheld", condition=models.Q(state="quarantined")),
            models.Index(fields=["-received_at", "-id"], name="raw_newest"),
            models.Index(fields=["day", "mailbox", "state"], name="raw_of_day"),
            models.Index(
                fields=["sender_blind", "fetched_at"], name="raw_of_sender", condition=~models.Q(sender_blind="")
            ),
            models.Index(fields=["content_key"], name="raw_copies", condition=~models.Q(content_key="")),
        ]


class MailDay(models.Model):
    """How many mails the door let in on a day, counted when they came and by nothing else: the other side of the
    ledger of mail."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    fetched = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "mailbox"], name="mail_day_once")]
        indexes = [models.Index(fields=["mailbox"], name="mail_day_of_mailbox")]
