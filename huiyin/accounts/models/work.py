"""When somebody works, what they are able and allowed to do, and when they are away: what assignment looks at."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import pgettext_lazy

from huiyin.accounts.models.people import User
from huiyin.core.ids import uuid7


class CompetenceKind(models.TextChoices):
    SKILL = "skill", pgettext_lazy("competence", "Skill")
    QUALIFICATION = "qualification", pgettext_lazy("competence", "Qualification")


class Competence(models.Model):
    """A skill, or a qualification with the days on which it is valid, both included. It is never edited: one that was
    wrong or is lost is `revoked_on` a day, and from that day on counts no more."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="competences")
    kind = models.CharField(max_length=16, choices=CompetenceKind)
    code = models.CharField(max_length=32)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    reference = models.CharField(max_length=120, blank=True)
    given_at = models.DateTimeField()
    given_by_label = models.CharField(max_length=120)
    revoked_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="competence_order",
            ),
            # What is proved by a paper ends with the paper.
            models.CheckConstraint(
                condition=models.Q(kind="skill") | models.Q(to_on__isnull=False), name="qualification_ends"
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "code", "from_on"],
                condition=models.Q(revoked_on__isnull=True),
                name="competence_once",
            ),
        ]
        indexes = [models.Index(fields=["kind", "code"], name="competence_by_code")]


class AbsenceKind(models.TextChoices):
    LEAVE = "leave", pgettext_lazy("absence", "Leave")
    SICK = "sick", pgettext_lazy("absence", "Sick")
    TRAINING = "training", pgettext_lazy("absence", "Training")
    TRAVEL = "travel", pgettext_lazy("absence", "Business trip")
    LEFT = "left", pgettext_lazy("absence", "Leaving for good")
    OTHER = "other", pgettext_lazy("absence", "Other")


class Absence(models.Model):
    """From when to when somebody is away, and who stands in. Without `to_at` the return is not known.

    `began_at` and `ended_at` say when the system took it into account: a sweep follows the times, so that
    `User.is_away` is a copy of what holds now.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=12, choices=AbsenceKind)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    deputy = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    set_by_label = models.CharField(max_length=120)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_at__isnull=True) | models.Q(to_at__gt=models.F("from_at")), name="absence_order"
            ),
            models.CheckConstraint(
                condition=models.Q(deputy__isnull=True) | ~models.Q(deputy=models.F("user")), name="absence_of_two"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-from_at"], name="absence_of_user"),
            models.Index(fields=["from_at"], name="absence_open", condition=models.Q(ended_at__isnull=True)),
        ]


class WorkTerms(models.Model):
    """How much somebody carries at once (points of effort; None: as the rules of assignment say) and when they work:
    hours of the day in Shanghai, on working days, or on the days of the week named (1 Monday to 7 Sunday)."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="work_terms")
    capacity = models.PositiveSmallIntegerField(null=True)
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts__isnull=True, ends__isnull=True)
                | models.Q(starts__isnull=False, ends__isnull=False, starts__lt=models.F("ends")),
                name="work_terms_hours",
            ),
        ]
