"""The ledger (one hash chain per aggregate) and the access log (what was looked at)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class Entry(models.Model):
    """One change. Never updated, never deleted: a trigger refuses both."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    aggregate_kind = models.CharField(max_length=16)
    aggregate_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=64)
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8)
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=120)
    where = models.CharField(max_length=120, blank=True)
    rule_versions = ArrayField(models.CharField(max_length=160), default=list)
    body = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["aggregate_kind", "aggregate_id", "seq"], name="audit_entry_chain"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="audit_entry_seq_from_one"),
        ]
        indexes = [models.Index(fields=["-written_at"], name="audit_entry_recent")]


class Sealed(models.Model):
    """The personal values whose salted hashes an entry holds: {name: [salt, value]}, encrypted, each erasable."""

    entry_id = models.UUIDField(primary_key=True)
    aggregate_kind = models.CharField(max_length=16)
    aggregate_id = models.UUIDField(db_index=True)
    values = EncryptedTextField()


class Access(models.Model):
    """One look at personal data, one reveal, one export. A sweep chains them in batches: looking locks nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=32)
    aggregate_kind = models.CharField(max_length=16)
    aggregate_id = models.UUIDField(null=True)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8)
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=120)
    where = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["aggregate_kind", "aggregate_id", "-at"], name="audit_access_of"),
            models.Index(fields=["-at", "-id"], name="audit_access_recent"),
            models.Index(fields=["actor_id", "-at"], name="audit_access_by"),
        ]


class AccessBatch(models.Model):
    """A sealed stretch of the access log: the hash over its rows and over the batch before it."""

    seq = models.PositiveIntegerField(primary_key=True)
    first_id = models.UUIDField()
    last_id = models.UUIDField()
    rows = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
