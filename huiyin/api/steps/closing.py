"""Steps of the closed loop: rectification, closing, reopening (3.3-6, 3.4)."""

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from huiyin.api import staff
from huiyin.api.access import Request
from huiyin.api.fields import Body, Day, Moment, Word, Words
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas.intake import Short
from huiyin.api.steps.frame import Taken, step, take
from huiyin.cases.models import Case
from huiyin.complaints.actions import closure, rectification, reopening
from huiyin.complaints.models import Rectification

router = Router(tags=["Steps: closing"])
_PATH = "/complaints/{number}/rectifications/{uuid:rectification_id}"


class RectificationIn(Body):
    """One exposed problem, and what is done about it."""

    problem: Words = Field(description="4 to 500 characters")
    measure: Words
    unit: Short = Field(description="Code of the unit")
    responsible: Short = Field(description="Number of a member of staff")
    due_on: Day


@step(router, "rectify")
def rectify(request: Request, number: str, body: RectificationIn) -> HttpResponse:
    """Plan a rectification"""

    def plan(case, by, at):  # type: ignore[no-untyped-def]
        unit = staff.unit(body.unit)
        if unit is None:
            raise Problem("invalid", "unit.unknown", field="unit")
        return rectification.plan(
            case=case,
            problem=body.problem,
            measure=body.measure,
            unit=unit,
            responsible=staff.person(body.responsible, "responsible"),
            due_on=body.due_on,
            by=by,
            at=at,
        )

    return take(request, number, plan)


class RectifiedIn(Body):
    """How one can see that it is done."""

    proof: Words
    proof_evidence_id: UUID | None = None


@operation(
    router, "POST", f"{_PATH}/finish", scope="complaints:act", response=Taken, clause="3.3-6",
    name="finish_rectification",
)  # fmt: skip
def finish_rectification(request: Request, number: str, rectification_id: UUID, body: RectifiedIn) -> HttpResponse:
    """Report a rectification as done"""
    return take(
        request,
        number,
        lambda case, by, at: rectification.report_done(
            rectification=_of(case, rectification_id),
            proof=body.proof,
            by=by,
            at=at,
            proof_evidence_id=body.proof_evidence_id,
        ),
    )


class VerifiedIn(Body):
    """Does it work?"""

    works: bool
    note: Words = Field(description="What you checked, or what is missing; 4 to 500 characters")


@operation(
    router, "POST", f"{_PATH}/verify", scope="complaints:act", response=Taken, clause="3.3-6",
    name="verify_rectification",
)  # fmt: skip
def verify_rectification(request: Request, number: str, rectification_id: UUID, body: VerifiedIn) -> HttpResponse:
    """Verify that a rectification works, or open it again

    Never by who did it.
    """
    return take(
        request,
        number,
        lambda case, by, at: rectification.verify(
            rectification=_of(case, rectification_id), works=body.works, note=body.note, by=by, at=at
        ),
    )


def _of(case: Case, id_: UUID) -> Rectification:
    row = Rectification.objects.filter(pk=id_, case=case).first()
    if row is None:
        raise Problem("not-found", "rectification.not_found")
    return row


class CloseIn(Body):
    """How it ended."""

    close_code: Word = Field(description="A close code of the house terms in force, as `GET /rules` lists them")
    reason: Words = Field("", description="Up to 500 characters")


@step(router, "close")
def close(request: Request, number: str, body: CloseIn) -> HttpResponse:
    """Close the complaint

    Told, carried out and paid with proof, the question answered, rectification planned, nothing left open. 409 names
    what is missing.
    """
    return take(
        request,
        number,
        lambda case, by, at: closure.close(case=case, close_code=body.close_code, by=by, at=at, reason=body.reason),
    )


class ReopenIn(Body):
    """Why it is taken up again."""

    ground: Literal["recurrence", "new_proof", "review"]
    reason: Words = Field(description="4 to 500 characters")
    material_received_at: Moment = Field(description="Receipt of what is new: the decision limit runs anew from here")
    evidence_ids: list[UUID] = Field([], max_length=50)


@step(router, "reopen")
def reopen(request: Request, number: str, body: ReopenIn) -> HttpResponse:
    """Take up an ended complaint again"""
    return take(
        request,
        number,
        lambda case, by, at: reopening.reopen(
            case=case,
            ground=body.ground,
            reason=body.reason,
            material_received_at=body.material_received_at,
            by=by,
            at=at,
            evidence_ids=body.evidence_ids,
        ),
    )
