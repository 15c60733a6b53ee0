"""The turns a complaint may take beside its main path, each a row with its own state."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit, User
from huiyin.cases.models import Case
from huiyin.core.ids import uuid7


class Turn(models.Model):
    """What all turns have: their case, when they began, who began them."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120)

    class Meta:
        abstract = True


class Extension(Turn):
    """One step of the decision limit (art 18): asked for, approved, told, all before the running limit ends."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="extensions")
    step = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    approver = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approver_level = models.CharField(max_length=20, blank=True)
    approved_at = models.DateTimeField(null=True)
    notice_id = models.UUIDField(null=True)
    refused_at = models.DateTimeField(null=True)
    refused_reason = models.CharField(max_length=300, blank=True)
    # From when it counts: at approval, or (where the law asks for the notice) once the complainant was told too.
    effective_at = models.DateTimeField(null=True)
    old_due_at = models.DateTimeField(null=True)
    new_due_at = models.DateTimeField(null=True)
    # What the house asks for and was missing: reason, approver, notice. Never a breach of law.
    house_findings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(refused_at__isnull=True, effective_at__isnull=True),
                name="extension_one_pending",
            ),
            models.CheckConstraint(
                condition=models.Q(refused_at__isnull=True) | models.Q(effective_at__isnull=True),
                name="extension_refused_or_effective",
            ),
        ]


class SuspensionGround(models.TextChoices):
    """What is not counted (art 18, 23)."""

    APPRAISAL = "appraisal", _("Outside appraisal")
    TEST = "test", _("Outside test")
    ASSESSMENT = "assessment", _("Outside assessment")
    MEDIATION = "mediation", _("Mediation accepted by both")


class Suspension(Turn):
    """A stretch in which the decision clock rests; the complainant is told."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="suspensions")
    ground = models.CharField(max_length=16, choices=SuspensionGround)
    body = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    pause_notice_id = models.UUIDField(null=True)
    resume_notice_id = models.UUIDField(null=True)
    result = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_at__isnull=True) | models.Q(to_at__gte=models.F("from_at")),
                name="suspension_order",
            )
        ]


class ReviewState(models.TextChoices):
    APPLIED = "applied", _("Applied for")
    REVIEWING = "reviewing", _("Under review")
    DECIDED = "decided", _("Decided")
    REFUSED = "refused", _("Not admitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReviewVerdict(models.TextChoices):
    """What the upper unit makes of the decision (art 20)."""

    UPHELD = "upheld", _("The decision stands")
    CHANGED = "changed", _("The decision is changed")
    RETURNED = "returned", _("The branch decides again")


class Admission(models.TextChoices):
    """What the machine can say of the time of an application; whether a late one is admitted, a person decides."""

    IN_TIME = "in_time", _("Within 30 days of the proven receipt")
    NO_PROOF = "no_proof", _("No proof of receipt; admitted")
    LATE = "late", _("Later than 30 days after the proven receipt")


class Review(Turn):
    """核查 by the unit above, of a branch's decision only (art 20): process, timing and outcome."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reviews")
    decision_id = models.UUIDField()
    state = models.CharField(max_length=12, choices=ReviewState, default=ReviewState.APPLIED)
    applied_at = models.DateTimeField()
    grounds = models.TextField()
    # When the applicant received the decision, if that is proven; without proof nothing is ever late.
    decision_received_at = models.DateTimeField(null=True)
    admission = models.CharField(max_length=8, choices=Admission)
    evidence_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    task_id = models.UUIDField(null=True)
    reviewing_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    process_finding = models.TextField(blank=True)
    timing_finding = models.TextField(blank=True)
    outcome_finding = models.TextField(blank=True)
    verdict = models.CharField(max_length=12, choices=ReviewVerdict, blank=True)
    conclusion = models.TextField(blank=True)
    # A changed decision: one answer per demand, as in Decision.answers.
    answers = models.JSONField(default=list)
    decided_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    letter_evidence_id = models.UUIDField(null=True)
    notice_id = models.UUIDField(null=True)
    refused_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state__in=["applied", "reviewing"]), name="review_one_open"
            )
        ]


class Mediation(Turn):
    """Mediation by an outside body; both sides must agree before the clock rests (art 23)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="mediations")
    body = models.CharField(max_length=200)
    external_ref = models.CharField(max_length=80, blank=True)
    complainant_proof_id = models.UUIDField(null=True)
    complainant_agreed_at = models.DateTimeField(null=True)
    insurer_agreed_at = models.DateTimeField(null=True)
    suspension_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=16, blank=True)
    result_text = models.CharField(max_length=500, blank=True)


