"""The house's rules of assignment from draft to force, what is held until somebody takes it, and dry runs."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import pgettext_lazy

from huiyin.accounts.models import Unit, User
from huiyin.cases.models import Case
from huiyin.core.ids import uuid7
from huiyin.handbook.models import Drafted


class Assignment(Drafted):
    """One edition of the rules of assignment, whole and in order. An approved one is in force from its day until the
    next begins; a trigger refuses every change of it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    body = models.JSONField(default=dict)
    effective_from = models.DateField()
    reason = models.CharField(max_length=1000)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "rejected"])
                | models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="assignment_decided_has_time",
            ),
            models.UniqueConstraint(
                fields=["effective_from"], condition=models.Q(state="approved"), name="assignment_once_a_day"
            ),
        ]
        indexes = [models.Index(fields=["-changed_at", "-id"], name="assignment_recent")]

    @property
    def key(self) -> tuple[str, Any]:
        """The aggregate of the ledger."""
        return ("assignment", self.id)


class HeldReason(models.TextChoices):
    POOL = "pool", pgettext_lazy("held", "Taken from the pool")
    RETURN = "return", pgettext_lazy("held", "Waits for somebody to come back")
    FULL = "full", pgettext_lazy("held", "Everybody has as much as they can carry")


class HeldEnding(models.TextChoices):
    TAKEN = "taken", pgettext_lazy("held", "Taken")
    GIVEN = "given", pgettext_lazy("held", "Given by rule")
    KEPT = "kept", pgettext_lazy("held", "Stays with who leads")
    OTHER = "other", pgettext_lazy("held", "Went another way")


class Held(models.Model):
    """A complaint that waits for somebody to take it. It is never without an owner: meanwhile who leads answers for
    it. `until` is clock-safe: then at the latest it is given to somebody."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=8, choices=HeldReason)
    for_user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    skills = ArrayField(models.CharField(max_length=32), default=list)
    qualifications = ArrayField(models.CharField(max_length=32), default=list)
    held_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ending = models.CharField(max_length=8, choices=HeldEnding, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(ended_at__isnull=True), name="held_once"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ending="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ending="")),
                name="held_ending",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "until"], name="held_in_unit", condition=models.Q(ended_at__isnull=True)),
            models.Index(fields=["until"], name="held_until", condition=models.Q(ended_at__isnull=True)),
        ]


class TrialState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("state of a replay", "Waiting")
    RUNNING = "running", pgettext_lazy("state of a replay", "Running")
    DONE = "done", pgettext_lazy("state of a replay", "Finished")
    FAILED = "failed", pgettext_lazy("state of a replay", "Failed")


class AssignmentTrial(models.Model):
    """An edition played over the complaints of a day: nothing is assigned, it only tells who would have got what."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="trials")
    edition = models.CharField(max_length=80)
    body = models.JSONField()
    day = models.DateField()
    state = models.CharField(max_length=8, choices=TrialState, default=TrialState.QUEUED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=dict)
    fault = models.CharField(max_length=500, blank=True)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["assignment", "-created_at"], name="trial_of_assignment")]

    @property
    def is_finished(self) -> bool:
        """Nothing more will come of it."""
        return self.state in (TrialState.DONE, TrialState.FAILED)

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(100, self.done * 100 // self.total) if self.total else 100 if self.is_finished else 0


class AssignmentTrialRow(models.Model):
    """Who got a complaint, who would have got it, and why. `why` is as in the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    trial = models.ForeignKey(AssignmentTrial, on_delete=models.CASCADE, related_name="rows")
    case_id = models.UUIDField()
    was_id = models.UUIDField(null=True)
    would_id = models.UUIDField(null=True)
    differs = models.BooleanField()
    why = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["trial", "id"], name="trial_row_page")]
