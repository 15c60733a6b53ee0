"""What the search box reads besides the search document of a case: the files, and what somebody looked for before."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from huiyin.accounts.models import User
from huiyin.cases.models.case import Case
from huiyin.cases.models.evidence import Evidence
from huiyin.core.fields import EncryptedTextField, TokensField
from huiyin.core.ids import uuid7


class Readable(models.TextChoices):
    """What came of reading a file."""

    WAITING = "waiting"
    READ = "read"
    NO_TEXT = "no_text"  # a picture, a recording, a scan, a locked or damaged file: found by its name only


class FileText(models.Model):
    """The name and text of an evidence file, to be found by. Files are encrypted, so is the text; the vector holds
    keyed fingerprints of words and pairs, never the words."""

    evidence = models.OneToOneField(Evidence, primary_key=True, on_delete=models.CASCADE, related_name="found_by")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="file_texts")
    # A copy of the case's, so that a page of hits is read in order.
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=Readable, default=Readable.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=20, blank=True)
    text = EncryptedTextField()
    vector = TokensField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            GinIndex(fields=["vector"], name="file_text_vector", fastupdate=True),
            models.Index(fields=["-received_at", "-case"], name="file_text_recent"),
        ]


class RecentSearch(models.Model):
    """What somebody looked for lately, for themselves only. Encrypted: people type names and numbers."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField()
    text_blind = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "text_blind"], name="recent_search_once")]
        indexes = [models.Index(fields=["user", "-at"], name="recent_search_of_user")]
