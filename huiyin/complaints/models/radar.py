"""What the radar keeps: groups of complaints that look organised, who belongs to them and why. Advice to investigators;
a group is an aggregate of its own, and nothing of a case changes by it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class RadarState(models.TextChoices):
    OPEN = "open", _("To be looked at")
    CONFIRMED = "confirmed", _("Organised, an investigator says")
    DISMISSED = "dismissed", _("Not organised, an investigator says")
    JOINED = "joined", _("Part of another group")


class RadarGroup(models.Model):
    """Linked complaints of different customers. `is_shown`: as many customers as the terms ask for."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    state = models.CharField(max_length=10, choices=RadarState, default=RadarState.OPEN)
    is_shown = models.BooleanField(default=False)
    cases = models.PositiveIntegerField(default=0)
    customers = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    grew_at = models.DateTimeField()
    terms = models.CharField(max_length=80)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_label = models.CharField(max_length=120, blank=True)
    joined_to = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "joined"]) ^ models.Q(decided_at__isnull=False),
                name="radar_decided_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="joined") ^ models.Q(joined_to__isnull=True), name="radar_joined_has_target"
            ),
        ]
        indexes = [models.Index(fields=["-grew_at", "-id"], name="radar_shown", condition=models.Q(is_shown=True))]


class RadarMember(models.Model):
    """A case in a group; in one only. `customer` tells customers apart, it names nobody."""

    case_id = models.UUIDField(primary_key=True)
    group = models.ForeignKey(RadarGroup, on_delete=models.PROTECT, related_name="members")
    customer = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    joined_at = models.DateTimeField()


class RadarLink(models.Model):
    """Two cases and one reason why they are linked; `words` are passages that both use, without personal numbers."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    group = models.ForeignKey(RadarGroup, on_delete=models.PROTECT, related_name="links")
    one_id = models.UUIDField()
    other_id = models.UUIDField()
    kind = models.CharField(max_length=8)
    strength = models.PositiveSmallIntegerField()
    words = EncryptedTextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one_id", "other_id", "kind"], name="radar_link_once"),
            models.CheckConstraint(condition=models.Q(one_id__lt=models.F("other_id")), name="radar_link_in_order"),
        ]


class RadarRead(models.Model):
    """A case that the radar has looked at; it is not looked at again."""

    case_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
