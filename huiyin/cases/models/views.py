"""How staff look at many cases at once: saved views of the queue, bulk changes with their rows, wide counts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Role, Unit, User
from huiyin.cases.models.case import Case
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class SavedView(models.Model):
    """A way of looking at the queue that somebody keeps: filters, columns, order, groups. With a unit it is shared with
    whoever holds a role there or below (`role`: only that one). What it shows still passes the gate of who looks."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role, blank=True)
    # The tab of the house that it narrows, and the filters as they stand in the address of the queue.
    base = models.CharField(max_length=12)
    filters = models.JSONField(default=dict, blank=True)
    columns = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    order = models.CharField(max_length=12, blank=True)
    group = models.CharField(max_length=12, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_label = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], condition=models.Q(unit=None), name="view_own_name"),
            models.UniqueConstraint(
                fields=["unit", "role", "name"], condition=models.Q(unit__isnull=False), name="view_shared_name"
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) | models.Q(role=""), name="view_role_needs_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ViewPlace(models.Model):
    """Where somebody has put a view: as a tab or only in the list of views, in which place, and what opens first."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="places")
    place = models.PositiveSmallIntegerField(default=0)
    is_tab = models.BooleanField(default=True)
    is_first = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "view"], name="view_place_once"),
            models.UniqueConstraint(fields=["user"], condition=models.Q(is_first=True), name="view_one_first"),
        ]


class BulkKind(models.TextChoices):
    HAND_OVER = "hand_over", _("Hand over")
    CLASSIFY = "classify", _("Classify")
    GRADE = "grade", _("Change the grade")
    TAG = "tag", _("Tag")
    REMIND = "remind", _("Remind")
    NOTE = "note", _("Write a note")


class BulkState(models.TextChoices):
    """`shown`: previewed, nothing done yet."""

    SHOWN = "shown", _("Not done yet")
    RUNNING = "running", _("Being done")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class RowState(models.TextChoices):
    WAITING = "waiting", _("Waits")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    UNDONE = "undone", _("Undone")
    KEPT = "kept", _("Could not be undone")


class BulkRun(models.Model):
    """One change for many cases, as it was shown before it was made. Confirming it twice does it once."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=BulkKind)
    # Ids and codes; what somebody wrote (a note, a reason) lies encrypted beside them.
    arguments = models.JSONField(default=dict, blank=True)
    words = EncryptedTextField()
    state = models.CharField(max_length=8, choices=BulkState, default=BulkState.SHOWN)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    undo_started_at = models.DateTimeField(null=True)
    where = models.CharField(max_length=500, blank=True)  # the list it was chosen in, to go back to

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="shown", started_at=None)
                | (~models.Q(state="shown") & models.Q(started_at__isnull=False)),
                name="bulk_started_has_time",
            ),
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="bulk_of_user")]


class BulkRow(models.Model):
    """One case of a bulk change: what became of it and what it was before, so that it can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=RowState, default=RowState.WAITING)
    message = models.CharField(max_length=600, blank=True)
    before = models.JSONField(default=dict, blank=True)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "place"], name="bulk_row_place"),
            models.UniqueConstraint(fields=["run", "case"], name="bulk_row_once"),
        ]


class Tally(models.Model):
    """Groups counted over a stretch of time too wide for a page: a job goes through it month by month."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    # The address of the queue whose groups these are.
    asked = models.JSONField(default=dict)
    group = models.CharField(max_length=12)
    from_on = models.DateField()
    to_on = models.DateField()
    counted_to = models.DateField(null=True)  # the last day that has been counted
    found = models.JSONField(default=dict, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(from_on__lte=models.F("to_on")), name="tally_order")]
        indexes = [models.Index(fields=["user", "-created_at"], name="tally_of_user")]
