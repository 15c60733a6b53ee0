"""Products, and the file of what proves that each may be sold."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.accounts.models import User
from huiyin.core.ids import uuid7


class Line(models.TextChoices):
    """The seven lines of the handbook (6.1-1)."""

    LIFE = "life", _("Life insurance")
    HEALTH = "health", _("Health insurance")
    ACCIDENT = "accident", _("Accident insurance")
    PROPERTY = "property", _("Property insurance")
    LIABILITY = "liability", _("Liability insurance")
    CREDIT = "credit", _("Credit and guarantee insurance")
    ANNUITY = "annuity", _("Annuities")


class Design(models.TextChoices):
    """The four designs of the handbook (6.1-1)."""

    ORDINARY = "ordinary", pgettext_lazy("product", "Ordinary")
    PARTICIPATING = "participating", pgettext_lazy("product", "Participating")
    UNIVERSAL = "universal", pgettext_lazy("product", "Universal")
    UNIT_LINKED = "unit_linked", pgettext_lazy("product", "Unit-linked")


class ProductStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("product", "Being prepared")
    ON_SALE = "on_sale", pgettext_lazy("product", "On sale")
    WITHDRAWN = "withdrawn", pgettext_lazy("product", "No longer sold")


class Product(models.Model):
    """A product. Policies name it by its `code`. The texts are those that customers read, in their words."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    line = models.CharField(max_length=12, choices=Line)
    design = models.CharField(max_length=16, choices=Design, default=Design.ORDINARY)
    status = models.CharField(max_length=10, choices=ProductStatus, default=ProductStatus.DRAFT)
    sold_from = models.DateField(null=True)
    # The last day on which it was sold.
    sold_to = models.DateField(null=True)
    # Number under which it was filed with or approved by the regulator.
    filing_no = models.CharField(max_length=60, blank=True)
    cover = models.TextField(blank=True)
    premium = models.TextField(blank=True)
    returns = models.TextField(blank=True)
    suits = models.TextField(blank=True)
    suits_not = models.TextField(blank=True)
    keeper = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sold_to__isnull=True) | models.Q(sold_to__gte=models.F("sold_from")),
                name="product_sold_order",
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft") | models.Q(sold_from__isnull=False), name="product_sold_since"
            ),
        ]
        indexes = [models.Index(fields=["line", "code"], name="product_of_line")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ProofKind(models.TextChoices):
    """What the file of a product has to show (6.1-2)."""

    INSURABLE_INTEREST = "insurable_interest", _("Insurable interest")
    GOOD_FAITH = "good_faith", _("Utmost good faith")
    SUM_INSURED = "sum_insured", _("Sum insured")
    ACTUARIAL = "actuarial", _("Actuarial basis")


class ProductProof(models.Model):
    """A dated statement in the file of a product. Never changed: a newer one of its kind takes its place."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=20, choices=ProofKind)
    statement = models.TextField()
    # Where the paper lies: its number or name in the archive.
    document = models.CharField(max_length=120, blank=True)
    dated_on = models.DateField()
    review_on = models.DateField()
    replaced_at = models.DateTimeField(null=True)
    by_label = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "kind"], condition=models.Q(replaced_at=None), name="product_proof_one_holds"
            ),
            models.CheckConstraint(condition=models.Q(review_on__gt=models.F("dated_on")), name="product_proof_order"),
        ]
        indexes = [
            models.Index(fields=["review_on", "id"], name="product_proof_due", condition=models.Q(replaced_at=None))
        ]
