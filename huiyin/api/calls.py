"""Calls by machine: the log, masked. What happens to a call is told by the telephone system (`hooks/calls`)."""

from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.fields import Moment
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.problems import Problem
from huiyin.cases import queries as cases
from huiyin.channels.models import Call, CallOutcome
from huiyin.channels.queries import calls as queries
from huiyin.core import masking

router = Router(tags=["Calls"])
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
        queries.listed(user, only=query.only), "began_at", cursor=query.cursor, limit=query.limit,
        about=("calls", query.only, user.pk), newest_first=True,
    )  # fmt: skip
    return CallList(items=_out(request, rows), next_cursor=after)


@operation(router, "GET", "/calls/{uuid:call_id}", scope="customers:read", response=CallOut, clause="2.2-1")
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
    seen = cases.visible_to(request.auth.user).filter(pk__in=wanted) if wanted else ()
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
