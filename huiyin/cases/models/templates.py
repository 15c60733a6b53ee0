"""What staff say again and again: answer templates with versions that never change, and macros that take several steps
at once. Reference data of the house, except for the uses, which belong to their case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit, User
from huiyin.cases.models.case import Case
from huiyin.cases.models.talk import Message, Note
from huiyin.core.ids import uuid7


class Purpose(models.TextChoices):
    """Where a template is written into: only what customers read needs a second person."""

    REPLY = "reply", _("Reply to the complainant")
    NOTE = "note", _("Internal note")


class VersionState(models.TextChoices):
    SUBMITTED = "submitted", _("Waits for a second person")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Template(models.Model):
    """A name, the key it is called by, and for whom: a unit with everything below it, perhaps one class only."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    key = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=8, choices=Purpose)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # A class of the taxonomy or the beginning of its reasons' codes; empty: for every complaint.
    class_code = models.CharField(max_length=8, blank=True)
    # The situation it is meant for (`complaints.rules.scenarios`); empty: none in particular.
    scenario = models.CharField(max_length=24, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """One wording in both languages, in force from a day on. The database refuses to change or delete its words."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text_zh = models.TextField()
    text_en = models.TextField()
    from_on = models.DateField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.SUBMITTED)
    # What the gates of plain language and of citations advised when it was saved: [{language, place, words, problem}].
    advice = models.JSONField(default=list)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_number"),
            models.UniqueConstraint(
                fields=["template"], condition=models.Q(state="submitted"), name="template_version_one_waits"
            ),
            models.CheckConstraint(
                condition=models.Q(state="submitted", decided_at__isnull=True)
                | (~models.Q(state="submitted") & models.Q(decided_at__isnull=False)),
                name="template_version_decided_has_time",
            ),
        ]


class TemplateUse(models.Model):
    """A message or note that was written with a version; `is_changed`: its words are not the template's any more."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="uses")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="template_uses")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="template_uses")
    note = models.ForeignKey(Note, null=True, on_delete=models.CASCADE, related_name="template_uses")
    at = models.DateTimeField()
    by_label = models.CharField(max_length=120)
    is_changed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(message__isnull=True) ^ models.Q(note__isnull=True), name="template_use_of_one_text"
            )
        ]
        indexes = [models.Index(fields=["version", "-at", "-id"], name="template_use_recent")]


class Macro(models.Model):
    """Several steps behind one button, for a unit with everything below it, perhaps one class only."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    class_code = models.CharField(max_length=8, blank=True)
    # [{kind, …}], as `complaints.rules.macros` reads them.
    steps = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="macro_name_once")]

    def __str__(self) -> str:
        return self.name