class Escalation(Turn):
    """The matter reached a regulator, mediator, court or the media."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="escalations")
    to = models.CharField(max_length=16)
    body = models.CharField(max_length=200)
    external_ref = models.CharField(max_length=80, blank=True)
    due_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    proof_evidence_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="escalation_of_case")]


class WithdrawalState(models.TextChoices):
    DONE = "done", _("Withdrawn")
    HELD = "held", _("Held: somebody may have pressed the complainant")
    DROPPED = "dropped", _("Not withdrawn after all")


class Withdrawal(Turn):
    """撤回: signed, without pressure; the matter ends on the day it is received (art 15).

    One that does not deny pressure is held: the complaint goes on, and a supervisor speaks with the complainant.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="withdrawals")
    state = models.CharField(max_length=8, choices=WithdrawalState, default=WithdrawalState.DONE)
    received_at = models.DateTimeField()
    signed_evidence_id = models.UUIDField(null=True)
    signed_how = models.CharField(max_length=120)
    reason = models.CharField(max_length=500, blank=True)
    # The complainant's own answer: did anybody press, promise or threaten?
    pressure_denied = models.BooleanField()
    pressure_words = models.TextField(blank=True)
    task_id = models.UUIDField(null=True)
    notice_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(state="held"), name="withdrawal_one_held"),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(pressure_denied=True), name="withdrawal_without_pressure"
            ),
        ]


class Merge(Turn):
    """The same matter again (art 18): a relation, never a copy; undone by closing the row."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="merges")
    into_case_id = models.UUIDField(db_index=True)
    reason = models.CharField(max_length=500)
    # What the two have in common, by rule: customer, policy, person, class.
    ties = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    new_facts = models.BooleanField(default=False)
    # When the new facts came in: the limit of the master began anew there (art 18).
    material_received_at = models.DateTimeField(null=True)
    notice_id = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_label = models.CharField(max_length=120, blank=True)
    undone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(undone_at__isnull=True), name="merge_one_open"),
            models.CheckConstraint(condition=~models.Q(case=models.F("into_case_id")), name="merge_not_into_itself"),
            models.CheckConstraint(
                condition=models.Q(new_facts=False) | models.Q(material_received_at__isnull=False),
                name="merge_new_facts_have_time",
            ),
        ]


class Reroute(Turn):
    """Not a complaint after all: report of a violation, petition, inquiry or claim filing; the link is kept."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reroutes")
    to_kind = models.CharField(max_length=20)
    to_case_id = models.UUIDField()
    reason = models.CharField(max_length=500)
    notice_id = models.UUIDField(null=True)


class Rectification(Turn):
    """整改: one exposed problem, with owner, due date and proof (3.3-6)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="rectifications")
    problem = models.CharField(max_length=500)
    measure = models.TextField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    proof = models.TextField(blank=True)
    proof_evidence_id = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by_label = models.CharField(max_length=120, blank=True)
    verify_note = models.CharField(max_length=500, blank=True)


class ReopeningGround(models.TextChoices):
    RECURRENCE = "recurrence", _("The problem came back")
    NEW_PROOF = "new_proof", _("New proof")
    REVIEW = "review", _("The review changed or returned the decision")


class Reopening(Turn):
    """A complaint taken up again: recurrence, new proof, or the outcome of a review (3.4-5). It begins a new round."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reopenings")
    reason = models.CharField(max_length=500)
    ground = models.CharField(max_length=20, choices=ReopeningGround)
    material_received_at = models.DateTimeField()
    evidence_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    round = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="reopening_round")]
