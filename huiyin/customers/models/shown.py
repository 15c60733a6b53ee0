"""What a customer was shown of the terms before the contract, and what was explained: evidence (6.2-2, 6.2-4)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import pgettext_lazy

from huiyin.catalog.models import Terms
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7
from huiyin.customers.models.parties import Party


class ShownKind(models.TextChoices):
    """Shown: put before their eyes (提示). Explained: told what it means (说明). The law asks for both of what is not
    covered (保险法 art 17)."""

    SHOWN = "shown", pgettext_lazy("terms", "Shown")
    EXPLAINED = "explained", pgettext_lazy("terms", "Explained")


class ShownMethod(models.TextChoices):
    WEB = "web", pgettext_lazy("terms", "Web page")
    APP = "app", pgettext_lazy("terms", "App")
    PAPER = "paper", pgettext_lazy("terms", "On paper")
    FACE = "face", pgettext_lazy("terms", "Face to face")
    PHONE = "phone", pgettext_lazy("terms", "On the phone")
    VIDEO = "video", pgettext_lazy("terms", "Sound and picture recorded")


class Understood(models.TextChoices):
    """How the customer confirmed it."""

    NOT = "not", pgettext_lazy("terms", "Not confirmed")
    TICK = "tick", pgettext_lazy("terms", "Ticked")
    SIGNATURE = "signature", pgettext_lazy("terms", "Signed")
    VOICE = "voice", pgettext_lazy("terms", "Said so, recorded")
    COPIED = "copied", pgettext_lazy("terms", "Copied the sentence by hand")


class TermsShown(models.Model):
    """One showing or explaining of clauses of an approved version of terms. Never changed; a policy number may be
    added once, when the application became a contract."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=10, choices=ShownKind)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Numbers of the clauses, and the SHA-256 of their wording as it was shown (`catalog.rules.terms.digest`).
    paths = ArrayField(models.CharField(max_length=20))
    digest = models.CharField(max_length=64)
    # Were all clauses on what is not covered among them?
    all_exclusions = models.BooleanField()
    method = models.CharField(max_length=8, choices=ShownMethod)
    shown_at = models.DateTimeField()
    understood = models.CharField(max_length=10, choices=Understood, default=Understood.NOT)
    understood_at = models.DateTimeField(null=True)
    # What the customer said or asked, as it was written down.
    words = EncryptedTextField(default="")
    policy_number = models.CharField(max_length=40, blank=True)
    application_no = models.CharField(max_length=40, blank=True)
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    seller_no = models.CharField(max_length=20, blank=True)
    # Where the proof lies: number of the recording or paper, and the SHA-256 of its file where it is known.
    proof = models.CharField(max_length=200, blank=True)
    proof_hash = models.CharField(max_length=64, blank=True)
    # The sales system's own key: the same one twice is one record.
    key = models.CharField(max_length=80, null=True, unique=True)
    recorded_at = models.DateTimeField()
    by_label = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(policy_number="") | ~models.Q(application_no=""), name="terms_shown_to_somebody"
            ),
            models.CheckConstraint(
                condition=models.Q(understood="not", understood_at__isnull=True)
                | (~models.Q(understood="not") & models.Q(understood_at__gte=models.F("shown_at"))),
                name="terms_shown_then_understood",
            ),
            models.CheckConstraint(
                condition=models.Q(recorded_at__gte=models.F("shown_at")), name="terms_shown_then_recorded"
            ),
        ]
        indexes = [
            models.Index(
                fields=["policy_number", "shown_at"], name="terms_shown_policy", condition=~models.Q(policy_number="")
            ),
            models.Index(
                fields=["application_no"], name="terms_shown_application", condition=~models.Q(application_no="")
            ),
            models.Index(fields=["terms", "-shown_at", "-id"], name="terms_shown_of_version"),
        ]
