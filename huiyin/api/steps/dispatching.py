"""Steps that say who handles the complaint, investigates it, and stays away (3.1-6, 3.2-1; 令2020-3 art 17)."""

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from huiyin.api import staff
from huiyin.api.access import Request
from huiyin.api.fields import Body, Line, Words
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas.intake import Short
from huiyin.api.steps.frame import Reason, Taken, step, take
from huiyin.cases.models import Recusal
from huiyin.complaints.actions import acceptance, dispatch

router = Router(tags=["Steps: who handles it"])


class DispatchIn(Body):
    """To whom; left out: by the routing rules."""

    to: Short = Field("", description="Number of a member of staff")
    unit: Short = Field("", description="Code of a unit")
    reason: Line = Field("", description="Needed when it goes elsewhere than the rules say")


@step(router, "dispatch")
def dispatch_complaint(request: Request, number: str, body: DispatchIn) -> HttpResponse:
    """Send the complaint to whoever handles it

    Without a name the dated routing rules choose: department, role, the least open cases, nobody recused or away.
    """
    return take(
        request,
        number,
        lambda case, by, at: dispatch.dispatch(
            case=case,
            by=by,
            at=at,
            to=staff.person_or_none(body.to, "to"),
            unit=staff.unit(body.unit),
            reason=body.reason,
        ),
    )


class HandOverIn(Body):
    """To whom, and why."""

    to: Short = Field(description="Number of a member of staff")
    reason: Line


@step(router, "hand_over")
def hand_over(request: Request, number: str, body: HandOverIn) -> HttpResponse:
    """Make a colleague accountable

    The open period of ownership ends and the next begins in the same instant.
    """
    return take(
        request,
        number,
        lambda case, by, at: dispatch.hand_over(
            case=case, to=staff.person(body.to, "to"), reason=body.reason, by=by, at=at
        ),
    )


class InvestigatorIn(Body):
    """Who investigates."""

    user: Short = Field(description="Number of a member of staff, authorised and without interest in the matter")


@step(router, "name_investigator")
def name_investigator(request: Request, number: str, body: InvestigatorIn) -> HttpResponse:
    """Name who investigates"""
    return take(
        request,
        number,
        lambda case, by, at: dispatch.name_investigator(case=case, user=staff.person(body.user, "user"), by=by, at=at),
    )


class RecuseIn(Body):
    """Who stays away, and why."""

    user: Short = Field(description="Number of a member of staff")
    ground: Literal["declared", "requested", "family", "other"]
    reason: Line
    hand_to: Short = Field("", description="Who takes the case over when the owner stays away; else by the rules")


@step(router, "recuse")
def recuse(request: Request, number: str, body: RecuseIn) -> HttpResponse:
    """Recuse somebody

    Participation and access end at once; the case is never without an owner.
    """
    return take(
        request,
        number,
        lambda case, by, at: dispatch.recuse(
            case=case,
            user=staff.person(body.user, "user"),
            ground=body.ground,
            reason=body.reason,
            by=by,
            at=at,
            hand_to=staff.person_or_none(body.hand_to, "hand_to"),
        ),
    )


@operation(
    router, "POST", "/complaints/{number}/recusals/{uuid:recusal_id}/lift", scope="complaints:act", response=Taken,
    clause="令2020-3 art 17",
)  # fmt: skip
def lift_recusal(request: Request, number: str, recusal_id: UUID, body: Reason) -> HttpResponse:
    """Take a recusal back that rested on a mistake"""

    def lift(case, by, at):  # type: ignore[no-untyped-def]
        row = Recusal.objects.filter(pk=recusal_id, case=case).first()
        if row is None:
            raise Problem("not-found", "recusal.not_found")
        return dispatch.lift_recusal(recusal=row, reason=body.reason, by=by, at=at)

    return take(request, number, lift)


class MajorPlanIn(Body):
    """The plan for a major matter."""

    text: Words = Field(min_length=1, description="What is done, by whom, how it is kept from spreading")


@step(router, "major_plan")
def major_plan(request: Request, number: str, body: MajorPlanIn) -> HttpResponse:
    """File the plan for a major matter

    The 48-hour limit ends (令2020-3 art 29).
    """
    return take(
        request, number, lambda case, by, at: acceptance.file_major_plan(case=case, text=body.text, by=by, at=at)
    )
