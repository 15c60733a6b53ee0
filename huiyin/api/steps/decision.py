"""Steps of the decision: the letter, telling it, proving it, the question about satisfaction (令2020-3 art 19–21)."""

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.fields import Body, Line, Moment, Page, Words, Yuan
from huiyin.api.operations import operation
from huiyin.api.steps.frame import Method, Nothing, Reason, Taken, WayIn, step, take
from huiyin.complaints.actions import decision, following, notices, satisfaction
from huiyin.complaints.actions.decision import AnswerDraft, LetterDraft
from huiyin.core.errors import BadInput

router = Router(tags=["Steps: decision"])
Verdict = Literal["", "upheld", "partly", "not_upheld"]


class DemandAnswerIn(Body):
    """What the letter answers to one demand."""

    demand: int = Field(ge=1, le=100, description="Number of the demand")
    result: Verdict = ""
    text: Words = Field("", description="Up to 500 characters")
    amount: Yuan | None = Field(None, description="Yuan granted")

    @property
    def draft(self) -> AnswerDraft:
        """As the actions take it."""
        return AnswerDraft(demand=self.demand, result=self.result, text=self.text, amount=self.amount)


class MediatorIn(Body):
    """A mediation body and how to reach it."""

    name: Line
    reach: Line


class DecisionIn(Body):
    """The decision letter; it may be unfinished. `GET /complaints/{number}/steps` says what it lacks."""

    process: Page = Field("", description="How it was handled; parts are up to 20,000 characters")
    facts: Page = Field("", description="Verified facts (art 19)")
    grounds: Page = Field("", description="Grounds and reasons (art 19)")
    outcome: Page = ""
    follow_up: Page = ""
    answers: list[DemandAnswerIn] = Field([], max_length=20)
    remedies: list[Literal["review", "mediation", "arbitration", "litigation"]] | None = Field(
        None, description="Left out: those that the law demands of this decision"
    )
    mediators: list[MediatorIn] = Field([], max_length=10, description="Left out: those of the house terms")
    arbitration: Line = Field("", description="Body, where arbitration was agreed")
    court: Line = ""
    review_how: Line = Field("", description="Where to apply; left out: address of the unit above")


@step(router, "draft_decision")
def draft_decision(request: Request, number: str, body: DecisionIn) -> HttpResponse:
    """Write the decision letter, or write it anew

    There is one draft. Whose decision it is follows from the plan.
    """
    letter = LetterDraft(
        process=body.process,
        facts=body.facts,
        grounds=body.grounds,
        outcome=body.outcome,
        follow_up=body.follow_up,
        answers=tuple(one.draft for one in body.answers),
        remedies=body.remedies,
        mediators=tuple((one.name, one.reach) for one in body.mediators),
        arbitration=body.arbitration,
        court=body.court,
        review_how=body.review_how,
    )
    return take(request, number, lambda case, by, at: decision.draft(case=case, letter_draft=letter, by=by, at=at))


@step(router, "issue_decision")
def issue_decision(request: Request, number: str, body: Nothing | None = None) -> HttpResponse:
    """Issue the decision letter

    Once its gate lets it pass: the PDF becomes an evidence item, the text is fixed. 409 names what it still lacks.
    """
    return take(request, number, lambda case, by, at: decision.issue(case=case, by=by, at=at))


class NotifyIn(Body):
    """How the decision was told."""

    method: Method = Field(
        description="`email` queues the letter: it counts once the mail server took it, and the state follows then"
    )
    told_at: Moment | None = Field(None, description="The moment that counts; now, when left out")
    reference: Line = Field("", description="Postal number, reference of the gateway, number of the call record")
    proof_evidence_id: UUID | None = None
    address: Line = ""
    text: Words = Field("", description="What was said or sent (phone, sms)")


