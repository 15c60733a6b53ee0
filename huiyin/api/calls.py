"""Calls by machine: the log, masked; who calls, and what is done while they are on the phone. What happens to a call is
told by the telephone system (`hooks/calls`)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change
from huiyin.api.fields import Body, Day, Masked, Moment, Page, Word
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.problems import Problem
from huiyin.cases import queries as cases
from huiyin.cases.actions import calling
from huiyin.cases.models import Case
from huiyin.cases.queries import callers as gate
from huiyin.cases.queries import customers as customers_gate
from huiyin.channels.actions import callers
from huiyin.channels.models import Call, CallOutcome
from huiyin.channels.queries import calls as queries
from huiyin.channels.rules.callers import MOST_WRONG
from huiyin.core import masking
from huiyin.core.actors import Actor
from huiyin.core.time import now
from huiyin.customers.queries import record as records

router = Router(tags=["Calls"])
_ONE = "/calls/{uuid:call_id}"
Only = Literal[("", "mine", "live", *CallOutcome.values)]  # type: ignore[valid-type]


class CallOut(Schema):
    """A call. The number is masked; it says nothing of who called."""

    id: UUID
    reference: str = Field(description="What the telephone system calls it")
    direction: str = Field(description="in, out")
    number: str = Field(description="Masked")
    line: str = Field(description="The number of ours that was called")
    queue: str
    agent: str = Field(description="Employee number; empty while nobody has it")
    unit: str
    began_at: Moment
    rang_at: Moment | None
    answered_at: Moment | None
    ended_at: Moment | None
    seconds: int | None = Field(description="How long they spoke")
    outcome: str = Field(
        description="Empty while it goes on; answered, missed, unreached, abandoned, busy, voicemail, failed"
    )
    recording_url: str = Field(description="Who may listen is decided by the recorder")
    customer_id: UUID | None = Field(description="Only once the caller was identified")
    complaint: str = Field(description="Number of the matter it belongs to, if the caller of this operation sees it")


class CallList(Schema):
    """Newest first."""

    items: list[CallOut]
    next_cursor: str = Field(description="Empty: that was all")


class CallQuery(PageQuery):
    """Which calls."""

    only: Only = Field("", description="mine, live (going on), or one outcome; empty: all that one may see")


@operation(router, "GET", "/calls", scope="customers:read", response=CallList, clause="2.2-1")
def list_calls(request: Request, query: Query[CallQuery]) -> CallList:
    """List calls

    One's own, and those of the units whose matters one may see, newest first.
    """
    user = request.auth.user
    rows, after = paging.by_time(
        queries.listed(user, at=now(), only=query.only), "began_at", cursor=query.cursor, limit=query.limit,
        about=("calls", query.only, user.pk), newest_first=True,
    )  # fmt: skip
    return CallList(items=_out(request, rows), next_cursor=after)


@operation(router, "GET", _ONE, scope="customers:read", response=CallOut, clause="2.2-1")
def read_call(request: Request, call_id: UUID) -> CallOut:
    """Read a call"""
    return _out(request, [call_of(request, call_id)])[0]


def call_of(request: Request, call_id: UUID) -> Call:
    """The call, if the caller may see it. Raises Problem 404."""
    row = queries.visible_to(request.auth.user).filter(pk=call_id).first()
    if row is None:
        raise Problem("not-found", "call.not_found", _("There is no such call, or you may not see it."))
    return row


def _out(request: Request, rows: list[Call]) -> list[CallOut]:
    wanted = {row.case_id for row in rows if row.case_id}
    seen = cases.visible_to(request.auth.user, looked_up=True).filter(pk__in=wanted) if wanted else ()
    numbers = {case.pk: case.number for case in seen}
    return [
        CallOut(
            id=row.pk, reference=row.reference, direction=row.direction, number=masking.phone(row.number),
            line=row.line, queue=row.queue, agent=row.agent_no, unit=row.unit.code, began_at=row.began_at,
            rang_at=row.rang_at, answered_at=row.answered_at, ended_at=row.ended_at, seconds=row.seconds,
            outcome=row.outcome, recording_url=row.recording, customer_id=row.party_id,
            complaint=numbers.get(row.case_id, "") if row.case_id else "",
        )
        for row in rows
    ]  # fmt: skip


class SaidIn(Body):
    """What the caller said: two things, a whole policy or certificate number among them."""

    policy_number: Word = ""
    certificate: Word = ""
    name: Word = ""
    born_on: Day | None = None


class Identified(Schema):
    """Whether it fits a record; never what was wrong."""

    identified: bool
    customer_id: UUID | None
    attempts_left: int = Field(description="0: nobody is identified in this call any more")


@operation(router, "POST", f"{_ONE}/identify", scope="customers:write", response=Identified, clause="1.2-7")
def identify_caller(request: Request, call_id: UUID, body: SaidIn) -> HttpResponse:
    """Identify a caller by what they say

    Only for whoever has the call. A number proves nothing: it may be forged, lent or lost. What fits opens the record
    for an hour; every attempt is a line of the access log.
    """
    call = call_of(request, call_id)
    said = {name: str(value) if value else "" for name, value in body.model_dump().items()}

    def work(by: Actor, at: datetime) -> Answer:
        party = callers.identify(call_id=call.pk, said=said, by=by, at=at)
        call.refresh_from_db(fields=["wrong_answers"])
        left = max(0, MOST_WRONG - call.wrong_answers)
        return Answer(
            Identified(identified=party is not None, customer_id=party.pk if party else None, attempts_left=left)
        )  # fmt: skip

    return change(request, work)


class CallerPromise(Schema):
    """Something promised and not yet kept."""

    text: Masked
    due_at: Moment | None
    by: str


class CallerMatter(Schema):
    """A matter of the caller, as far as they are told of it on the phone."""

    number: str
    kind: str
    state: str
    is_open: bool
    subject: Masked
    owner: str
    due_at: Moment | None
    may_open: bool = Field(description="False: others work on it; what the caller says can be written into it")
    promises: list[CallerPromise]


class CallerOut(Schema):
    """Who calls."""

    customer_id: UUID
    name: str = Field(description="Masked")
    policies: list[str] = Field(description="Numbers")
    matters: list[CallerMatter] = Field(description="Open ones first")


@operation(router, "GET", f"{_ONE}/caller", scope="customers:read", response=CallerOut, clause="2.2-1")
def read_caller(request: Request, call_id: UUID) -> CallerOut:
    """Read who calls, what they hold, what is open and what was promised

    Only for whoever has the call, once the caller was identified, until an hour after its end.
    """
    user, at, call = request.auth.user, now(), call_of(request, call_id)
    found = _caller(request, call, at)
    calling.look(call=call, found=found, by=request.auth.actor, at=at)
    rows = list(gate.matters(user, found)[: gate.MOST])
    seen = gate.sees(user, [row.pk for row in rows])
    promised: dict[UUID, list[CallerPromise]] = {}
    for one in customers_gate.promises([row.pk for row in rows])[: gate.MOST]:
        told = CallerPromise(text=one.text, due_at=one.due_at, by=one.responsible.name)
        promised.setdefault(one.owner_id, []).append(told)
    return CallerOut(
        customer_id=found.party.pk,
        name=masking.name(found.party.name),
        policies=[held.policy.number for held in records.policies_of(found.ids)],
        matters=[
            CallerMatter(
                number=row.number, kind=row.kind, state=row.state, is_open=row.is_open, subject=row.subject,
                owner=row.owner.name, due_at=row.next_due_at, may_open=row.pk in seen,
                promises=promised.get(row.pk, []),
            )
            for row in rows
        ],
    )  # fmt: skip


class SaidOnCall(Body):
    """What the caller said about a matter of theirs."""

    complaint: Word = Field(min_length=1, description="Its number")
    text: Page = Field(min_length=1)


@operation(router, "POST", f"{_ONE}/say", scope="complaints:write", response=CallOut, clause="2.2-1")
def say_on_call(request: Request, call_id: UUID, body: SaidOnCall) -> HttpResponse:
    """Write what a caller said into a matter of theirs

    Whoever works on it is told at once, and the call belongs to it.
    """
    call = call_of(request, call_id)

    def work(by: Actor, at: datetime) -> Answer:
        matter = gate.matters(request.auth.user, _caller(request, call, at)).filter(number=body.complaint).first()
        if matter is None:
            raise _no_matter()
        calling.say(call=call, case_id=matter.pk, text=body.text, by=by, at=at)
        return Answer(_out(request, [call_of(request, call_id)])[0])

    return change(request, work)


class AttachIn(Body):
    """The complaint that was taken down in the call."""

    complaint: Word = Field(min_length=1, description="Its number")


@operation(router, "POST", f"{_ONE}/attach", scope="complaints:write", response=CallOut, clause="3.1-1")
def attach_call(request: Request, call_id: UUID, body: AttachIn) -> HttpResponse:
    """Say which complaint was taken down in a call"""
    call = call_of(request, call_id)

    def work(by: Actor, at: datetime) -> Answer:
        case: Case = case_of(request, body.complaint)
        callers.attach(call_id=call.pk, case_id=case.pk, by=by, at=at)
        return Answer(_out(request, [call_of(request, call_id)])[0])

    return change(request, work)


def _caller(request: Request, call: Call, at: datetime) -> gate.Caller:
    found = gate.caller(request.auth.user, call, at=at)
    if found is None:
        raise Problem("not-found", "caller.unknown", _("Nobody is identified in this call, or not for you."))
    return found


def _no_matter() -> Problem:
    return Problem("not-found", "complaint.not_found", _("There is no such complaint, or you may not see it."))
