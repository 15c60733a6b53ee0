"""Steps of the investigation: sources, findings, liability, risk (3.2)."""

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.fields import Body, Line, Words
from huiyin.api.steps.frame import Nothing, step, take
from huiyin.complaints.actions import investigation, liability, risk
from huiyin.complaints.actions.liability import Party

router = Router(tags=["Steps: investigation"])
Source = Literal["customer_contact", "internal_system", "third_party"]


class SourcesIn(Body):
    """What is looked for in each kind of source."""

    plans: dict[Source, Words] = Field(min_length=1, description="Kind of source → what, and where; to 500 characters")


@step(router, "plan_sources")
def plan_sources(request: Request, number: str, body: SourcesIn) -> HttpResponse:
    """Plan the sources

    Contact with the customer, internal systems, third parties: all three are planned before the investigation starts.
    """
    plans = {str(source): plan for source, plan in body.plans.items()}
    return take(request, number, lambda case, by, at: investigation.plan_sources(case=case, plans=plans, by=by, at=at))


@step(router, "investigate")
def investigate(request: Request, number: str, body: Nothing | None = None) -> HttpResponse:
    """Start the investigation"""
    return take(request, number, lambda case, by, at: investigation.start(case=case, by=by, at=at))


class SourceDoneIn(Body):
    """What a source gave."""

    source: Source
    result: Words = Field(min_length=1, description="What it gave, or why it does not apply")
    not_applicable: bool = False
    evidence_ids: list[UUID] = Field([], max_length=100)


@step(router, "finish_source")
def finish_source(request: Request, number: str, body: SourceDoneIn) -> HttpResponse:
    """Finish one source: done, or not applicable with the reason"""
    return take(
        request,
        number,
        lambda case, by, at: investigation.finish_source(case=case, by=by, at=at, **body.model_dump()),
    )


class FindingIn(Body):
    """What was found."""

    truth: Words = Field(min_length=1, description="Is what was said true?")
    cause: Words = Field(min_length=1, description="The specific cause")
    scope: Words = Field(min_length=1, description="Whom else it concerns")
    evidence_ids: list[UUID] = Field([], max_length=100)


@step(router, "record_finding")
def record_finding(request: Request, number: str, body: FindingIn) -> HttpResponse:
    """Record the findings

    A new version; earlier ones stay.
    """
    return take(
        request,
        number,
        lambda case, by, at: investigation.record_finding(case=case, by=by, at=at, **body.model_dump()),
    )


class FindingReviewIn(Body):
    """The word of a second person."""

    approved: bool
    note: Words = Field("", description="What is missing, when they are sent back; up to 500 characters")


@step(router, "review_finding")
def review_finding(request: Request, number: str, body: FindingReviewIn) -> HttpResponse:
    """Review the newest findings

    Never by their author.
    """
    return take(
        request,
        number,
        lambda case, by, at: investigation.review_finding(
            case=case, approved=body.approved, note=body.note, by=by, at=at
        ),
    )


class PartyIn(Body):
    """Who is responsible, to what share, on what ground."""

    party: Line = Field(description="Name; up to 120 characters")
    kind: Literal["insurer", "unit", "staff", "intermediary", "partner", "customer", "third_party"]
    share: int = Field(ge=0, le=100, description="Percent; the shares add up to 100")
    verdict: Literal["upheld", "partly", "not_upheld"]
    within_insurer: bool = Field(description="Within the insurer's responsibility")
    legal_ground: Words = Field(min_length=1)
    contract_ground: Words = ""
    clause: Line = ""


class LiabilityIn(Body):
    """All responsible parties."""

    parties: list[PartyIn] = Field(min_length=1, max_length=20)


@step(router, "set_liability")
def set_liability(request: Request, number: str, body: LiabilityIn) -> HttpResponse:
    """Determine who is responsible

    The verdict on the whole follows from those on the parties. Earlier versions stay.
    """
    parties = [Party(**one.model_dump()) for one in body.parties]
    return take(request, number, lambda case, by, at: liability.determine(case=case, parties=parties, by=by, at=at))


class ReinvestigateIn(Body):
    """Why, and which sources are open again."""

    reason: Words
    sources: list[Source] = Field(min_length=1, max_length=3)


@step(router, "reinvestigate")
def reinvestigate(request: Request, number: str, body: ReinvestigateIn) -> HttpResponse:
    """Go back to the investigation"""
    return take(
        request,
        number,
        lambda case, by, at: investigation.reinvestigate(
            case=case, reason=body.reason, sources=body.sources, by=by, at=at
        ),
    )


class RiskIn(Body):
    """Internal audit and regulator: yes or no, each with its reason."""

    internal_audit: bool
    internal_audit_reason: Words
    regulator: bool = Field(description="Inform the regulator")
    regulator_reason: Words


@step(router, "assess_risk")
def assess_risk(request: Request, number: str, body: RiskIn) -> HttpResponse:
    """Decide on internal audit and on informing the regulator"""
    return take(request, number, lambda case, by, at: risk.assess(case=case, by=by, at=at, **body.model_dump()))
