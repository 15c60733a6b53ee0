"""What the house makes of the rules: drafts, versions published from them, replays, calendars, packs of units.

The packs of the files stay what they are; a published version lies over them (`queries.published`).
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.accounts.models import Unit, User
from huiyin.core.ids import uuid7

OPEN = ("draft", "submitted")


class DraftState(models.TextChoices):
    """The way of a draft. Only an approved one is law; nothing approved is ever edited."""

    DRAFT = "draft", pgettext_lazy("state of a rule", "Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", pgettext_lazy("state of a rule", "Published")
    REJECTED = "rejected", pgettext_lazy("state of a rule", "Sent back")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a rule", "Given up")


class Drafted(models.Model):
    """What one person drafts and a second one puts into force. `version` counts the edits; `editors` are all whose hand
    is in it, and none of them decides on it."""

    state = models.CharField(max_length=12, choices=DraftState, default=DraftState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    editors = ArrayField(models.UUIDField(), default=list)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=1000, blank=True)

    class Meta:
        abstract = True


class RuleDraft(Drafted):
    """A version of a rule in the making. `body` is a rule as in a pack's file, without its dates; `version` counts the
    edits, so that two editors notice each other; `editors` are all whose hand is in it: none of them may approve it.
    `ends`: no new text, the rule ends; `effective_from` is then the first day it is no longer in force."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=48)
    pack = models.CharField(max_length=48)
    based_on = models.CharField(max_length=160)
    ends = models.BooleanField(default=False)
    body = models.JSONField(default=dict)
    effective_from = models.DateField()
    reason = models.CharField(max_length=1000)
    examples = models.JSONField(default=list)
    # What the examples said, and of which body and calendar: {"ground": …, "differing": n}.
    checked = models.JSONField(default=dict)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["approved", "rejected"], decided_at__isnull=False)
                | ~models.Q(state__in=["approved", "rejected"]),
                name="rule_draft_decided_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="rule_draft_recent"),
            models.Index(fields=["code", "-changed_at"], name="rule_draft_of_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.pack}/{self.code} {self.effective_from}"

    @property
    def key(self) -> tuple[str, Any]:
        """The aggregate of the ledger."""
        return ("rule", self.id)


class RuleVersion(models.Model):
    """A published version. A trigger refuses every change: it is only ever followed by a later one."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=48)
    pack = models.CharField(max_length=48)
    version = models.CharField(max_length=160, unique=True)
    ends = models.BooleanField(default=False)
    body = models.JSONField(default=dict)
    effective_from = models.DateField()
    published_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    draft = models.OneToOneField(RuleDraft, on_delete=models.PROTECT, related_name="published")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "code", "effective_from"], name="rule_version_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.version


class ReplayState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("state of a replay", "Waiting")
    RUNNING = "running", pgettext_lazy("state of a replay", "Running")
    DONE = "done", pgettext_lazy("state of a replay", "Finished")
    CANCELLED = "cancelled", pgettext_lazy("state of a replay", "Cancelled")
    FAILED = "failed", pgettext_lazy("state of a replay", "Failed")


class Replay(models.Model):
    """A draft played over the history. `ground` names what was compared: the draft's body, the versions and the
    calendar it was held against; the replay is stale when one of them has changed. `phase` and `cursor` say where to
    go on after a worker died."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    draft = models.ForeignKey(RuleDraft, on_delete=models.CASCADE, related_name="replays")
    ground = models.CharField(max_length=64)
    body = models.JSONField()
    since = models.DateTimeField()
    open_only = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=ReplayState, default=ReplayState.QUEUED)
    phase = models.CharField(max_length=8, default="clocks")
    cursor = models.UUIDField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=dict)
    fault = models.CharField(max_length=500, blank=True)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft"],
                condition=models.Q(state__in=["queued", "running"]),
                name="replay_one_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["draft", "-created_at"], name="replay_of_draft"),
            models.Index(
                fields=["beat_at"], name="replay_unfinished", condition=models.Q(state__in=["queued", "running"])
            ),
        ]

    @property
    def is_finished(self) -> bool:
        """Nothing more will come of it."""
        return self.state not in (ReplayState.QUEUED, ReplayState.RUNNING)

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(100, self.done * 100 // self.total) if self.total else 100 if self.is_finished else 0


class Change(models.TextChoices):
    """What becomes of a limit under the draft."""

    EARLIER = "earlier", _("Ends earlier")
    LATER = "later", _("Ends later")
    NEW = "new", _("New limit")
    GONE = "gone", _("No limit any more")


class ReplayRow(models.Model):
    """One limit that would be another under the draft. `clock_id` is empty for a case that had no clock of the rule;
    a verdict is null where nobody can judge (still open, or no record of what stops the limit)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="rows")
    case_id = models.UUIDField()
    clock_id = models.UUIDField(null=True)
    unit_id = models.UUIDField()
    change = models.CharField(max_length=8, choices=Change)
    started_at = models.DateTimeField()
    old_due_at = models.DateTimeField(null=True)
    new_due_at = models.DateTimeField(null=True)
    old_broken = models.BooleanField(null=True)
    new_broken = models.BooleanField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["replay", "id"], name="replay_row_page"),
            models.Index(
                fields=["replay", "id"],
                name="replay_row_broken",
                condition=models.Q(new_broken=True) & ~models.Q(old_broken=True),
            ),
            models.Index(
                fields=["replay", "id"],
                name="replay_row_kept",
                condition=models.Q(old_broken=True) & ~models.Q(new_broken=True),
            ),
        ]


class CalendarVersion(Drafted):
    """A year's official notice of days off and make-up days, from draft to publication. `days` are the notice's rows
    (date, name, off); `merged` and `calendar_version` are the whole calendar that came of it when it was approved;
    from then on a trigger refuses every change."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=16, default="cn")
    year = models.PositiveSmallIntegerField()
    notice = models.CharField(max_length=500)
    days = models.JSONField(default=list)
    based_on = models.CharField(max_length=64)
    calendar_version = models.CharField(max_length=64, blank=True)
    merged = models.JSONField(default=list)
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="approved")
                | (models.Q(decided_at__isnull=False) & ~models.Q(calendar_version="")),
                name="calendar_published_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["-changed_at", "-id"], name="calendar_recent")]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"

    @property
    def key(self) -> tuple[str, Any]:
        """The aggregate of the ledger."""
        return ("calendar", self.id)


class UnitPack(models.Model):
    """A pack that a unit runs under, and with it every unit below that has none of its own; both days included."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=48)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "pack", "since"], name="unit_pack_once"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="unit_pack_in_order",
            ),
        ]
        indexes = [models.Index(fields=["unit", "since"], name="unit_pack_of")]
