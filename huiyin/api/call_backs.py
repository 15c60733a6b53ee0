"""Calls that we owe, by machine."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.calls import call_of
from huiyin.api.fields import Body, Line, Masked, Moment
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.problems import Problem
from huiyin.channels.actions import callbacks
from huiyin.channels.models import CallBack
from huiyin.channels.queries import callbacks as queries
from huiyin.channels.rules.callbacks import RESULTS
from huiyin.core import masking
from huiyin.core.actors import Actor
from huiyin.core.time import now

router = Router(tags=["Calls"])
_ONE = "/call-backs/{uuid:back_id}"


class CallBackOut(Schema):
    """A call that is owed to a number."""

    id: UUID
    call_id: UUID = Field(description="The call that was missed, or in which it was asked for")
    number: str = Field(description="Masked")
    reason: str = Field(description="missed, asked")
    about: Masked
    owner: str = Field(description="Employee number; empty while nobody has it")
    unit: str
    calls: int = Field(description="How many calls of this number it stands for")
    asked_at: Moment
    due_at: Moment
    rule: str = Field(description="The version of the rule behind the time; empty for a time agreed with the caller")
    state: str = Field(description="open, done, unreached, not_needed")
    attempts: int
    ended_at: Moment | None


class CallBackList(Schema):
    """Open ones, the most urgent first, and how the last thirty days went."""

    items: list[CallBackOut]
    next_cursor: str = Field(description="Empty: that was all")
    in_time: int
    late: int
    overdue: int


class CallBackQuery(PageQuery):
    """Whose."""

    mine: bool = False


@operation(router, "GET", "/call-backs", scope="customers:read", response=CallBackList, clause="2.2-3")
def list_call_backs(request: Request, query: Query[CallBackQuery]) -> CallBackList:
    """List calls that are owed

    Missed calls and calls that somebody asked for, until somebody was reached.
    """
    user = request.auth.user
    rows, after = paging.by_time(
        queries.due(user, mine=query.mine), "due_at", cursor=query.cursor, limit=query.limit,
        about=("call-backs", query.mine, user.pk),
    )  # fmt: skip
    kept = queries.kept(user, now())
    return CallBackList(
        items=[_out(row) for row in rows], next_cursor=after, in_time=kept.in_time, late=kept.late,
        overdue=kept.overdue,
    )  # fmt: skip


class CallBackIn(Body):
    """What the caller wishes."""

    about: Line = ""
    wish: Moment | None = Field(None, description="A time agreed with the caller; without it the rule's")


@operation(
    router, "POST", "/calls/{uuid:call_id}/call_back", scope="customers:write", response={201: CallBackOut},
    clause="2.2-3",
)  # fmt: skip
def ask_call_back(request: Request, call_id: UUID, body: CallBackIn) -> HttpResponse:
    """Note that a caller wants to be called back"""
    call = call_of(request, call_id)

    def work(by: Actor, at: datetime) -> Answer:
        return Answer(_out(callbacks.ask(call_id=call.pk, about=body.about, wish=body.wish, by=by, at=at)), 201)

    return change(request, work)


@operation(router, "POST", f"{_ONE}/take", scope="customers:write", response=CallBackOut, clause="2.2-3")
def take_call_back(request: Request, back_id: UUID) -> HttpResponse:
    """Take a call that is owed"""
    back = _back(request, back_id)
    return change(request, lambda by, at: Answer(_out(callbacks.take(back=back, by=by, at=at))))


class TriedIn(Body):
    """What came of calling."""

    result: Literal[RESULTS] = Field(  # type: ignore[valid-type]
        description="no_answer for the third time ends it; not_needed asks for a note"
    )
    note: Line = ""


@operation(router, "POST", f"{_ONE}/tried", scope="customers:write", response=CallBackOut, clause="2.2-3")
def try_call_back(request: Request, back_id: UUID, body: TriedIn) -> HttpResponse:
    """Say what came of calling back"""
    back = _back(request, back_id)

    def work(by: Actor, at: datetime) -> Answer:
        return Answer(_out(callbacks.tried(back=back, result=body.result, note=body.note, by=by, at=at)))

    return change(request, work)


class DialOut(Schema):
    """The number in clear."""

    number: str


@operation(router, "POST", f"{_ONE}/number", scope="people:reveal", response=DialOut, clause="7.2-3")
def show_call_back_number(request: Request, back_id: UUID) -> DialOut:
    """Show the number to dial

    Every call leaves a line in the access log.
    """
    back = _back(request, back_id)
    return DialOut(number=callbacks.show_number(back=back, by=request.auth.actor, at=now()))


def _back(request: Request, back_id: UUID) -> CallBack:
    row = queries.visible_to(request.auth.user).filter(pk=back_id).first()
    if row is None:
        raise Problem("not-found", "call_back.not_found", _("There is no such call-back, or you may not see it."))
    return row


def _out(row: CallBack) -> CallBackOut:
    return CallBackOut(
        id=row.pk, call_id=row.call_id, number=masking.phone(row.number), reason=row.reason, about=row.about,
        owner=row.owner.employee_no if row.owner else "", unit=row.unit.code, calls=row.calls, asked_at=row.asked_at,
        due_at=row.due_at, rule=row.rule, state=row.state, attempts=row.attempts, ended_at=row.ended_at,
    )  # fmt: skip
