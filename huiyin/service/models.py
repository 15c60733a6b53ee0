"""What a service request has beyond the shared case (handbook 1.2, 6.4)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit, User
from huiyin.cases.models import Case
from huiyin.core.ids import uuid7


class RequestKind(models.TextChoices):
    """The four types of service (1.2-5)."""

    CONSULTATION = "consultation", _("Consultation")
    CLAIMS_HELP = "claims_help", _("Help with a claim")
    POLICY_MANAGEMENT = "policy_management", _("Policy management")
    POLICY_CHANGE = "policy_change", _("Policy change")


class RequestState(models.TextChoices):
    """Where a request is on its path (domain §2.2)."""

    RECEIVED = "received", _("Received")
    NEEDS_PAPERS = "needs_papers", _("Papers are missing")
    ACCEPTED = "accepted", _("Accepted")
    ROUTED = "routed", _("Handed over, not confirmed")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    ENDED = "ended", _("Ended without handling")
    ARCHIVED = "archived", _("Archived")
    PROMOTED = "promoted", _("Went on as a complaint")


class Topic(models.TextChoices):
    """What a consultation is about (6.4-1)."""

    PRODUCT = "product", _("Product")
    COVER = "cover", _("Cover")
    CLAIMS = "claims", _("How to claim")
    SURRENDER = "surrender", _("Surrender")
    BENEFITS = "benefits", _("Conditions of benefits")
    OTHER = "other", _("Something else")


class Outcome(models.TextChoices):
    """What the customer says of it in the end."""

    SOLVED = "solved", _("Solved")
    UNSOLVED = "unsolved", _("Not solved")
    NO_WORD = "no_word", _("The customer said nothing")


class Request(models.Model):
    """One to one with a case of kind request; made by the action that registers it. It stays when the request goes on
    as a complaint."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="request")
    kind = models.CharField(max_length=20, choices=RequestKind)
    state = models.CharField(max_length=16, choices=RequestState, default=RequestState.RECEIVED)
    topic = models.CharField(max_length=12, choices=Topic, blank=True)
    # Why nothing could be answered at once (1.2-4).
    no_preliminary = models.CharField(max_length=300, blank=True)
    responded_at = models.DateTimeField(null=True)
    identity_checked_at = models.DateTimeField(null=True)
    identity_check = models.CharField(max_length=300, blank=True)
    papers_complete_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    processed_at = models.DateTimeField(null=True)
    processed = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    # How often the customer was answered before it was solved.
    answers = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)
    # Steps left out with leave: code → who (1.2-7); the reasons are in the ledger.
    skipped = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="request_to_archive", condition=models.Q(state__in=["closed", "ended"])),
        ]


class PapersAsked(models.Model):
    """A full list of what is missing, told to the customer at once (一次性告知). A second one needs a reason."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="papers_asked")
    number = models.PositiveSmallIntegerField()
    items = ArrayField(models.CharField(max_length=200))
    reason = models.CharField(max_length=300, blank=True)
    message_id = models.UUIDField()
    at = models.DateTimeField()
    by_label = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="papers_asked_number")]


class HandOver(models.Model):
    """A request on its way to a colleague; who hands it over answers for it until the other confirms (1.2-4, 1.1-7)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_overs")
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=120)
    taken_at = models.DateTimeField(null=True)
    given_back_at = models.DateTimeField(null=True)
    given_back_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(taken_at__isnull=True, given_back_at__isnull=True),
                name="hand_over_one_open",
            )
        ]


class VisitOutcome(models.TextChoices):
    """How a return visit ended."""

    CLEAR = "clear", _("Everything in order")
    PROBLEM = "problem", _("A problem was found")
    MISSED = "missed", _("Not reached inside the hesitation period")


class ReturnVisit(models.Model):
    """The return visit that a new policy is owed (令2010-4 art 15); made by a sweep when the policy is known."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    policy_id = models.UUIDField(unique=True)
    party_id = models.UUIDField(db_index=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # The last day of the hesitation period.
    due_on = models.DateField()
    tried = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=VisitOutcome, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    note = models.CharField(max_length=500, blank=True)
    by_label = models.CharField(max_length=120, blank=True)
    # The case that a problem became.
    case_id = models.UUIDField(null=True, db_index=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "due_on", "id"], name="return_visit_due", condition=models.Q(ended_at__isnull=True)
            ),
            models.Index(fields=["due_on", "id"], name="return_visit_all", condition=models.Q(ended_at__isnull=True)),
        ]
