"""Which record of a core system is which of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.ids import uuid7


class CoreKind(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    POLICY = "policy", _("Policy")
    CLAIM = "claim", _("Claim")


class CoreLink(models.Model):
    """A record of a core system by its own key, ours, and the newest message about it that was taken over.

    `sent_at` orders messages: an older one that arrives late overwrites nothing. `digest` is a keyed fingerprint of
    what the message said: the same again costs one look.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=10, choices=CoreKind)
    source = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    object_id = models.UUIDField()
    sent_at = models.DateTimeField()
    digest = models.CharField(max_length=32)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "source", "key"], name="core_link_once")]
        indexes = [models.Index(fields=["object_id"], name="core_link_of")]
