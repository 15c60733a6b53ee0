"""Letters on paper: what the stamp says, and the words of the pages as they were read and as a person put them right.
The paper itself is evidence of the case (2.2-1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.case import Case
from huiyin.cases.models.evidence import Evidence
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class Wording(models.TextChoices):
    """How far the words of a letter are."""

    WAITING = "waiting", _("Waits to be read")
    READ = "read", _("Read; not yet looked over")
    CONFIRMED = "confirmed", _("Looked over by a person")
    NONE = "none", _("No words could be read")
    OFF = "off", _("Not read: text recognition is not installed")


class Letter(models.Model):
    """A letter that came. `received_on` is the day on our stamp, from which every limit runs; `posted_on` the day of
    the postmark where it can be read."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="letter")
    received_on = models.DateField()
    posted_on = models.DateField(null=True)
    # The number of the post for a registered letter.
    tracking = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=Wording, default=Wording.WAITING)
    # Why pages are missing: broken, too_long, too_big, no_drawing, many, damaged; empty: none is.
    fault = models.CharField(max_length=20, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(posted_on__isnull=True) | models.Q(posted_on__lte=models.F("received_on")),
                name="letter_posted_before_received",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="letter_waiting", condition=models.Q(state="waiting"))]


class LetterPage(models.Model):
    """A page: its lines as they were read (JSON: [text, how sure]), kept beside what a person made of them."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="pages")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()  # in the letter, from 1
    lines = EncryptedTextField()
    corrected = EncryptedTextField()
    # Hundredths of a second, none for pages whose words stood in the file.
    took = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="letter_page_once")]
