"""What belongs to a customer's record beside the details: history of each field, parts in policies, ties to others."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7
from huiyin.customers.models.parties import Party
from huiyin.customers.models.policies import Policy


class PartyChange(models.Model):
    """One field of one customer from one value to another. Never changed; the values are encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=24)
    before = EncryptedTextField()
    after = EncryptedTextField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["party", "-at", "-id"], name="party_change_of")]


class PartRole(models.TextChoices):
    """A customer's part in a policy. Who holds it (the applicant) stands in the policy itself."""

    INSURED = "insured", _("Insured")
    BENEFICIARY = "beneficiary", _("Beneficiary")
    AGENT = "agent", _("Agent with authority")
    HEIR = "heir", _("Heir")


class PolicyPart(models.Model):
    """Somebody's part in a policy; for agents and heirs with the paper that proves it (令2020-3 art 14)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="parts")
    # Another customer than the holder, whose the policy is: no constraint between two customers.
    party_id = models.UUIDField()
    role = models.CharField(max_length=16, choices=PartRole)
    authority = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "party_id", "role"], condition=models.Q(to_on__isnull=True), name="policy_part_once"
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="policy_part_order",
            ),
        ]
        indexes = [models.Index(fields=["party_id"], name="policy_part_of_party")]


class TieKind(models.TextChoices):
    """What the other one is to this customer."""

    SPOUSE = "spouse", _("Spouse")
    PARENT = "parent", _("Parent")
    CHILD = "child", _("Child")
    GUARDIAN = "guardian", _("Guardian")
    AGENT = "agent", _("Agent with authority")
    HEIR = "heir", _("Heir")
    CONTACT = "contact", _("Contact person of the organisation")
    OTHER = "other", _("Other tie")


class PartyTie(models.Model):
    """A tie between two customers, as this one sees it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="ties")
    other_id = models.UUIDField()
    kind = models.CharField(max_length=16, choices=TieKind)
    note = models.CharField(max_length=200, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "other_id", "kind"], condition=models.Q(to_at__isnull=True), name="party_tie_once"
            ),
            models.CheckConstraint(condition=~models.Q(party=models.F("other_id")), name="party_tie_two"),
        ]
        indexes = [models.Index(fields=["other_id"], name="party_tie_of_other")]
