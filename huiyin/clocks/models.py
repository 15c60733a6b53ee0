"""Clocks, their events and alarms; tasks and promises. For any owner (kind, id): they belong to its aggregate."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit, User
from huiyin.core.ids import uuid7


class ClockState(models.TextChoices):
    """`late`: the limit was broken before the clock stopped; `lapsed`: a limit of the complainant's ran out."""

    RUNNING = "running", _("Running")
    MET = "met", _("Kept")
    LATE = "late", _("Kept late")
    LAPSED = "lapsed", _("Run out")
    CANCELLED = "cancelled", _("Cancelled")


class Clock(models.Model):
    """One limit of one owner. `due_at` is computed from started_at, the events, the rule version, the calendar version
    and the facts, and can be computed again at any time; None while paused. `warned` counts the alarms that fired."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    owner_kind = models.CharField(max_length=16)
    owner_id = models.UUIDField()
    rule_code = models.CharField(max_length=48)
    pack = models.CharField(max_length=48)
    rule_version = models.CharField(max_length=160)
    calendar_version = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    step = models.PositiveSmallIntegerField(default=0)
    paused = models.BooleanField(default=False)
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=ClockState, default=ClockState.RUNNING)
    met_at = models.DateTimeField(null=True)
    next_alarm_at = models.DateTimeField(null=True)
    warned = models.PositiveSmallIntegerField(default=0)
    breached_at = models.DateTimeField(null=True)
    breach_kind = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_id", "rule_code"],
                condition=models.Q(state="running"),
                name="clock_one_running_per_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(paused=True, due_at__isnull=True) | models.Q(paused=False, due_at__isnull=False),
                name="clock_due_unless_paused",
            ),
            models.CheckConstraint(
                condition=models.Q(state="running", met_at__isnull=True)
                | (~models.Q(state="running") & models.Q(met_at__isnull=False, next_alarm_at__isnull=True)),
                name="clock_ended_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(met_at__isnull=True) | models.Q(met_at__gte=models.F("started_at")),
                name="clock_ends_after_start",
            ),
            models.CheckConstraint(condition=models.Q(breach_kind__in=["law", "house"]), name="clock_breach_kind"),
        ]
        indexes = [
            models.Index(
                fields=["next_alarm_at"],
                name="clock_alarm",
                condition=models.Q(state="running", next_alarm_at__isnull=False),
            ),
            models.Index(fields=["owner_kind", "owner_id"], name="clock_owner"),
            models.Index(
                fields=["calendar_version"],
                name="clock_provisional",
                condition=models.Q(state="running", provisional=True),
            ),
        ]

    #: What the last action did to this clock, for the ledger entry of the caller; not stored.
    change: Mapping[str, Any] = MappingProxyType({})

    def __str__(self) -> str:
        return f"{self.rule_code} {self.owner_kind} {self.owner_id}"

    @property
    def owner(self) -> tuple[str, UUID]:
        """The aggregate the clock belongs to."""
        return self.owner_kind, self.owner_id


class ClockEvent(models.Model):
    """What happened to a clock. Append-only: a trigger refuses every update."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="events")
    owner_id = models.UUIDField()
    kind = models.CharField(max_length=8)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ref = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    proof = models.CharField(max_length=64, blank=True)
    by_label = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["extend", "pause", "resume", "restart", "agree"]), name="clock_event_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="agree", until__isnull=False)
                | (~models.Q(kind="agree") & models.Q(until=None)),
                name="clock_event_until",
            ),
        ]
        indexes = [models.Index(fields=["clock", "at", "id"], name="clock_event_order")]


