"""In which stage each customer was when, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.ids import uuid7
from huiyin.customers.models.parties import Party


class Stage(models.TextChoices):
    PROSPECT = "prospect", _("Prospect")
    NEW = "new", _("New customer")
    ACTIVE = "active", _("Active customer")
    AT_RISK = "at_risk", _("At risk of leaving")
    LOST = "lost", _("Lost customer")
    WON_BACK = "won_back", _("Won back")


class LifeStage(models.Model):
    """One stage of one customer from day to day; the last one has no end. `because` as of `rules.stages.stage_of`,
    `rules` the edition that judged. Never changed but by its end."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=10, choices=Stage)
    because = models.CharField(max_length=16)
    rules = models.CharField(max_length=64)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=models.Q(to_on__isnull=True), name="life_stage_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="life_stage_order",
            ),
        ]
        indexes = [models.Index(fields=["party", "-from_on"], name="life_stage_of")]
