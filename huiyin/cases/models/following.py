"""Who is drawn into a case by its notes, who follows it, and messages that were filed in the wrong place."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from huiyin.accounts.models import User
from huiyin.cases.models.case import Case
from huiyin.cases.models.talk import Note
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class Mention(models.Model):
    """Somebody named in a note with @: they could see the case when it was written."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="mention_once")]
        indexes = [models.Index(fields=["user", "-at", "-id"], name="mention_of_user")]


class Watch(models.Model):
    """Somebody who wants to hear what becomes of a case. It opens nothing: who may not see the case hears nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="watches")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="watch_once")]
        indexes = [models.Index(fields=["user", "-at", "-id"], name="watch_of_user")]


class MessageMove(models.Model):
    """A message taken from one case into another, and perhaps back again. The other case and the message are named by
    their ids without a constraint: they belong to another aggregate."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    into_case_id = models.UUIDField(db_index=True)
    message_id = models.UUIDField(db_index=True)
    is_split = models.BooleanField(default=False)
    reason = EncryptedTextField()
    # Its files here and the items they became there; which of those here the complainant could see before.
    files_here = ArrayField(models.UUIDField(), default=list)
    files_there = ArrayField(models.UUIDField(), default=list)
    files_shown = ArrayField(models.UUIDField(), default=list)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120)
    undone_at = models.DateTimeField(null=True)
    undone_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message_id"], condition=models.Q(undone_at__isnull=True), name="message_move_one_open"
            ),
            models.CheckConstraint(condition=~models.Q(case=models.F("into_case_id")), name="message_move_of_two"),
        ]
