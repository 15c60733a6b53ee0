"""The articles of the house: by key, or those that answer what somebody typed."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.console.visit import Visit, desk
from huiyin.core.time import local_date
from huiyin.knowledge import queries
from huiyin.knowledge.actions.articles import may_write
from huiyin.knowledge.models import Article, ArticleState, ArticleVersion, Topic
from huiyin.knowledge.queries import answers, figures

SHOWN = 50


def tabs(now: str, by_keeper: bool) -> list[dict[str, Any]]:
    """Articles, and for keepers what was asked and not known."""
    found = [("articles", _("Articles"))] + ([("article_gaps", _("Not known yet"))] if by_keeper else [])
    return [{"label": label, "url": reverse(name), "active": name == now} for name, label in found]


@desk("desk")
def show(visit: Visit) -> HttpResponse:
    """A page of articles by key; `q` those that answer it; `topic`; `waiting`, `review`, `retired` = 1."""
    asked = visit.request.GET.get("q", "").replace("\x00", "").strip()[: answers.LONGEST]
    keeper = may_write(visit.by)
    context = {"asked": asked, "may_write": keeper, "tabs": tabs("articles", keeper), "topics": Topic.choices}
    if asked:
        found = answers.answer(asked, on=local_date(visit.at), held=visit.by.roles)
        versions = {one.pk: one for one in queries.in_force(local_date(visit.at), visit.by.roles)
                    .filter(pk__in=[pk for pk, _score in found.all_])}  # fmt: skip
        rows = [{"article": versions[pk].article, "version": versions[pk], "score": round(score * 100)}
                for pk, score in found.all_ if pk in versions]  # fmt: skip
        return visit.page("knowledge/list.html", context | {"rows": rows, "verdict": found.verdict})
    return visit.page("knowledge/list.html", context | _by_key(visit, keeper))


def _by_key(visit: Visit, keeper: bool) -> dict[str, Any]:
    given = visit.request.GET
    narrowed = {name: given[name] for name in ("topic", "waiting", "review", "retired") if given.get(name)}
    rows = queries.shelf(visit.by.roles, retired=keeper and "retired" in narrowed)
    if narrowed.get("topic") in Topic.values:
        rows = rows.filter(topic=narrowed["topic"])
    if "waiting" in narrowed:
        rows = rows.filter(versions__state=ArticleState.SUBMITTED)
    if "review" in narrowed:
        rows = rows.filter(pk__in=figures.to_review(visit.at).order_by().values("pk"))
    if not keeper:
        rows = rows.filter(versions__state=ArticleState.APPROVED).distinct()
    found = list(rows.filter(key__gt=given.get("after", "").replace("\x00", ""))[: SHOWN + 1])
    more, found = len(found) > SHOWN, found[:SHOWN]
    following = f"{reverse('articles')}?{urlencode(narrowed | {'after': found[-1].key})}" if more else ""
    return {"rows": _lines(found, local_date(visit.at)), "next_url": following, "narrowed": narrowed,
            "to_review": keeper and figures.to_review(visit.at).filter(keeper=visit.user)[:100].count()}  # fmt: skip


def _lines(found: list[Article], today: date) -> list[dict[str, Any]]:
    by_article: dict[Any, list[ArticleVersion]] = {}
    for version in ArticleVersion.objects.filter(article__in=found).order_by("from_on", "number"):
        by_article.setdefault(version.article_id, []).append(version)
    lines = []
    for row in found:
        versions = by_article.get(row.pk, [])
        holds = [one for one in versions if one.state == "approved" and one.from_on <= today]
        lines.append({
            "article": row, "version": holds[-1] if holds else (versions[-1] if versions else None),
            "holds": holds[-1] if holds else None, "waits": any(one.state == "submitted" for one in versions),
        })  # fmt: skip
    return lines
