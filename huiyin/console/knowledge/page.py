"""One article: what holds, its versions, how it is used, two versions compared; deciding on a version."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.accounts.models import Role
from huiyin.console.knowledge.listed import tabs
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.knowledge import queries
from huiyin.knowledge.actions import articles as actions
from huiyin.knowledge.models import Article, ArticleState, ArticleVersion
from huiyin.knowledge.queries import figures
from huiyin.knowledge.rules import articles as rules
from huiyin.knowledge.rules import words

SHOWN = 30
PILLS = {"submitted": "waiting", "approved": "closed", "rejected": "breached", "withdrawn": ""}


def found(visit: Visit, key: str) -> Article:
    """The article of this key; 404 for who may not read it, and for who does not write while nothing is approved."""
    rows = queries.readable(Article.objects.select_related("keeper", "made_by"), visit.by.roles)
    if not actions.may_write(visit.by):
        rows = rows.filter(retired_at=None, versions__state=ArticleState.APPROVED).distinct()
    return get_object_or_404(rows, key=key)


@desk("desk")
def one(visit: Visit, key: str) -> HttpResponse:
    """The article and its versions, newest first."""
    return show(visit, found(visit, key))


def show(visit: Visit, row: Article, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page of an article, with what went wrong."""
    may = actions.may_write(visit.by)
    versions = row.versions.select_related("written_by", "decided_by").order_by("-number")
    if not may:
        versions = versions.filter(state=ArticleState.APPROVED)
    holds = queries.in_force(local_date(visit.at), visit.by.roles).filter(article=row).first()
    listed = list(versions[:SHOWN])
    newest = holds or (listed[0] if listed else None)
    english = (get_language() or "").startswith("en")
    context = {
        "row": row,
        "name": (newest.title_en if english and newest.title_en else newest.title) if newest else row.key,
        "line": _(rules.LINES[row.line]) if row.line else "",
        "roles": "、".join(str(Role(code).label) for code in row.roles if code in Role.values),
        "versions": [_line(version, holds, may, visit) for version in listed],
        "holds": holds,
        "may_write": may,
        "waits": any(version.state == "submitted" for version in listed),
        "compares": len(listed) > 1,
        "used": figures.used(row),
        "unhelpful": figures.complaints_of_it(row)[:10] if may else [],
        "fall": figures.fall(row, visit.at),
        "next_review": local_date(visit.at) + timedelta(days=180),
        "problem": problem,
        "tabs": tabs("articles", may),
    }
    return visit.page("knowledge/article.html", context, status=status)


def _line(version: ArticleVersion, holds: ArticleVersion | None, may: bool, visit: Visit) -> dict[str, Any]:
    waits = may and version.state == "submitted"
    return {
        "row": version,
        "pill": PILLS[version.state],
        "holds": version == holds,
        "may_decide": waits and version.written_by_id != visit.user.pk,
        "may_withdraw": waits and version.written_by_id == visit.user.pk,
    }


@desk("desk")
def compare(visit: Visit, key: str) -> HttpResponse:
    """Two versions, word by word: by default the newest with the one before."""
    row, may = found(visit, key), actions.may_write(visit.by)
    versions = {one.number: one for one in row.versions.order_by("-number")[:200] if may or one.state == "approved"}
    if len(versions) < 2:
        raise Http404
    numbers = sorted(versions, reverse=True)
    right = _number(visit.request.GET.get("right", ""), versions, numbers[0])
    left = _number(visit.request.GET.get("left", ""), versions, numbers[1])
    fields = (("title", _("Title in Chinese")), ("title_en", _("Title in English")), ("text_zh", _("Text in Chinese")),
              ("text_en", _("Text in English")))  # fmt: skip
    parts = [
        (label, words.compare(getattr(versions[left], name), getattr(versions[right], name))) for name, label in fields
    ]
    asked = ["\n".join(versions[number].questions) for number in (left, right)]
    parts.append((_("Ways of asking"), words.compare(*asked)))
    context = {"row": row, "numbers": numbers, "left": left, "right": right, "parts": [one for one in parts if one[1]],
               "name": versions[right].title, "tabs": tabs("articles", may)}  # fmt: skip
    return visit.page("knowledge/compare.html", context)


def _number(text: str, versions: dict[int, ArticleVersion], otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 and int(text) in versions else otherwise


@desk("desk", "POST")
def decide(visit: Visit, key: str, number: int, step: str) -> HttpResponse:
    """Approve, reject or withdraw a version; or say that it was looked at and is still true."""
    row = found(visit, key)
    version = get_object_or_404(row.versions.select_related("article"), number=number)
    given = visit.request.POST
    try:
        if step == "approve":
            actions.approve(version=version, by=visit.by, at=visit.at)
        elif step == "reject":
            actions.reject(version=version, reason=given.get("reason", ""), by=visit.by, at=visit.at)
        elif step == "withdraw":
            actions.withdraw(version=version, by=visit.by, at=visit.at)
        elif step == "review":
            day = _day(given.get("review_on", ""))
            actions.review(version=version, review_on=day, by=visit.by, at=visit.at)
        else:
            raise Http404
    except Refused as refusal:
        return show(visit, row, problem=refusal.message, status=422 if isinstance(refusal, BadInput) else 409)
    messages.success(visit.request, _("Kept."))
    return redirect("article", row.key)


def _day(text: str) -> Any:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise BadInput("article.review", _("Look at it again within a year."), field="review_on")
    return day


@desk("desk", "POST")
def act(visit: Visit, key: str, step: str) -> HttpResponse:
    """Take it out of use, or back; become its keeper."""
    row = found(visit, key)
    if step in ("retire", "restore"):
        actions.retire(article=row, retired=step == "retire", by=visit.by, at=visit.at)
    elif step == "keep":
        actions.keep(article=row, by=visit.by, at=visit.at)
    else:
        raise Http404
    messages.success(visit.request, _("Kept."))
    return redirect("article", row.key)
