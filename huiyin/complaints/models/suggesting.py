"""What a model of texts says of a complaint before anybody has classed it, and which models there were. Advice: nothing
of a case changes by it."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.core.ids import uuid7


class TextModel(models.Model):
    """A model that was learnt: its version, its card (what from, how good on texts not seen), when. The newest that is
    not withdrawn is used. `place`: its folder among the models."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    place = models.CharField(max_length=80)
    card = models.JSONField()
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_label = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="text_model_once")]
        indexes = [models.Index(fields=["name", "-made_at"], name="text_model_newest")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Suggestion(models.Model):
    """The likely class of one complaint. `codes`: [[reason, likelihood], ...], best first; `because`: the words that
    spoke for the best. `abstained`: too unsure, a person looks without it."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="suggestion")
    model = models.ForeignKey(TextModel, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8, blank=True)
    codes = models.JSONField(default=list)
    because = models.JSONField(default=list)
    abstained = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(abstained=True) | ~models.Q(code=""), name="suggestion_says_something"
            )
        ]
