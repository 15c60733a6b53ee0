"""Checklists that gate stages: versions of a list, and what was done of it on a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.case import Case, Kind, State
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class ChecklistVersion(models.Model):
    """One version of a checklist; its words never change. A case has the version that was in force when it came into
    the stage, so a new version never adds work to what is under way.

    `lines`: [{key, zh, en, mandatory, clause}]; a line keeps its key from version to version while its words stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.COMPLAINT)
    stage = models.CharField(max_length=20, choices=State)
    # The class it is for, with everything below; empty: every class.
    class_code = models.CharField(max_length=8, blank=True)
    lines = models.JSONField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    made_by_label = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="checklist_version_once"),
            models.UniqueConstraint(fields=["code"], condition=models.Q(until_at=None), name="checklist_one_in_force"),
            models.CheckConstraint(
                condition=models.Q(until_at=None) | models.Q(until_at__gte=models.F("from_at")), name="checklist_order"
            ),
        ]
        indexes = [models.Index(fields=["stage", "kind", "from_at"], name="checklist_of_stage")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class CheckState(models.TextChoices):
    DONE = "done", _("Done")
    WAIVED = "waived", _("Waived")


class CaseCheck(models.Model):
    """A line that was ticked or waived on a case, in one round of it. Taking the tick off removes the row; the ledger
    tells both."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checks", db_index=False)
    list = models.ForeignKey(ChecklistVersion, on_delete=models.PROTECT, related_name="+")
    list_code = models.CharField(max_length=40)
    line = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=CheckState)
    reason = EncryptedTextField()
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "list_code", "line"], name="case_check_once"),
        ]
