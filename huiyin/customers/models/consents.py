"""What a customer agreed to, for one purpose each (PIPL art 14, 15)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.ids import uuid7
from huiyin.customers.models.parties import Party


class ConsentPurpose(models.TextChoices):
    MARKETING = "marketing", _("Offers of products")
    CARE = "care", _("Care calls and visits")
    SURVEY = "survey", _("Surveys")
    PROFILING = "profiling", _("Portrait and automated decisions")
    SHARING = "sharing", _("Passing data on to partners")


class ConsentSource(models.TextChoices):
    PHONE = "phone", _("Phone")
    PORTAL = "portal", _("Web portal")
    PAPER = "paper", _("Signed paper")
    OUTLET = "outlet", _("Outlet")
    EMAIL = "email", _("E-mail")
    SYSTEM = "system", _("Core system")


class Consent(models.Model):
    """Given once, for one purpose, until a day or until it is withdrawn. A new one is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=ConsentPurpose)
    source = models.CharField(max_length=12, choices=ConsentSource)
    # Where the proof is: number of the recording, the paper, the page's version.
    proof = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_source = models.CharField(max_length=12, choices=ConsentSource, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "purpose"], condition=models.Q(withdrawn_at__isnull=True), name="consent_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_order",
            ),
        ]
