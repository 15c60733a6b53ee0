"""People of a case: those who complain, those who answer for it, those who must stay away."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import User
from huiyin.cases.models.case import Case
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class PersonRole(models.TextChoices):
    COMPLAINANT = "complainant", _("Complainant")
    REPRESENTATIVE = "representative", _("Representative of a joint complaint")
    AGENT = "agent", _("Agent with authority")
    HEIR = "heir", _("Heir")
    INSURED = "insured", _("Insured")
    BENEFICIARY = "beneficiary", _("Beneficiary")
    WITNESS = "witness", _("Witness")


class Person(models.Model):
    """Somebody on the customer's side, as named in this case. All personal fields are encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="people")
    role = models.CharField(max_length=16, choices=PersonRole)
    party_id = models.UUIDField(null=True, db_index=True)
    is_contact = models.BooleanField(default=False)
    is_face_to_face = models.BooleanField(default=False)
    name = EncryptedTextField()
    phone = EncryptedTextField()
    phone_blind = models.CharField(max_length=20, blank=True, db_index=True)
    email = EncryptedTextField()
    email_blind = models.CharField(max_length=20, blank=True)
    certificate_no = EncryptedTextField()
    certificate_blind = models.CharField(max_length=20, blank=True, db_index=True)
    address = EncryptedTextField()
    # For agents and heirs: the evidence item that proves the authority (令2020-3 art 14).
    authority_evidence_id = models.UUIDField(null=True)
    vulnerabilities = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        # Staff must not handle the complaint of somebody with their own address (令2020-3 art 17).
        indexes = [models.Index(fields=["email_blind"], name="person_by_email")]


class Ownership(models.Model):
    """Who was accountable from when to when; an open period has no end, and a case has exactly one (1.1-7)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ownerships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(to_at__isnull=True), name="ownership_one_open"),
            models.CheckConstraint(
                condition=models.Q(to_at__isnull=True) | models.Q(to_at__gte=models.F("from_at")),
                name="ownership_order",
            ),
        ]


class Participation(models.Model):
    """A member of staff who takes part in a case (investigator, co-handler, approver, watcher …)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participations")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user", "role"], condition=models.Q(to_at__isnull=True), name="participation_once"
            )
        ]
        indexes = [models.Index(fields=["user", "case"], name="participation_of_user")]


class Recusal(models.Model):
    """Somebody who must not handle, approve or see the case (令2020-3 art 17); found by rule, declared or requested."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="recusals")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=120)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=models.Q(lifted_at__isnull=True), name="recusal_once"
            )
        ]
        indexes = [models.Index(fields=["user", "case"], name="recusal_of_user")]
