"""Steps with others: review by the unit above, mediation, escalation (令2020-3 art 20, 23)."""

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.fields import Body, Day, Line, Moment, Word, Words
from huiyin.api.steps.decision import DemandAnswerIn
from huiyin.api.steps.frame import HOW_TOLD, Nothing, WayIn, step, take, way_of
from huiyin.complaints.actions import escalation, mediation, review, reviewing

router = Router(tags=["Steps: review, mediation, escalation"])


class ReviewIn(Body):
    """Why the decision is not right."""

    grounds: Words = Field(description="4 to 10,000 characters")
    applied_at: Moment | None = Field(None, description="When the application was received; now, when left out")
    evidence_ids: list[UUID] = Field([], max_length=50)
    way: WayIn | None = Field(None, description=HOW_TOLD)


@step(router, "apply_review")
def apply_review(request: Request, number: str, body: ReviewIn) -> HttpResponse:
    """Record an application for a review of a branch's decision

    Within 30 days of the proven receipt; without proof of receipt nothing is late. The unit above decides in 30 days.
    """
    told = body.model_dump(exclude={"way"})
    return take(
        request, number, lambda case, by, at: review.apply(case=case, by=by, at=at, way=way_of(body.way), **told)
    )


class ReviewDecisionIn(Body):
    """What the unit above found and decides."""

    process_finding: Words = Field(min_length=1)
    timing_finding: Words = Field(min_length=1)
    outcome_finding: Words = Field(min_length=1)
    verdict: Literal["upheld", "changed", "returned"]
    conclusion: Words = Field(description="One sentence; 4 to 2,000 characters")
    grounds: Words
    answers: list[DemandAnswerIn] = Field([], max_length=20, description="For `changed`: the new result per demand")
    way: WayIn | None = Field(None, description=HOW_TOLD)


@step(router, "decide_review")
def decide_review(request: Request, number: str, body: ReviewDecisionIn) -> HttpResponse:
    """Decide the review

    By the unit above, by nobody who had a hand in the matter. Changed or returned begins a new round.
    """
    told = body.model_dump(exclude={"way", "answers"})
    answers = [one.draft for one in body.answers]
    return take(
        request,
        number,
        lambda case, by, at: reviewing.decide(case=case, by=by, at=at, answers=answers, way=way_of(body.way), **told),
    )


class ReviewRefusalIn(Body):
    """Why it is not admitted."""

    reason: Words = Field(description="4 to 500 characters")
    way: WayIn | None = Field(None, description=HOW_TOLD)


@step(router, "refuse_review")
def refuse_review(request: Request, number: str, body: ReviewRefusalIn) -> HttpResponse:
    """Do not admit an application that is proven to be late"""
    return take(
        request,
        number,
        lambda case, by, at: reviewing.refuse(case=case, reason=body.reason, by=by, at=at, way=way_of(body.way)),
    )


@step(router, "withdraw_review")
def withdraw_review(request: Request, number: str, body: Nothing | None = None) -> HttpResponse:
    """Record that the application for a review is withdrawn"""
    return take(request, number, lambda case, by, at: review.withdraw(case=case, by=by, at=at))


class MediationIn(Body):
    """By whom."""

    body: Line = Field(description="Name of the body; up to 200 characters")
    external_ref: Word = ""


@step(router, "start_mediation")
def start_mediation(request: Request, number: str, body: MediationIn) -> HttpResponse:
    """Record that a mediation was proposed or opened

    The limit runs on until both sides have agreed.
    """
    return take(request, number, lambda case, by, at: mediation.start(case=case, by=by, at=at, **body.model_dump()))


class MediationAgreementIn(Body):
    """Which side agrees."""

    side: Literal["complainant", "insurer"]
    agreed_at: Moment | None = None
    proof_evidence_id: UUID | None = Field(None, description="Needed for the complainant's agreement")
    way: WayIn | None = Field(None, description=HOW_TOLD)


@step(router, "agree_mediation")
def agree_mediation(request: Request, number: str, body: MediationAgreementIn) -> HttpResponse:
    """Record that a side agrees to the mediation

    Once both have, the decision limit rests from the later of the two moments.
    """
    told = body.model_dump(exclude={"way"})
    return take(
        request, number, lambda case, by, at: mediation.agree(case=case, by=by, at=at, way=way_of(body.way), **told)
    )


class MediationEndIn(Body):
    """What came of it."""

    result: Literal["settled", "failed", "withdrawn"]
    result_text: Words = Field(description="2 to 500 characters")
    ended_at: Moment | None = None
    way: WayIn | None = Field(None, description=HOW_TOLD)


@step(router, "end_mediation")
def end_mediation(request: Request, number: str, body: MediationEndIn) -> HttpResponse:
    """End the mediation

    A limit that rested for it runs again.
    """
    told = body.model_dump(exclude={"way"})
    return take(
        request, number, lambda case, by, at: mediation.end(case=case, by=by, at=at, way=way_of(body.way), **told)
    )


class EscalationIn(Body):
    """Where the matter went."""

    to: Literal["regulator", "mediator", "court", "media"]
    body: Line = Field(description="Name of the body; up to 200 characters")
    external_ref: Word = Field("", description="Its number; the same again returns what is on record")
    due_on: Day | None = Field(None, description="Last day that the regulator set; a limit of its own")
    received_at: Moment | None = None


@step(router, "escalate")
def escalate(request: Request, number: str, body: EscalationIn) -> HttpResponse:
    """Record an escalation"""
    return take(request, number, lambda case, by, at: escalation.escalate(case=case, by=by, at=at, **body.model_dump()))


class EscalationAnswerIn(Body):
    """The answer, with the proof that it was sent."""

    escalation_id: UUID
    text: Words = Field(min_length=1)
    proof_evidence_id: UUID
    answered_at: Moment | None = None


@step(router, "answer_escalation")
def answer_escalation(request: Request, number: str, body: EscalationAnswerIn) -> HttpResponse:
    """Record the answer to an escalation

    A regulator's date stops there.
    """
    return take(request, number, lambda case, by, at: escalation.answer(case=case, by=by, at=at, **body.model_dump()))
