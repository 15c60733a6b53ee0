"""Tags: words of the house's own on a case. Merging two tags writes a relation, so that it can be undone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit
from huiyin.cases.models.case import Case
from huiyin.core.ids import uuid7


class TagColour(models.TextChoices):
    """The palette of the house; a tag is never told by its colour alone."""

    GREY = "grey", _("Grey")
    TEAL = "teal", _("Teal")
    BLUE = "blue", _("Blue")
    VIOLET = "violet", _("Violet")
    AMBER = "amber", _("Amber")
    RED = "red", _("Red")
    GREEN = "green", _("Green")


class Tag(models.Model):
    """A tag. `is_free`: somebody wrote it on a case; administrators may take it into the list. `key` is its name as it
    is compared: small letters, one kind of space, full width made half."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    colour = models.CharField(max_length=8, choices=TagColour, default=TagColour.GREY)
    is_free = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120, blank=True)
    retired_at = models.DateTimeField(null=True)
    # What carries this tag counts as carrying the other one.
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="tag_once"),
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="tag_not_into_itself"),
        ]
        indexes = [models.Index(fields=["name", "id"], name="tag_by_name")]

    def __str__(self) -> str:
        return self.name


class CaseTag(models.Model):
    """A tag on a case. Taking it off removes the row; the ledger of the case tells both."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tags", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "tag"], name="case_tag_once")]
        indexes = [models.Index(fields=["tag", "case"], name="case_of_tag")]


class TagFreedom(models.Model):
    """May the staff of a unit write tags that are not in the list? Holds for the units below, until one says
    otherwise; where nobody has said anything they may not."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.CASCADE, related_name="+")
    allowed = models.BooleanField()
