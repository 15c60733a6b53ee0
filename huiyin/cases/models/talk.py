"""What is said. Public messages and internal notes are different tables, so that a note cannot be sent by a flag."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.case import Case, Channel
from huiyin.core.ids import uuid7


class Direction(models.TextChoices):
    IN = "in", _("From the customer")
    OUT = "out", _("To the customer")


class Message(models.Model):
    """What the customer said or was told. Plain text, so that it can be searched; masked on screen."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=3, choices=Direction)
    channel = models.CharField(max_length=16, choices=Channel)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    author_id = models.UUIDField(null=True)
    author_label = models.CharField(max_length=120, blank=True)
    outgoing_id = models.UUIDField(null=True)
    evidence_ids = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "at", "id"], name="message_of_case"),
            models.Index(
                fields=["author_id", "at"],
                name="message_of_author",
                condition=models.Q(direction="out", author_id__isnull=False),
            ),
        ]


class Note(models.Model):
    """What staff tell each other. Never leaves the house."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    at = models.DateTimeField()
    author_id = models.UUIDField(null=True)
    author_label = models.CharField(max_length=120)
    evidence_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    # A note that was written to many cases by mistake is taken back: no longer shown, still on record.
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "at", "id"], name="note_of_case")]
