"""What the house knows: articles and their versions."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from huiyin.accounts.queries import actor
from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change, change_marked, etag, mark, marked
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas import knowledge as shown
from huiyin.core.actors import Actor
from huiyin.knowledge import queries
from huiyin.knowledge.actions import articles as actions
from huiyin.knowledge.models import Article, ArticleState, ArticleVersion
from huiyin.knowledge.queries import figures

router = Router(tags=["Knowledge"])


@operation(router, "GET", "/articles", scope="taxonomy:read", response=shown.ArticlePage, clause="6.4-3")
def list_articles(request: Request, page: Query[paging.PageQuery]) -> shown.ArticlePage:
    """List the articles

    Those in use that the caller may read, by key.
    """
    rows, following = paging.by_number(
        _shelf(request), "key", cursor=page.cursor, limit=page.limit, about=("articles", request.auth.user.pk), read=str
    )
    return shown.ArticlePage(items=[shown.ArticleRow(**_row(one)) for one in rows], next=following)


@operation(router, "POST", "/articles", scope="rules:write", response={201: shown.ArticleOut}, clause="6.4-3")
def add_article(request: Request, body: shown.ArticleIn) -> HttpResponse:
    """Write a new article

    It answers once a second person has approved it. Citations of laws are checked.
    """

    def work(by: Actor, at: datetime) -> Answer:
        version = actions.begin(**body.model_dump(), by=by, at=at)
        return marked(_whole(version.article, by), 201)

    return change(request, work)


@operation(router, "GET", "/articles/{article_key}", scope="taxonomy:read", response=shown.ArticleOut)
def read_article(request: Request, response: HttpResponse, article_key: str) -> shown.ArticleOut:
    """Read an article with its versions"""
    whole = _whole(_article(request, article_key), actor(request.auth.user))
    response.headers["ETag"] = etag(whole.etag)
    return whole


@operation(router, "POST", "/articles/{article_key}/versions", scope="rules:write", response={201: shown.ArticleOut})
def write_article(request: Request, article_key: str, body: shown.ArticleNext) -> HttpResponse:
    """Write the next version

    The ones before stay as they are.
    """
    return _change(
        request, article_key, lambda row, by, at: actions.write(article=row, **body.model_dump(), by=by, at=at), 201
    )


@operation(
    router, "POST", "/articles/{article_key}/versions/{place}/approve", scope="rules:write",
    response=shown.ArticleOut,
)  # fmt: skip
def approve_article(request: Request, article_key: str, place: int) -> HttpResponse:
    """Approve a version

    Never one's own.
    """
    return _change(
        request,
        article_key,
        lambda row, by, at: actions.approve(version=_version(row, place), by=by, at=at),
    )


@operation(
    router, "POST", "/articles/{article_key}/versions/{place}/reject", scope="rules:write",
    response=shown.ArticleOut,
)  # fmt: skip
def reject_article(request: Request, article_key: str, place: int, body: shown.ArticleSentBack) -> HttpResponse:
    """Send a version back"""
    return _change(
        request,
        article_key,
        lambda row, by, at: actions.reject(
            version=_version(row, place), reason=body.reason, by=by, at=at
        ),
    )  # fmt: skip


@operation(
    router, "POST", "/articles/{article_key}/versions/{place}/withdraw", scope="rules:write",
    response=shown.ArticleOut,
)  # fmt: skip
def withdraw_article(request: Request, article_key: str, place: int) -> HttpResponse:
    """Take back a version of one's own that waits"""
    return _change(
        request,
        article_key,
        lambda row, by, at: actions.withdraw(version=_version(row, place), by=by, at=at),
    )


@operation(
    router, "POST", "/articles/{article_key}/versions/{place}/review", scope="rules:write",
    response=shown.ArticleOut,
)  # fmt: skip
def review_article(request: Request, article_key: str, place: int, body: shown.ArticleReview) -> HttpResponse:
    """Say that a version is still true"""
    return _change(
        request,
        article_key,
        lambda row, by, at: actions.review(
            version=_version(row, place), review_on=body.review_on, by=by, at=at
        ),
    )  # fmt: skip


@operation(router, "POST", "/articles/{article_key}/use", scope="rules:write", response=shown.ArticleOut)
def use_article(request: Request, article_key: str, body: shown.ArticleUse) -> HttpResponse:
    """Take an article out of use, or back into it"""
    return _change(
        request,
        article_key,
        lambda row, by, at: actions.retire(article=row, retired=not body.in_use, by=by, at=at),
    )


@operation(router, "POST", "/articles/{article_key}/keep", scope="rules:write", response=shown.ArticleOut)
def keep_article(request: Request, article_key: str) -> HttpResponse:
    """Become the keeper of an article"""
    return _change(request, article_key, lambda row, by, at: actions.keep(article=row, by=by, at=at))


def _shelf(request: Request) -> Any:
    by = actor(request.auth.user)
    rows = queries.shelf(by.roles)
    return rows if actions.may_write(by) else rows.filter(versions__state=ArticleState.APPROVED).distinct()


def _article(request: Request, key: str) -> Article:
    by = actor(request.auth.user)
    rows = queries.readable(Article.objects.select_related("keeper"), by.roles)
    if not actions.may_write(by):
        rows = rows.filter(retired_at=None, versions__state=ArticleState.APPROVED).distinct()
    row = rows.filter(key=key).first()
    if row is None:
        raise Problem("not-found", "article.not_found", _("There is no such article."))
    return row


def _version(row: Article, number: int) -> ArticleVersion:
    version = row.versions.select_related("article").filter(number=min(number, 2_000_000_000)).first()
    if version is None:
        raise Problem("not-found", "article.not_found", _("There is no such article."))
    return version


def _change(
    request: Request, key: str, act: Callable[[Article, Actor, datetime], object], status: int = 200
) -> HttpResponse:
    row = _article(request, key)

    def work(by: Actor, at: datetime) -> Answer:
        act(row, by, at)
        return marked(_whole(Article.objects.select_related("keeper").get(pk=row.pk), by), status)

    def held() -> str:
        locked = Article.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=row.pk)
        return _whole(locked, actor(request.auth.user)).etag

    return change_marked(request, held, work)


def _row(row: Article) -> dict[str, Any]:
    names = ("key", "topic", "line", "product_code", "audience", "roles")
    return {name: getattr(row, name) for name in names} | {
        "keeper": row.keeper.employee_no, "is_retired": row.retired_at is not None,
    }  # fmt: skip


def _whole(row: Article, by: Actor) -> shown.ArticleOut:
    versions = row.versions.select_related("written_by", "decided_by").order_by("-number")
    if not actions.may_write(by):
        versions = versions.filter(state=ArticleState.APPROVED)
    found, used = list(versions[:100]), figures.used(row)
    names = (
        "number", "title", "title_en", "questions", "text_zh", "text_en", "from_on", "until_on", "review_on", "state",
        "written_at", "decided_at", "reason", "advice",
    )  # fmt: skip
    return shown.ArticleOut(
        **_row(row),
        versions=[
            shown.ArticleVersionOut(
                **{name: getattr(one, name) for name in names},
                written_by=one.written_by.name,
                decided_by=one.decided_by.name if one.decided_by else "",
            )
            for one in found
        ],
        uses=used.uses,
        helpful=used.helpful,
        unhelpful=used.unhelpful,
        etag=mark([_row(row), [[one.pk, one.state, one.review_on] for one in found]]),
    )
