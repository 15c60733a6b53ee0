"""Talks with the machine: every turn with what was said, what was answered and from which versions (4.2-2, 4.2-3)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class Place(models.TextChoices):
    PORTAL = "portal", _("Page of the portal")
    CHAT = "chat", _("Chat")


class Outcome(models.TextChoices):
    """What a talk led to beside answers."""

    NONE = "", _("Answers only")
    PERSON = "person", _("Went to a person")
    COMPLAINT = "complaint", _("Became a complaint")
    CALL_BACK = "call_back", _("A call was booked")


class AssistantTalk(models.Model):
    """One talk. `state` says where it stands (encrypted JSON: it may hold a name and a phone number)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    place = models.CharField(max_length=8, choices=Place)
    language = models.CharField(max_length=12)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    state = EncryptedTextField()
    turns = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default=Outcome.NONE)
    # The chat it happened in, or the case it led to.
    case_id = models.UUIDField(null=True, db_index=True)
    is_satisfied = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-began_at", "-id"], name="assistant_talk_recent")]


class AssistantTurn(models.Model):
    """A line and its answer. `act` and `code` are what the dialogue decided, `versions` the articles and `choices` the
    clauses it answered from; with `question_id` the search can be gone through again."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    talk = models.ForeignKey(AssistantTalk, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    said = EncryptedTextField()
    intent = models.CharField(max_length=12)
    act = models.CharField(max_length=8)
    code = models.CharField(max_length=40, blank=True)
    answer = EncryptedTextField()
    versions = ArrayField(models.UUIDField(), default=list)
    # What it answered from or offered of the terms: `clause:<id>` or `kind:<version>:<kind>`.
    choices = ArrayField(models.CharField(max_length=64), default=list)
    question_id = models.UUIDField(null=True)
    use_id = models.UUIDField(null=True)
    dialogue = models.CharField(max_length=24)
    # Empty: the words are those of the articles; else the model that put them otherwise.
    model = models.CharField(max_length=80, blank=True)
    is_right = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["talk", "number"], name="assistant_turn_number")]
        indexes = [models.Index(fields=["-at", "-id"], name="assistant_turn_recent")]
