"""Answers to the regulator about complaints that it transferred (令2020-3 art 33)."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.fields import Body, Day, Moment
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.cases import queries as cases
from huiyin.complaints.actions import hand_back as actions
from huiyin.complaints.models import HandBack
from huiyin.complaints.queries import hand_back as queries
from huiyin.complaints.rules import hand_back as rules
from huiyin.core.actors import Actor
from huiyin.core.time import local_date, now

router = Router(tags=["Transfers"])
DAYS = 90


class PeriodQuery(Schema):
    """Days of receipt; left out: the last ninety."""

    since: Day | None = None
    until: Day | None = None


class PeriodIn(Body):
    """Days of receipt."""

    since: Day
    until: Day


class AnswerFacts(Schema):
    """What is told of a transferred complaint."""

    external_ref: str = Field(description="The regulator's number")
    number: str
    received_on: Day
    accepted_on: Day | None
    decided_on: Day | None
    told_on: Day | None
    outcome: Literal["", "upheld", "partly", "not_upheld", "not_proceeded", "rerouted", "withdrawn"]
    settled: Literal["", "yes", "no"] = Field(description="Empty while the case is open")
    extended_until: Day | None
    days: int | None = Field(description="Natural days from receipt to telling")


class AnswerToGive(AnswerFacts):
    """A case that was not given back, or changed since."""

    changed: bool
    missing: list[str] = Field(description="Why it cannot be given back yet; empty: it can")


class AnswersToGive(Schema):
    """The cases of the period that the caller sees."""

    items: list[AnswerToGive]


class GivenBack(Schema):
    """A file that was given back; `items` are those of its cases that the caller sees."""

    id: UUID
    at: Moment
    by: str
    since: Day
    until: Day
    left_out: list[str] = Field(
        description="Numbers of cases of the period that are not complete; told when it is made"
    )
    items: list[AnswerFacts]


@operation(
    router, "GET", "/transfers/answers", scope="complaints:read", response=AnswersToGive, clause="令2020-3 art 33"
)
def list_answers_to_give(request: Request, query: Query[PeriodQuery]) -> AnswersToGive:
    """List what is to be given back to the regulator"""
    until = query.until or local_date(now())
    since = query.since or until - timedelta(days=DAYS)
    actions.check_period(since, until, now())
    lines = queries.of_period(cases.visible_to(request.auth.user), since, until)
    return AnswersToGive(
        items=[
            AnswerToGive(**rules.kept(line.facts), changed=line.changed, missing=list(line.missing)) for line in lines
        ]
    )


@operation(
    router, "POST", "/transfers/answers", scope="complaints:act", response={201: GivenBack}, clause="令2020-3 art 33"
)
def give_answers_back(request: Request, body: PeriodIn) -> HttpResponse:
    """Give answers back to the regulator

    Complete cases of the period that were not given back like this before. Each says so in its ledger.
    """

    def work(by: Actor, at: datetime) -> Answer:
        rows = cases.visible_to(request.auth.user)
        done = actions.give_back(rows=rows, since=body.since, until=body.until, by=by, at=at)
        return Answer(_told(request, done.hand_back, [line.case.number for line in done.left_out]), 201)

    return change(request, work)


@operation(
    router, "GET", "/transfers/answers/{hand_back_id}", scope="complaints:read", response=GivenBack,
    clause="令2020-3 art 33",
)  # fmt: skip
def read_answers_given(request: Request, hand_back_id: UUID) -> GivenBack:
    """Read what was given back to the regulator"""
    made = HandBack.objects.filter(pk=hand_back_id).first()
    told = _told(request, made, []) if made else None
    if told is None or not told.items:
        raise Problem("not-found", "hand_back.not_found", _("There is no such file of answers."))
    return told


def _told(request: Request, made: HandBack, left_out: list[str]) -> GivenBack:
    seen = cases.visible_to(request.auth.user)
    facts = made.lines.filter(case__in=seen).order_by("place").values_list("facts", flat=True)
    return GivenBack(
        id=made.pk, at=made.at, by=made.by_label, since=made.since, until=made.until, left_out=left_out,
        items=[AnswerFacts(**one) for one in facts],
    )  # fmt: skip
