"""Calls that we owe: missed ones, and those that somebody asked for (2.2-3)."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit, User
from huiyin.channels.models.calls import Call
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class BackReason(models.TextChoices):
    MISSED = "missed", _("Missed call")
    ASKED = "asked", _("Asked for")


class BackState(models.TextChoices):
    OPEN = "open", _("Still to be called")
    DONE = "done", _("Called back")
    UNREACHED = "unreached", _("Not reached after three attempts")
    NOT_NEEDED = "not_needed", _("No longer needed")


class CallBack(models.Model):
    """One call that is owed to one number. Calls that are missed again from the same number join the open one."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="backs")
    number = EncryptedTextField()
    number_blind = models.CharField(max_length=20)
    reason = models.CharField(max_length=8, choices=BackReason)
    # What it is about, as the caller said.
    about = EncryptedTextField()
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    calls = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # The version of the rule behind the time; empty where the caller agreed to it.
    rule = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=12, choices=BackState, default=BackState.OPEN)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_label = models.CharField(max_length=120, blank=True)
    note = EncryptedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number_blind"], condition=models.Q(state="open"), name="call_back_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open") ^ models.Q(ended_at__isnull=False), name="call_back_ended_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="call_back_due", condition=models.Q(state="open")),
            models.Index(fields=["owner", "due_at", "id"], name="call_back_mine", condition=models.Q(state="open")),
            models.Index(fields=["unit", "due_at", "id"], name="call_back_unit", condition=models.Q(state="open")),
            models.Index(fields=["unit", "ended_at"], name="call_back_ended"),
        ]

    def is_late(self, at: datetime) -> bool:
        """Is it still open after its time?"""
        return self.state == BackState.OPEN and self.due_at < at
