"""Articles: on the shelf, in force on a day, for whom; and what is amiss with a text."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from huiyin.handbook.queries import citations
from huiyin.knowledge.models import Article, ArticleState, ArticleVersion, Audience
from huiyin.knowledge.rules.articles import KEEPERS


@dataclass(frozen=True)
class Advice:
    """What the check of citations says of a text. `alarm`: it is not kept with it."""

    words: str
    problem: str
    mend: str
    alarm: bool


def examine(text: str, on: date) -> list[Advice]:
    """What is amiss with the citations of `text` as of a day, in its order."""
    said = get_language() or "zh-hans"
    return [
        Advice(one.quote, one.source.in_language(said), one.mend.in_language(said), one.is_alarm)
        for one in citations.check(text, on)
    ]


def readable(rows: QuerySet[Article], held: Collection[str] | None) -> QuerySet[Article]:
    """Of the articles those that somebody with the roles `held` (None: a customer) may read."""
    if held is None:
        return rows.filter(audience=Audience.PUBLIC)
    if KEEPERS & set(held):
        return rows
    return rows.filter(Q(audience__in=(Audience.PUBLIC, Audience.STAFF)) | Q(roles__overlap=list(held)))


def in_force(on: date, held: Collection[str] | None, *, known_at: datetime | None = None) -> QuerySet[ArticleVersion]:
    """Of each readable article the version that holds on a day: approved, begun, not over, the latest. `known_at`: as
    it stood at that instant."""
    used = Q(retired_at=None) if known_at is None else Q(retired_at=None) | Q(retired_at__gt=known_at)
    articles = readable(Article.objects.filter(used), held)
    rows = ArticleVersion.objects.filter(state=ArticleState.APPROVED, from_on__lte=on, article__in=articles)
    if known_at is not None:
        rows = rows.filter(decided_at__lte=known_at)
    newest = rows.order_by("article", "-from_on", "-number").distinct("article").values("pk")
    return ArticleVersion.objects.filter(Q(until_on=None) | Q(until_on__gte=on), pk__in=newest).select_related(
        "article"
    )


def shelf(held: Collection[str] | None, *, retired: bool = False) -> QuerySet[Article]:
    """The articles by key: those in use, or those taken out of use."""
    rows = readable(Article.objects.filter(retired_at__isnull=not retired), held)
    return rows.select_related("keeper").order_by("key")
