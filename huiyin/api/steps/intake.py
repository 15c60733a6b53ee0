"""Steps from receipt to the person who handles it (3.1)."""

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.fields import Body, Line, Words
from huiyin.api.schemas.intake import Code
from huiyin.api.steps.frame import HOW_TOLD, WayIn, step, take, way_of
from huiyin.complaints.actions import acceptance, classification, reroute
from huiyin.complaints.actions.classification import LabelDraft

router = Router(tags=["Steps: intake"])


class IdentityIn(Body):
    """How identity and policy data were checked."""

    how: Line = Field(description="e.g. compared with the policy and called back; up to 300 characters (1.2-7)")


@step(router, "check_identity")
def check_identity(request: Request, number: str, body: IdentityIn) -> HttpResponse:
    """Record that the identity was checked

    A later check replaces the words; the ledger keeps both.
    """
    return take(request, number, lambda case, by, at: acceptance.check_identity(case=case, how=body.how, by=by, at=at))


class AcceptIn(Body):
    """A word to the complainant."""

    note: Words = Field("", description="Goes into the acceptance notice; up to 2,000 characters")


@step(router, "accept")
def accept(request: Request, number: str, body: AcceptIn) -> HttpResponse:
    """Accept the complaint

    The 24-hour limit ends, kept or kept late; the acceptance notice goes out with number, contact and deadlines.
    """
    return take(request, number, lambda case, by, at: acceptance.accept(case=case, by=by, at=at, note=body.note))


class DeclineIn(Body):
    """Why it is not proceeded with."""

    reason: Literal["not_ours", "impostor"] = Field(description="Ground of 令2020-3 art 18")
    explanation: Words = Field(description="What the person reads; 10 to 2,000 characters")


@step(router, "decline")
def decline(request: Request, number: str, body: DeclineIn) -> HttpResponse:
    """Do not proceed with the complaint

    It ends; the person is told why and where to turn.
    """
    return take(
        request,
        number,
        lambda case, by, at: acceptance.decline(
            case=case, reason=body.reason, explanation=body.explanation, by=by, at=at
        ),
    )


class RerouteIn(Body):
    """As what the matter goes on."""

    to_kind: Literal["violation_report", "petition", "inquiry", "claim_filing"]
    reason: Words = Field(description="The person reads this; 4 to 500 characters")
    way: WayIn | None = Field(None, description=HOW_TOLD)


@step(router, "reroute")
def reroute_complaint(request: Request, number: str, body: RerouteIn) -> HttpResponse:
    """Let the matter go on as another kind of case

    This complaint ends; a new case with the same receipt is opened and linked; the person is told.
    """
    return take(
        request,
        number,
        lambda case, by, at: reroute.reroute(
            case=case, to_kind=body.to_kind, reason=body.reason, by=by, at=at, way=way_of(body.way)
        ),
    )


class RespondIn(Body):
    """An answer to the complainant."""

    text: Words = Field(min_length=1, description="Public: the complainant reads it")
    channel: Literal["portal", "email", "sms", "phone", "visit", "letter"] = Field(
        "portal", description="`sms`: as a text message; `phone`, `visit`, `letter`: what was said there"
    )
    evidence_ids: list[UUID] = Field([], max_length=50, description="Items that go with it; they become public")
    template_versions: list[UUID] = Field([], max_length=5, description="Wordings it was written with")


@step(router, "respond")
def respond(request: Request, number: str, body: RespondIn) -> HttpResponse:
    """Answer the complainant

    The first answer ends the first-response limit; later ones are messages.
    """
    return take(
        request,
        number,
        lambda case, by, at: acceptance.respond(
            case=case,
            text=body.text,
            by=by,
            at=at,
            channel=body.channel,
            evidence_ids=body.evidence_ids,
            templates=body.template_versions,
        ),
    )


class LabelIn(Body):
    """One class."""

    code: Code = Field(description="Reason code of the taxonomy, e.g. `C41`")
    confidence: int = Field(100, ge=0, le=100, description="Percent; who is sure writes 100")
    reason: Line = Field("", description="The words it rests on")


class ClassifyIn(Body):
    """All classes, one of them primary."""

    labels: list[LabelIn] = Field(min_length=1, max_length=20)
    primary: Code
    reason: Line = Field("", description="Needed when the primary class changes")


@step(router, "classify")
def classify(request: Request, number: str, body: ClassifyIn) -> HttpResponse:
    """Set the classes

    What is no longer named is closed, never deleted; the same set again changes nothing.
    """
    labels = [LabelDraft(code=one.code, confidence=one.confidence, reason=one.reason) for one in body.labels]
    return take(
        request,
        number,
        lambda case, by, at: classification.classify(
            case=case, labels=labels, primary=body.primary, by=by, at=at, reason=body.reason
        ),
    )


class GradeIn(Body):
    """The grade by hand."""

    severity: Literal["L1", "L2", "L3", "L4"]
    reason: Line = Field(description="4 to 300 characters")
    major: bool | None = Field(None, description="Declare the matter major (48 hours for its plan), or take that back")


@step(router, "grade")
def grade(request: Request, number: str, body: GradeIn) -> HttpResponse:
    """Change the grade by hand"""
    return take(
        request,
        number,
        lambda case, by, at: classification.grade(
            case=case, severity=body.severity, reason=body.reason, by=by, at=at, major=body.major
        ),
    )


class FlagsIn(Body):
    """The flags that hold from now on, of those that a person can tell."""

    flags: list[Literal["media", "litigation", "personal_data", "vulnerable", "collective", "regulator_referred"]] = (
        Field(max_length=6)
    )
    reason: Line


@step(router, "grade", path="flags")
def set_flags(request: Request, number: str, body: FlagsIn) -> HttpResponse:
    """Set or take away flags

    Others stay. The grade follows the house rules upwards.
    """
    return take(
        request,
        number,
        lambda case, by, at: classification.mark(case=case, flags=body.flags, reason=body.reason, by=by, at=at),
    )
