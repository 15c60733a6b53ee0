"""The opinion book of an outlet (意见簿): what stands on which line, and what was answered under it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit
from huiyin.cases.models.case import Case


class Opinion(models.TextChoices):
    """What an entry is, as whoever takes it reads it."""

    MATTER = "matter", _("Something is wrong")
    SUGGESTION = "suggestion", _("Suggestion")
    PRAISE = "praise", _("Praise")


class BookEntry(models.Model):
    """An entry: book, page and line on paper (a tablet counts on). `due_on` is the outlet's last day for an answer."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="book_entry")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Opinion)
    volume = models.PositiveSmallIntegerField()
    page = models.PositiveSmallIntegerField()
    line = models.PositiveSmallIntegerField()
    written_on = models.DateField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "volume", "page", "line"], name="book_entry_place"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) ^ ~models.Q(answer=""), name="book_entry_answered_has_text"
            ),
        ]
        indexes = [models.Index(fields=["unit", "written_on", "case"], name="book_entry_month")]