@step(router, "notify")
def notify(request: Request, number: str, body: NotifyIn) -> HttpResponse:
    """Tell the complainant the decision

    The decision limit stops at the moment that counts for the method, in time or late.
    """
    if body.method == "email":
        return take(request, number, lambda case, by, at: notices.mail_decision(case=case, by=by, at=at))
    told = body.model_dump(exclude={"told_at"})
    return take(
        request,
        number,
        lambda case, by, at: notices.notify(case=case, by=by, at=at, told_at=body.told_at or at, **told),
    )


class AttemptIn(Body):
    """An attempt that reached nobody."""

    method: Method
    tried_at: Moment
    reference: Line = Field(description="Number of the call record or the like")
    what_for: Literal["decision", "satisfaction", "other"] = "decision"
    text: Words = ""


@step(router, "record_attempt")
def record_attempt(request: Request, number: str, body: AttemptIn) -> HttpResponse:
    """Record an attempt to reach the complainant"""
    return take(
        request, number, lambda case, by, at: notices.record_attempt(case=case, by=by, at=at, **body.model_dump())
    )


@step(router, "notify", path="conclude_unreachable")
def conclude_unreachable(request: Request, number: str, body: Reason) -> HttpResponse:
    """Conclude that nobody could be reached with the decision

    After enough recorded attempts on different days.
    """
    return take(
        request, number, lambda case, by, at: notices.conclude_unreachable(case=case, reason=body.reason, by=by, at=at)
    )


class ReceiptIn(Body):
    """When the decision was received."""

    received_at: Moment
    proof_evidence_id: UUID = Field(description="Signed advice of delivery, a reply …")


@step(router, "record_receipt")
def record_receipt(request: Request, number: str, body: ReceiptIn) -> HttpResponse:
    """Record when the decision was received, with its proof

    From that day the complainant has 30 days to apply for a review of a branch's decision.
    """
    return take(
        request, number, lambda case, by, at: notices.record_receipt(case=case, by=by, at=at, **body.model_dump())
    )


@operation(
    router, "POST", "/complaints/{number}/notices/{uuid:notice_id}/tell_again", scope="complaints:act",
    response=Taken, clause="令2020-3 art 21", name="tell_again",
)  # fmt: skip
def tell_again(request: Request, number: str, notice_id: UUID, body: WayIn) -> HttpResponse:
    """Tell by another way what a failed mail has not told"""
    return take(
        request,
        number,
        lambda case, by, at: following.tell_again(case=case, notice_id=notice_id, way=body.way, by=by, at=at),
    )


class QuestionIn(Body):
    """How the question is put."""

    method: Literal["portal", "email", "phone"]


@step(router, "ask_satisfaction")
def ask_satisfaction(request: Request, number: str, body: QuestionIn) -> HttpResponse:
    """Ask about satisfaction, once"""
    return take(request, number, lambda case, by, at: satisfaction.ask(case=case, method=body.method, by=by, at=at))


class SatisfactionIn(Body):
    """One of: a score, a refusal, nobody reached."""

    score: int | None = Field(None, ge=1, le=5, description="1 not at all … 5 very satisfied")
    refused: bool = Field(False, description="The complainant does not want to answer; that is an answer")
    unreachable: bool = Field(False, description="After recorded attempts on enough different days")
    words: Words = Field("", description="Up to 2,000 characters")


@step(router, "answer_satisfaction")
def answer_satisfaction(request: Request, number: str, body: SatisfactionIn) -> HttpResponse:
    """Record the answer to the question about satisfaction

    Marked as written down by staff, and again when by somebody who handled the complaint.
    """
    if [body.score is not None, body.refused, body.unreachable].count(True) != 1:
        raise BadInput("satisfaction.one", _("Give a score, or say refused, or unreachable."), field="score")
    if body.score is not None:
        score = body.score
        return take(
            request,
            number,
            lambda case, by, at: satisfaction.answer(case=case, score=score, by=by, at=at, words=body.words),
        )
    if body.refused:
        return take(
            request, number, lambda case, by, at: satisfaction.refuse(case=case, by=by, at=at, words=body.words)
        )
    return take(request, number, lambda case, by, at: satisfaction.unreachable(case=case, by=by, at=at))
