"""Looking back from one upheld complaint at the customers who did not complain (3.2-9, 3.4)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api import paging, staff
from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change
from huiyin.api.fields import Body, Day, Line, Moment
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.core import masking
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.quality.actions import lookbacks as actions
from huiyin.quality.models import Lookback, Reached, ReachedState
from huiyin.quality.queries import lookbacks as queries
from huiyin.quality.rules.lookbacks import OUTCOMES, Reach, faults

router = Router(tags=["Looking back"])
Code = Annotated[str, StringConstraints(max_length=20)]
_STATES = Literal[("", *ReachedState.values)]  # type: ignore[valid-type]


class ReachIn(Body):
    """Whom the cause may have reached: policies of the unit of the complaint. A product or a seller is needed."""

    product_code: Code = ""
    seller_no: Code = ""
    line: Code = ""
    sales_channel: Code = ""
    signed_from: date
    signed_to: date


class SizeOut(Schema):
    """How many it would be."""

    policies: int = Field(description="At most 20,001 are counted")
    complained: int = Field(description="Those of them that a complaint is about, whatever its class")


class LookbackIn(Body):
    """A project. The same complaint has one at a time: asked again, the running one is answered."""

    reach: ReachIn
    title: Annotated[str, StringConstraints(max_length=120)]
    cause: Annotated[str, StringConstraints(max_length=1000)] = Field(description="Why others may have met the same")
    lead: str = Field(description="Employee number", max_length=20)
    due_on: date


class LookbackOut(Schema):
    """A project as it stands."""

    id: UUID
    complaint: str
    title: str
    cause: str
    unit: str
    lead: str
    due_on: Day
    began_at: Moment
    size: int
    open: int
    ended_at: Moment | None
    result: str


class LookbackPage(Schema):
    """Newest first."""

    items: list[LookbackOut]
    next: str = Field(description="`cursor` of the next page; empty on the last")


class ReachedOut(Schema):
    """One policy on the list."""

    id: UUID
    policy: str
    customer: str = Field(description="Masked")
    state: str
    tried: int
    amount: str | None = Field(description="Yuan")
    note: str


class ReachedPage(Schema):
    """In the order in which they were written down."""

    items: list[ReachedOut]
    next: str = Field(description="`cursor` of the next page; empty on the last")


class OutcomeIn(Body):
    """What became of one. `again`: tried, nobody reached, they stay on the list."""

    outcome: Literal[("again", *OUTCOMES)]  # type: ignore[valid-type]
    amount: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)] | None = None
    complaint: Code = Field("", description="Number of the complaint that came of it")
    note: Line = ""


class LookbackEndIn(Body):
    """What was learnt and what was changed."""

    result: Annotated[str, StringConstraints(max_length=2000)]


@operation(router, "GET", "/lookbacks", scope="complaints:read", response=LookbackPage, clause="3.4-4")
def list_lookbacks(
    request: Request,
    cursor: Annotated[str, StringConstraints(max_length=500)] = "",
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> LookbackPage:
    """List the projects that look back

    Those of the caller's part of the house, and those they lead.
    """
    about = (request.auth.user.pk, "lookbacks")
    rows = queries.listed(request.auth.user)
    if after := paging.unseal(cursor, *about):
        began, _tilde, key = after.partition("~")
        moment = datetime.fromisoformat(began)
        rows = rows.filter(began_at__lte=moment).exclude(began_at=moment, id__gte=UUID(key))
    found = list(rows[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    following = f"{found[-1].began_at.isoformat()}~{found[-1].pk}" if more else ""
    return LookbackPage(items=[_out(one) for one in found], next=paging.seal(following, *about))


@operation(
    router, "GET", "/complaints/{number}/lookback-size", scope="complaints:read", response=SizeOut, clause="3.4-4"
)  # fmt: skip
def size_lookback(
    request: Request, number: str, signed_from: date, signed_to: date, product_code: Code = "", seller_no: Code = ""
) -> SizeOut:
    """Say how many a project would have on its list

    Nothing is written.
    """
    case = case_of(request, number)
    reach = Reach(product_code=product_code, seller_no=seller_no, signed_from=signed_from, signed_to=signed_to)
    for field, sentence in faults(reach):
        raise BadInput(f"lookback.{field}", _(sentence), field=field)
    policies, complained = queries.size(reach, queries.area(case.unit), without=case.policy_id)
    return SizeOut(policies=policies, complained=complained)


@operation(
    router, "POST", "/complaints/{number}/lookbacks", scope="complaints:act", response={201: LookbackOut},
    clause="3.4-4",
)  # fmt: skip
def begin_lookback(request: Request, number: str, body: LookbackIn) -> HttpResponse:
    """Begin to look back from an upheld complaint

    Everybody whom the cause may have reached is written down; who complained of the same already is done.
    """

    def work(by: Actor, at: datetime) -> Answer:
        case = case_of(request, number)
        if not hasattr(case, "complaint"):
            raise Problem("not-found", "case.not_found", _("There is no complaint with this number."))
        row = actions.begin(
            case=case, reach=Reach(**body.reach.model_dump()), title=body.title, cause=body.cause,
            lead=staff.person(body.lead, field="lead"), due_on=body.due_on, by=by, at=at,
        )  # fmt: skip
        return Answer(_out(_row(request, row.pk)), status=201)

    return change(request, work)


@operation(router, "GET", "/lookbacks/{lookback_id}", scope="complaints:read", response=LookbackOut, clause="3.4-4")
def read_lookback(request: Request, lookback_id: UUID) -> LookbackOut:
    """Read a project that looks back"""
    return _out(_row(request, lookback_id))


@operation(
    router, "GET", "/lookbacks/{lookback_id}/reached", scope="customers:read", response=ReachedPage, clause="3.4-4"
)  # fmt: skip
def list_reached(
    request: Request, lookback_id: UUID, state: _STATES = "open",
    cursor: Annotated[str, StringConstraints(max_length=500)] = "", limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> ReachedPage:  # fmt: skip
    """List the policies that a cause may have reached

    Those not looked at yet, or of another state; empty: all.
    """
    row, about = _row(request, lookback_id), (request.auth.user.pk, f"reached {lookback_id} {state}")
    after = paging.unseal(cursor, *about)
    found = queries.reached(row, state=state, after=UUID(after) if after else None, limit=limit)
    more, found = len(found) > limit, found[:limit]
    held = queries.policies_of(found)
    items = [_reached(one, held.get(one.policy_id)) for one in found]
    return ReachedPage(items=items, next=paging.seal(str(found[-1].pk) if more else "", *about))


@operation(
    router, "POST", "/lookbacks/{lookback_id}/reached/{reached_id}", scope="complaints:act", response=ReachedOut,
    clause="3.4-4",
)  # fmt: skip
def decide_reached(request: Request, lookback_id: UUID, reached_id: UUID, body: OutcomeIn) -> HttpResponse:
    """Say what became of one on the list

    Or that nobody was reached this time.
    """

    def work(by: Actor, at: datetime) -> Answer:
        one = Reached.objects.filter(lookback=_row(request, lookback_id), pk=reached_id).first()
        if one is None:
            raise Problem("not-found", "lookback.not_found", _("There is nobody like this on the list."))
        if body.outcome == "again":
            one = actions.try_again(reached=one, note=body.note, by=by, at=at)
        else:
            case = case_of(request, body.complaint) if body.complaint else None
            one = actions.decide(
                reached=one, outcome=body.outcome, note=body.note, amount=body.amount, case=case, by=by, at=at
            )
        return Answer(_reached(one, queries.policies_of([one]).get(one.policy_id)))

    return change(request, work)


@operation(
    router, "POST", "/lookbacks/{lookback_id}/end", scope="complaints:act", response=LookbackOut, clause="3.4-4"
)  # fmt: skip
def end_lookback(request: Request, lookback_id: UUID, body: LookbackEndIn) -> HttpResponse:
    """End a project that looks back

    When nobody on its list is left, with what was learnt.
    """

    def work(by: Actor, at: datetime) -> Answer:
        row = actions.end(lookback=_row(request, lookback_id), result=body.result, by=by, at=at)
        return Answer(_out(_row(request, row.pk)))

    return change(request, work)


def _row(request: Request, lookback_id: UUID) -> Lookback:
    row = queries.visible_to(request.auth.user).filter(pk=lookback_id).first()
    if row is None:
        raise Problem("not-found", "lookback.not_found", _("There is no such project, or you may not see it."))
    return row


def _out(row: Lookback) -> LookbackOut:
    return LookbackOut(
        id=row.pk, complaint=row.case_number, title=row.title, cause=row.cause, unit=row.unit.code,
        lead=row.lead.employee_no, due_on=row.due_on, began_at=row.began_at, size=row.size, open=row.open_count,
        ended_at=row.ended_at, result=row.result,
    )  # fmt: skip


def _reached(one: Reached, policy: object) -> ReachedOut:
    number, holder = getattr(policy, "number", ""), getattr(policy, "holder", None)
    return ReachedOut(
        id=one.pk, policy=number, customer=masking.name(holder.name) if holder else "", state=one.state,
        tried=one.tried, amount=None if one.amount is None else str(one.amount), note=masking.text(one.note),
    )  # fmt: skip