class Alarm(models.Model):
    """A point of the escalation ladder that was reached for one due time: warned, broken, told to a higher role.

    `carried_at` is set by the owner's context once it has taken the alarm to its own rows; `seen_at` by a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="alarms")
    owner_kind = models.CharField(max_length=16)
    owner_id = models.UUIDField()
    place = models.PositiveSmallIntegerField()
    is_breach = models.BooleanField()
    tell = models.CharField(max_length=16)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    fired_at = models.DateTimeField()
    carried_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "due_at", "place"], name="alarm_once"),
            models.CheckConstraint(
                condition=models.Q(seen_at__isnull=True) | models.Q(seen_at__gte=models.F("fired_at")),
                name="alarm_seen_after_fired",
            ),
        ]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id"], name="alarm_owner"),
            models.Index(fields=["owner_kind", "id"], name="alarm_to_carry", condition=models.Q(carried_at=None)),
            # The newest that nobody has seen, of each rung of the ladder: read in order, never sorted.
            models.Index(
                fields=["tell", "-fired_at", "-id"], name="alarm_unseen_tell", condition=models.Q(seen_at=None)
            ),
        ]


class TaskKind(models.TextChoices):
    EXECUTION = "execution", _("Carrying out the plan")
    PAYMENT = "payment", _("Payment")
    SERVICE = "service", _("Improvement of service")
    PROCESS = "process", _("Change of a process")
    NOTICE = "notice", _("Telling somebody by another way")
    PROMISE = "promise", _("Promise to the customer")
    OTHER = "other", _("Task")


class TaskState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class Task(models.Model):
    """Something a named person or unit has to do for an owner, with a time and, when done, its proof (3.3-3, 3.4-1)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    owner_kind = models.CharField(max_length=16)
    owner_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=TaskKind, default=TaskKind.OTHER)
    title = models.CharField(max_length=200)
    assignee = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=TaskState, default=TaskState.OPEN)
    ref_id = models.UUIDField(null=True)
    proof_evidence_id = models.UUIDField(null=True)
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(assignee__isnull=False) | models.Q(unit__isnull=False), name="task_has_somebody"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at__isnull=True)
                | (~models.Q(state="open") & models.Q(ended_at__isnull=False)),
                name="task_ended_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id"], name="task_owner"),
            models.Index(fields=["assignee", "due_at"], name="task_mine", condition=models.Q(state="open")),
            models.Index(fields=["unit", "due_at"], name="task_unit", condition=models.Q(state="open")),
            models.Index(fields=["due_at"], name="task_due", condition=models.Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, at: datetime) -> bool:
        """Whether it is still open after its time."""
        return self.state == TaskState.OPEN and self.due_at is not None and self.due_at < at


class PromiseState(models.TextChoices):
    OPEN = "open", _("Open")
    KEPT = "kept", _("Kept")
    RELEASED = "released", _("Released by the customer")
    MOVED = "moved", _("Another date agreed with the customer")


class Promise(models.Model):
    """What the house promised a customer: words, by when, who answers for it, where it was said, how it ended.

    Neither the words nor the time ever change (a trigger refuses it, and deletion too): another date is another row,
    which `follows` this one and holds the customer's agreement. `broken_at` is when the time passed and it was open.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    owner_kind = models.CharField(max_length=16)
    owner_id = models.UUIDField()
    text = models.CharField(max_length=300)
    person_id = models.UUIDField(null=True)
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)
    source = models.CharField(max_length=8)
    source_id = models.UUIDField(null=True)
    task_id = models.UUIDField(null=True)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    agreement = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=PromiseState, default=PromiseState.OPEN)
    ended_at = models.DateTimeField(null=True)
    ended_by_label = models.CharField(max_length=120, blank=True)
    proof_evidence_id = models.UUIDField(null=True)
    note = models.CharField(max_length=300, blank=True)
    carried_reason = models.CharField(max_length=300, blank=True)
    warned_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source__in=["message", "call", "plan", "letter", "other"]), name="promise_source"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at=None) | (~models.Q(state="open") & ~models.Q(ended_at=None)),
                name="promise_ended_has_time",
            ),
            models.CheckConstraint(condition=models.Q(due_at__gt=models.F("made_at")), name="promise_due_after_made"),
        ]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id"], name="promise_owner"),
            models.Index(fields=["responsible", "due_at"], name="promise_mine", condition=models.Q(state="open")),
            models.Index(fields=["due_at"], name="promise_due", condition=models.Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.text
