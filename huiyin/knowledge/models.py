"""What the house knows: articles in versions that never change, each use of them, what was asked and not known (6.4).

Reference data; what belongs to a case or a person carries an id without a constraint.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import User
from huiyin.core.fields import EncryptedTextField, TokensField
from huiyin.core.ids import uuid7


class Topic(models.TextChoices):
    """What an article is about (6.4-1), with rights and the policy itself apart."""

    PRODUCT = "product", _("Product")
    COVER = "cover", _("Cover")
    CLAIMS = "claims", _("How to claim")
    SURRENDER = "surrender", _("Surrender")
    BENEFITS = "benefits", _("Conditions of benefits")
    POLICY = "policy", _("Policy management")
    RIGHTS = "rights", _("Complaints and rights")
    OTHER = "other", _("Something else")


class Audience(models.TextChoices):
    """Who may read it."""

    PUBLIC = "public", _("Everybody")
    STAFF = "staff", _("Staff only")
    ROLE = "role", _("Some roles only")


class ArticleState(models.TextChoices):
    SUBMITTED = "submitted", _("Waits for a second person")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Article(models.Model):
    """What a question is answered with. Its words are in the versions; `keeper` answers for it being true."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    key = models.CharField(max_length=40, unique=True)
    topic = models.CharField(max_length=12, choices=Topic)
    line = models.CharField(max_length=12, blank=True)
    product_code = models.CharField(max_length=40, blank=True)
    audience = models.CharField(max_length=8, choices=Audience)
    roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    keeper = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience="role") ^ models.Q(roles=[]), name="article_roles_for_roles_only"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ArticleVersion(models.Model):
    """One wording, in force from a day on. The database refuses to change or delete its words."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    questions = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    # By this day its keeper has to look whether it is still true.
    review_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=ArticleState, default=ArticleState.SUBMITTED)
    # What the check of citations said when it was kept: [{words, problem, mend, alarm}].
    advice = models.JSONField(default=list)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    vector = TokensField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_number"),
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(state="submitted"), name="article_version_one_waits"
            ),
            models.CheckConstraint(
                condition=models.Q(state="submitted", decided_at__isnull=True)
                | (~models.Q(state="submitted") & models.Q(decided_at__isnull=False)),
                name="article_version_decided_has_time",
            ),
        ]
        indexes = [
            GinIndex(fields=["vector"], name="article_version_vector"),
            models.Index(fields=["review_on"], name="article_to_review", condition=models.Q(state="approved")),
        ]


class Where(models.TextChoices):
    """Where an article was used or asked for."""

    HELP = "help", _("Help pages")
    ASSISTANT = "assistant", _("Automatic answers")
    CASE = "case", _("Written into a case")
    API = "api", _("Other systems")


class Question(models.Model):
    """A question as it was answered, so that the answer can be found again. The words are encrypted and without
    personal numbers; `found` are the versions with their scores, in order."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    text = EncryptedTextField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    on = models.DateField()
    where = models.CharField(max_length=12, choices=Where)
    audience = models.CharField(max_length=8, choices=Audience)
    roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    engine = models.CharField(max_length=24)
    verdict = models.CharField(max_length=8)
    found = models.JSONField(default=list)
    gap = models.ForeignKey("Gap", null=True, on_delete=models.SET_NULL, related_name="questions")

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="question_recent")]


class GapState(models.TextChoices):
    OPEN = "open", _("Nobody has answered it")
    ANSWERED = "answered", _("An article answers it")
    DISMISSED = "dismissed", _("Not for us")


class Gap(models.Model):
    """Questions that nothing answered and that are alike. `terms` are those of the first one."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    sample = EncryptedTextField()
    terms = ArrayField(models.CharField(max_length=64), default=list)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=GapState, default=GapState.OPEN)
    article = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="gaps")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            GinIndex(fields=["terms"], name="gap_terms"),
            models.Index(fields=["-count", "id"], name="gap_open", condition=models.Q(state="open")),
        ]


class Use(models.Model):
    """An article that was read, shown as an answer, or written into a message; and what was said of it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="uses")
    where = models.CharField(max_length=12, choices=Where)
    at = models.DateTimeField()
    case_id = models.UUIDField(null=True, db_index=True)
    by_label = models.CharField(max_length=120, blank=True)
    is_helpful = models.BooleanField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["version", "-at", "-id"], name="article_use_recent")]
