"""What belongs to one person at the desk: what they are writing, and which case they have before them. Neither is part
of the case, and neither leaves a trace in the ledger."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import User
from huiyin.cases.models.case import Case
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class Draft(models.Model):
    """A form that somebody is filling in, kept while they type. `place` names the form (`respond`, `note`, the code of
    a step …), `slot` the window it is typed in: two windows never write over each other. `fields` is JSON,
    {name: [values]}, encrypted; only the writer reads it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=80)
    slot = models.CharField(max_length=32)
    fields = EncryptedTextField()
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "case", "place", "slot"], name="draft_once", nulls_distinct=False)
        ]
        indexes = [
            models.Index(fields=["user", "-saved_at", "-id"], name="draft_of_user"),
            models.Index(fields=["saved_at"], name="draft_age"),
        ]


class Doing(models.TextChoices):
    LOOKS = "looks", _("is looking at it")
    WRITES = "writes", _("is writing")


class Presence(models.Model):
    """One window that shows a case. It counts for as long as the window says so again; the table is not logged, so a
    crash of the server empties it, and nobody misses it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    slot = models.CharField(max_length=32)
    doing = models.CharField(max_length=6, choices=Doing)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user", "slot"], name="presence_once")]
        indexes = [models.Index(fields=["seen_at"], name="presence_age")]
