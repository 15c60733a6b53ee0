"""What is counted of articles: uses, what was said of them, questions before and after one was there, open gaps."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from huiyin.knowledge.models import Article, ArticleVersion, Gap, GapState, Question, Use
from huiyin.knowledge.rules.articles import TOLD_BEFORE

SPAN = timedelta(days=30)
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Used:
    """How often an article was used, and how often somebody said it helped, or did not."""

    uses: int
    helpful: int
    unhelpful: int


def used(article: Article) -> Used:
    """All versions of an article together."""
    found = Use.objects.filter(version__article=article).aggregate(
        uses=Count("pk"),
        helpful=Count("pk", filter=Q(is_helpful=True)),
        unhelpful=Count("pk", filter=Q(is_helpful=False)),
    )
    return Used(found["uses"], found["helpful"], found["unhelpful"])


def complaints_of_it(article: Article) -> QuerySet[Use]:
    """Why it did not help, the latest word first."""
    return Use.objects.filter(version__article=article, is_helpful=False).exclude(reason="").order_by("-at", "-id")


@dataclass(frozen=True)
class Fall:
    """Questions that nothing answered in the thirty days before an article was there, and in those after."""

    before: int
    after: int


def fall(article: Article, at: datetime) -> Fall | None:
    """How questions without an answer fell in the gaps that an article closes; None before it has closed one."""
    first = ArticleVersion.objects.filter(article=article, state="approved").order_by("decided_at").first()
    gaps = list(article.gaps.values_list("pk", flat=True)[:200])
    if first is None or first.decided_at is None or not gaps:
        return None
    rows, day = Question.objects.filter(gap__in=gaps), first.decided_at
    before = rows.filter(at__gte=day - SPAN, at__lt=day)[:MOST_COUNTED].count()
    return Fall(before, rows.filter(at__gte=day, at__lt=min(day + SPAN, at))[:MOST_COUNTED].count())


def to_review(at: datetime) -> QuerySet[Article]:
    """Articles whose version has to be looked at again within a fortnight, or should have been."""
    due = ArticleVersion.objects.filter(state="approved", review_on__lte=(at + TOLD_BEFORE).date())
    return Article.objects.filter(retired_at=None, versions__in=due).distinct().select_related("keeper").order_by("key")


def open_gaps() -> QuerySet[Gap]:
    """What was asked and not known, the most frequent first."""
    return Gap.objects.filter(state=GapState.OPEN).order_by("-count", "id")
