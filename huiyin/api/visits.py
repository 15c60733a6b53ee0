"""Return visits to new policies: what is due, what came of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.fields import Body, Day, Line
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.cases.queries import queue
from huiyin.core import masking
from huiyin.core.actors import Actor
from huiyin.customers.models import Policy
from huiyin.service.actions import visits as actions
from huiyin.service.models import ReturnVisit
from huiyin.service.queries import visits
from huiyin.service.rules.visits import ITEMS

router = Router(tags=["Requests"])


class VisitDue(Schema):
    """A return visit that a new policy is owed."""

    id: UUID
    policy: str
    customer: str = Field(description="Masked")
    unit: str
    due_on: Day = Field(description="Last day of the hesitation period")
    tried: int


class VisitPage(Schema):
    """The nearest end of the hesitation period first."""

    items: list[VisitDue]
    next: str = Field(description="`cursor` of the next page; empty on the last")


class VisitIn(Body):
    """What came of it. `reached` false: nobody answered, it stays due."""

    reached: bool = True
    answers: dict[Literal[tuple(ITEMS)], Literal["yes", "no"]] = Field({}, description="All seven points")  # type: ignore[valid-type]
    problem: Annotated[str, StringConstraints(max_length=5000)] = Field(
        "", description="Becomes a request of its own, with 15 working days; needed when a point was not in order"
    )
    note: Line = ""


class VisitOut(Schema):
    """A visit as it stands."""

    id: UUID
    outcome: str
    tried: int
    case: str = Field(description="Number of the request that a problem became")


@operation(router, "GET", "/visits", scope="complaints:read", response=VisitPage, clause="令2010-4 art 15")
def list_visits(
    request: Request,
    cursor: Annotated[str, StringConstraints(max_length=500)] = "",
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> VisitPage:
    """List the return visits to be made

    To new personal policies of more than a year, while the hesitation period runs.
    """
    about = (request.auth.user.pk, "visits")
    rows = visits.due(request.auth.user, after=_after(paging.unseal(cursor, *about)), size=limit)
    more, rows = len(rows) > limit, rows[:limit]
    held = visits.policies_of(rows)
    following = paging.seal(f"{rows[-1].due_on}~{rows[-1].pk}" if more else "", *about)
    return VisitPage(items=[_due(one, held) for one in rows], next=following)


@operation(router, "POST", "/visits/{visit_id}", scope="complaints:act", response=VisitOut, clause="令2010-4 art 15")
def record_visit(request: Request, visit_id: UUID, body: VisitIn) -> HttpResponse:
    """Record a return visit

    Each of the seven points with yes or no; or that nobody was reached.
    """

    def work(by: Actor, at: datetime) -> Answer:
        row = visits.visible_to(request.auth.user).filter(pk=visit_id).first()
        if row is None:
            raise Problem("not-found", "visit.not_found", _("There is no such return visit, or you may not see it."))
        if body.reached:
            row = actions.make(visit=row, answers=body.answers, problem=body.problem, note=body.note, by=by, at=at)
        else:
            row = actions.try_again(visit=row, note=body.note, by=by, at=at)
        number = queue.numbers_of([row.case_id]).get(row.case_id, "") if row.case_id else ""
        return Answer(VisitOut(id=row.pk, outcome=row.outcome, tried=row.tried, case=number))

    return change(request, work)


def _due(row: ReturnVisit, held: Mapping[UUID, Policy]) -> VisitDue:
    policy = held.get(row.policy_id)
    return VisitDue(
        id=row.pk, policy=policy.number if policy else "", unit=row.unit.code, due_on=row.due_on, tried=row.tried,
        customer=masking.name(policy.holder.name) if policy else "",
    )  # fmt: skip


def _after(key: str) -> tuple[date, UUID] | None:
    day, _tilde, pk = key.partition("~")
    try:
        return date.fromisoformat(day), UUID(pk)
    except ValueError:
        return None
