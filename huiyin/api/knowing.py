"""Answers from what is known, and what was asked in vain."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiyin.accounts.queries import actor
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas import knowledge as shown
from huiyin.core.actors import Actor
from huiyin.core.time import local_date, now
from huiyin.knowledge.actions import articles as actions
from huiyin.knowledge.actions import questions
from huiyin.knowledge.models import Article, Gap
from huiyin.knowledge.queries import answers, figures

router = Router(tags=["Knowledge"])


@operation(router, "POST", "/answers", scope="taxonomy:read", response=shown.AnswerOut, clause="6.4-3")
def answer_question(request: Request, body: shown.AskIn) -> shown.AnswerOut:
    """Ask what is known

    From approved articles in force today, with their versions; nothing is guessed and nothing is kept of the question.
    """
    held = None if body.for_customers else actor(request.auth.user).roles
    found = answers.answer(body.text, on=local_date(now()), held=held)
    return shown.AnswerOut(
        verdict=found.verdict,
        engine=found.engine,
        found=[
            shown.FoundOut(
                key=one.version.article.key, version=one.version.number, title=one.version.title,
                text=one.version.text_zh, score=one.score,
            )
            for one in found.found
        ],
    )  # fmt: skip


@operation(router, "GET", "/gaps", scope="taxonomy:read", response=shown.GapList, clause="6.4-3")
def list_gaps(request: Request) -> shown.GapList:
    """List what was asked in vain

    Nothing for who does not keep articles.
    """
    rows = figures.open_gaps()[:200] if actions.may_write(actor(request.auth.user)) else []
    names = ("id", "sample", "count", "first_at", "last_at")
    return shown.GapList(items=[shown.GapOut(**{name: getattr(one, name) for name in names}) for one in rows])


@operation(router, "POST", "/gaps/{gap_id}", scope="rules:write", response=shown.GapList)
def close_gap(request: Request, gap_id: UUID, body: shown.GapClose) -> HttpResponse:
    """Say what becomes of a question that nothing answered"""
    gap = Gap.objects.filter(pk=gap_id).first()
    article = Article.objects.filter(key=body.article, retired_at=None).first() if body.article else None
    if gap is None or (body.article and article is None):
        raise Problem("not-found", "gap.not_found", _("There is no such question, or no such article."))

    def work(by: Actor, at: datetime) -> Answer:
        questions.close_gap(gap=gap, article=article, by=by, at=at)
        return Answer(list_gaps(request))

    return change(request, work)
