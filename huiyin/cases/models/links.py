"""What one case has to do with another: typed links, read from both ends."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.case import Case
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class LinkKind(models.TextChoices):
    """Said from the side of the case that holds the link."""

    SAME_EVENT = "same_event", _("Same event")
    FOLLOW_UP = "follow_up", _("Follows up")
    DUPLICATE = "duplicate", _("Possibly the same matter")
    CAUSED_BY = "caused_by", _("Caused by")
    CHILD_OF = "child_of", _("Part of")


class CaseLink(models.Model):
    """One link from a case to another. Taken off it keeps who did so, and can be set again."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=12, choices=LinkKind)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links", db_index=False)
    # Another aggregate: an indexed id that the actions keep true.
    other = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="linked", db_constraint=False, db_index=False
    )
    reason = EncryptedTextField()
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120)
    removed_at = models.DateTimeField(null=True)
    removed_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "other", "kind"], condition=models.Q(removed_at=None), name="case_link_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(kind="child_of", removed_at=None), name="case_link_one_parent"
            ),
            models.CheckConstraint(condition=~models.Q(case=models.F("other")), name="case_link_not_itself"),
        ]
        indexes = [
            models.Index(fields=["case", "at"], name="case_link_from"),
            models.Index(fields=["other", "kind"], name="case_link_to"),
        ]
