"""The case row, its search document and the registry of numbers that must be unique across all cases."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit, User
from huiyin.core.fields import EncryptedTextField, TokensField
from huiyin.core.ids import uuid7


class Kind(models.TextChoices):
    """What the case is; changed by one action (`cases.actions.kind`)."""

    UNTRIAGED = "untriaged", _("Not yet triaged")
    COMPLAINT = "complaint", _("Complaint")
    REQUEST = "request", _("Service request")
    VIOLATION_REPORT = "violation_report", _("Report of a violation")
    PETITION = "petition", _("Petition")
    INQUIRY = "inquiry", _("Inquiry")
    CLAIM_FILING = "claim_filing", _("Claim filing")


class Channel(models.TextChoices):
    """Where it came from (3.1-1); each has its own received-at and external reference."""

    PHONE = "phone", _("Phone")
    PORTAL = "portal", _("Web portal")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("Visit")
    REGULATOR = "regulator", _("Regulator transfer")
    MEDIATOR = "mediator", _("Mediator")
    MEDIA = "media", _("Media")
    RETURN_VISIT = "return_visit", _("Return visit")
    API = "api", _("Interface (API)")
    CHAT = "chat", _("Web chat")
    WECHAT = "wechat", _("WeChat")
    SMS = "sms", _("Text message")


class State(models.TextChoices):
    """The main path of a complaint (domain §2.1). Suspension, review, mediation and escalation are rows beside it."""

    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    ASSIGNED = "assigned", _("Assigned")
    INVESTIGATING = "investigating", _("Under investigation")
    LIABILITY_SET = "liability_set", _("Liability determined")
    PLAN_PENDING = "plan_pending", _("Plan awaiting approval")
    PLAN_APPROVED = "plan_approved", _("Plan approved")
    EXECUTING = "executing", _("Being carried out")
    DECIDED_NOTIFIED = "decided_notified", _("Decided and notified")
    CONFIRMING = "confirming", _("Confirming satisfaction")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")
    NOT_PROCEEDED = "not_proceeded", _("Not proceeded with")
    REROUTED = "rerouted", _("Rerouted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged")


ENDED = (State.CLOSED, State.ARCHIVED, State.NOT_PROCEEDED, State.REROUTED, State.WITHDRAWN, State.MERGED)


class Severity(models.TextChoices):
    """Who handles and who approves (3.1-2, graded duty 分级负责)."""

    L1 = "L1", _("L1 branch desk")
    L2 = "L2", _("L2 branch manager")
    L3 = "L3", _("L3 head-office consumer protection")
    L4 = "L4", _("L4 executive")


class Flag(models.TextChoices):
    MAJOR = "major", _("Major")
    COLLECTIVE = "collective", _("Joint complaint")
    VULNERABLE = "vulnerable", _("Vulnerable person")
    REGULATOR = "regulator_referred", _("Referred by the regulator")
    AGENCY = "surrender_agency", _("Possible organised agency")
    MEDIA = "media", _("In the media")
    LAWSUIT = "litigation", _("In litigation")
    PERSONAL_DATA = "personal_data", _("Concerns personal data")
    REPEAT = "repeat", _("Repeat complaint")


class Case(models.Model):
    """One matter. Children carry its id; a row is locked by its id before anything of the case changes."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.CharField(max_length=24)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.COMPLAINT)
    state = models.CharField(max_length=20, choices=State, default=State.RECEIVED)
    state_since = models.DateTimeField()
    channel = models.CharField(max_length=16, choices=Channel)
    external_ref = models.CharField(max_length=80, blank=True)
    # received_at starts every legal clock; recorded_at is when we wrote it down.
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    subject = models.CharField(max_length=200)
    line = models.CharField(max_length=20, blank=True)
    sales_channel = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=8, blank=True)
    severity = models.CharField(max_length=2, choices=Severity, default=Severity.L1)
    flags = ArrayField(models.CharField(max_length=20, choices=Flag), default=list, blank=True)
    # The indexes below begin with these three, so that they need none of their own.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Exactly one accountable owner at every moment (1.1-7); the periods are in Ownership.
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    registered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer_id = models.UUIDField(null=True, db_index=True)
    policy_id = models.UUIDField(null=True, db_index=True)
    policy_number = models.CharField(max_length=40, blank=True)
    # Who to write on the list, encrypted like every name; the people themselves are in Person.
    complainant_name = EncryptedTextField()
    language = models.CharField(max_length=8, default="zh-hans")
    # The date whose rules bind the case (8.1-1).
    rules_on = models.DateField()
    # The portal's secret: a keyed hash, compared in constant time.
    secret_hash = models.CharField(max_length=64, blank=True)
    # Copies of the nearest open clock, for the queue: kept by cases.actions.due.
    next_due_at = models.DateTimeField(null=True)
    next_due_rule = models.CharField(max_length=48, blank=True)
    due_level = models.PositiveSmallIntegerField(default=0)  # 0 calm, 1 warned, 2 broken
    is_paused = models.BooleanField(default=False)
    is_provisional = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True)
    is_imported = models.BooleanField(default=False)
    source_fields = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_open=True, closed_at__isnull=True)
                | models.Q(is_open=False, closed_at__isnull=False),
                name="case_closed_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(is_open=True) ^ models.Q(state__in=[s.value for s in ENDED]),
                name="case_open_unless_ended",
            ),
            models.CheckConstraint(
                condition=models.Q(is_imported=True) | models.Q(received_at__lte=models.F("recorded_at")),
                name="case_received_before_recorded",
            ),
        ]
        indexes = [
            # The queue: open cases by nearest due, for the house, a unit and an owner; a key to page by.
            models.Index(fields=["next_due_at", "id"], name="case_queue", condition=models.Q(is_open=True)),
            models.Index(
                fields=["unit", "next_due_at", "id"], name="case_queue_unit", condition=models.Q(is_open=True)
            ),
            models.Index(
                fields=["owner", "next_due_at", "id"], name="case_queue_owner", condition=models.Q(is_open=True)
            ),
            models.Index(
                fields=["registered_by", "next_due_at", "id"],
                name="case_queue_registered",
                condition=models.Q(is_open=True),
            ),
            models.Index(
                fields=["state", "next_due_at", "id"], name="case_queue_state", condition=models.Q(is_open=True)
            ),
            models.Index(fields=["-received_at", "-id"], name="case_recent"),
            models.Index(fields=["unit", "-received_at", "-id"], name="case_recent_unit"),
            models.Index(fields=["owner", "-received_at", "-id"], name="case_recent_owner"),
            models.Index(fields=["registered_by", "-received_at", "-id"], name="case_recent_registered"),
            models.Index(fields=["number"], name="case_number"),
            models.Index(fields=["policy_number"], name="case_policy_number", condition=~models.Q(policy_number="")),
            models.Index(
                fields=["state_since"], name="case_to_archive", condition=models.Q(state__in=["closed", "withdrawn"])
            ),
            # Like cases that have ended, newest first: rows come in when a case ends, never when one is registered.
            models.Index(
                fields=["code", "-received_at", "-id"],
                name="case_ended_of_class",
                condition=models.Q(is_open=False) & ~models.Q(code=""),
            ),
            models.Index(
                fields=["line", "-received_at", "-id"],
                name="case_ended_of_line",
                condition=models.Q(is_open=False) & ~models.Q(line=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def key(self) -> tuple[str, object]:
        """The aggregate this row is the root of: the ledger's and the clocks' (kind, id)."""
        return ("case", self.id)


class CaseSearch(models.Model):
    """What a case is found by: character pairs of its texts, numbers, and fingerprints of names. Apart from Case, so
    that a change of state does not rewrite the inverted index."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="search")
    received_at = models.DateTimeField()
    vector = TokensField()

    class Meta:
        indexes = [
            GinIndex(fields=["vector"], name="case_search_vector", fastupdate=True),
            models.Index(fields=["-received_at", "-case"], name="case_search_recent"),
        ]


class Registry(models.Model):
    """Keys that must be unique across cases: number, external reference, idempotency key, message id, import row."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=200)
    case_id = models.UUIDField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="registry_once")]
