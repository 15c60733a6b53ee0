"""The ledger (one hash chain per aggregate) and the access log (what was looked at)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

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


class Checkpoint(models.Model):
    """A signed root over the heads of all chains. `record` is what is signed, as canonical JSON; `hash` that of the
    record, which the next one names. `seen_until` is the latest moment of writing that it covers."""

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    root = models.CharField(max_length=64)
    chains = models.PositiveIntegerField()
    record = models.TextField()
    signature = models.JSONField()
    hash = models.CharField(max_length=64)
    seen_until = models.DateTimeField()
    by_label = models.CharField(max_length=120)


class Leaf(models.Model):
    """The head of one chain as checkpoint `number` saw it first. Only chains that changed get a new row, so that the
    heads of any checkpoint are the newest rows up to its number."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.PositiveIntegerField()
    bucket = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    aggregate_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bucket", "kind", "aggregate_id", "number"], name="audit_leaf_once")
        ]


class Bucket(models.Model):
    """One bucket of the newest checkpoint's tree: its hash and how many chains lie in it."""

    number = models.PositiveIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)
    chains = models.PositiveIntegerField()


class DossierState(models.TextChoices):
    ORDERED = "ordered", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
    EXPIRED = "expired", _("Deleted again")


class Dossier(models.Model):
    """A case file that was ordered: one signed file that somebody else can verify. The file lies encrypted under
    `digest` and goes away at `expires_at`; the row stays. `choices` says what was left out."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    aggregate_kind = models.CharField(max_length=16)
    aggregate_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=DossierState, default=DossierState.ORDERED)
    choices = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    ordered_at = models.DateTimeField()
    ordered_by_id = models.UUIDField(null=True)
    ordered_by_label = models.CharField(max_length=120)
    # Progress: bytes written of about how many.
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveBigIntegerField(default=0)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    key_id = models.CharField(max_length=16, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["aggregate_kind", "aggregate_id", "-ordered_at"], name="audit_dossier_of"),
            models.Index(fields=["expires_at"], name="audit_dossier_over", condition=models.Q(state="ready")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(made_at__isnull=False, expires_at__isnull=False),
                name="audit_dossier_ready_has_file",
            )
        ]


class ProofRun(models.Model):
    """One night's proof that what is stored is what the rules give. `first` keeps the first differences:
    [{"owner": [kind, id], "says": sentence}]; `slice_after` is where the next slice of ended rows begins."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=16)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    checked = models.PositiveIntegerField(default=0)
    differing = models.PositiveIntegerField(default=0)
    first = models.JSONField(default=list)
    slice_after = models.UUIDField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "-started_at"], name="audit_proof_recent")]
