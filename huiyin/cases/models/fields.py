"""Fields of the house's own: versions of their definitions, and typed values of cases."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.case import Case, Kind, State
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class FieldKind(models.TextChoices):
    TEXT = "text", _("Text")
    LONG = "long", _("Long text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Sum (yuan)")
    DATE = "date", _("Day")
    CHOICE = "choice", _("One of a list")
    MULTI = "multi", _("Several of a list")
    YES_NO = "yes_no", _("Yes or no")


class FieldVersion(models.Model):
    """One version of a field's definition. Values keep the version they were written under; what kind of value a field
    has, and whether it is personal, never changes.

    `options`: [{code, zh, en}] of a choice. The field is shown only while `depends_on` (another field's key) has one of
    `depends_values`. `required_at`: the stage that a case may not leave without it; `received` also asks for it when
    staff take a case in.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=120)
    help_zh = models.CharField(max_length=300, blank=True)
    help_en = models.CharField(max_length=300, blank=True)
    type = models.CharField(max_length=8, choices=FieldKind)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.COMPLAINT)
    options = models.JSONField(default=list)
    depends_on = models.CharField(max_length=40, blank=True)
    depends_values = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    required_at = models.CharField(max_length=20, choices=State, blank=True)
    is_personal = models.BooleanField(default=False)
    is_searchable = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    made_by_label = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="field_version_once"),
            models.UniqueConstraint(fields=["key"], condition=models.Q(until_at=None), name="field_one_in_force"),
            models.CheckConstraint(
                condition=models.Q(until_at=None) | models.Q(until_at__gte=models.F("from_at")), name="field_order"
            ),
        ]
        indexes = [models.Index(fields=["kind", "place", "key"], name="field_of_kind")]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class FieldValue(models.Model):
    """What a case has in a field: in the one column of its type, so that equality and ranges use an index. A personal
    value is encrypted; its keyed fingerprint finds it when it is searchable."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="values", db_index=False)
    definition = models.ForeignKey(FieldVersion, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    word = models.CharField(max_length=200, null=True)  # text, choice
    text = models.TextField(null=True)  # long text
    number = models.DecimalField(max_digits=20, decimal_places=4, null=True)  # number, money
    day = models.DateField(null=True)
    flag = models.BooleanField(null=True)
    codes = ArrayField(models.CharField(max_length=40), null=True)
    is_sealed = models.BooleanField(default=False)
    sealed = EncryptedTextField()
    blind = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="field_value_once"),
            models.CheckConstraint(
                condition=models.Q(is_sealed=False, blind="")
                | models.Q(is_sealed=True, word=None, text=None, number=None, day=None, flag=None, codes=None),
                name="field_value_sealed_alone",
            ),
        ]
        indexes = [
            models.Index(fields=["key", "word", "case"], name="field_word", condition=models.Q(word__isnull=False)),
            models.Index(
                fields=["key", "number", "case"], name="field_number", condition=models.Q(number__isnull=False)
            ),
            models.Index(fields=["key", "day", "case"], name="field_day", condition=models.Q(day__isnull=False)),
            models.Index(fields=["key", "flag", "case"], name="field_flag", condition=models.Q(flag__isnull=False)),
            models.Index(fields=["key", "blind", "case"], name="field_blind", condition=~models.Q(blind="")),
            GinIndex(fields=["codes"], name="field_codes", condition=models.Q(codes__isnull=False)),
        ]
