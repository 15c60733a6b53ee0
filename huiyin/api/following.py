"""Colleagues called into notes, who follows a complaint, messages in the wrong place."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change_case
from huiyin.api.fields import Body, Word
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.problems import Problem
from huiyin.api.schemas import wordings as shown
from huiyin.cases import queries as cases
from huiyin.cases.actions import following as actions
from huiyin.cases.models import Case, Message, MessageMove
from huiyin.cases.queries import following as queries
from huiyin.complaints.actions import moving
from huiyin.complaints.rules.arrival import Arrival, DemandDraft
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput

router = Router(tags=["Messages and notes"])


class ColleagueQuery(Body):
    """The beginning of a name or employee number."""

    q: Word = Field("", description="Empty: anybody, people of the branch first")


@operation(router, "GET", "/complaints/{number}/colleagues", scope="complaints:read", response=shown.ColleagueList)
def list_colleagues(request: Request, number: str, query: Query[ColleagueQuery]) -> shown.ColleagueList:
    """List who could be mentioned in a note

    Those who may not see the complaint come with the reason; a note that mentions them is refused.
    """
    found = queries.colleagues(case_of(request, number), query.q)
    return shown.ColleagueList(
        items=[
            shown.ColleagueOut(handle=one.handle, name=one.user.name, unit=one.user.unit.code, why=one.why)
            for one in found
        ]
    )


@operation(router, "GET", "/complaints/{number}/watchers", scope="complaints:read", response=shown.WatcherList)
def list_watchers(request: Request, number: str) -> shown.WatcherList:
    """List who follows a complaint"""
    return _watchers(case_of(request, number), request)


@operation(router, "POST", "/complaints/{number}/watch", scope="complaints:read", response=shown.WatcherList)
def watch(request: Request, number: str) -> HttpResponse:
    """Follow a complaint

    The person behind the token does. It opens nothing that they may not see.
    """

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        actions.watch(case=case, user=request.auth.user, by=by, at=at)
        return Answer(_watchers(case, request))

    return change_case(request, number, work)


@operation(router, "POST", "/complaints/{number}/watch/end", scope="complaints:read", response=shown.WatcherList)
def unwatch(request: Request, number: str) -> HttpResponse:
    """No longer follow a complaint"""

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        actions.unwatch(case=case, user=request.auth.user, by=by, at=at)
        return Answer(_watchers(case, request))

    return change_case(request, number, work)


@operation(router, "GET", "/me/watched", scope="complaints:read", response=shown.FollowedList)
def list_watched(request: Request, page: Query[PageQuery]) -> shown.FollowedList:
    """List what one follows

    Only complaints that one still sees, newest first.
    """
    return _followed(queries.watched_by(request.auth.user), "watched", request, page)


@operation(router, "GET", "/me/mentions", scope="complaints:read", response=shown.FollowedList)
def list_mentions(request: Request, page: Query[PageQuery]) -> shown.FollowedList:
    """List where one was mentioned

    Only complaints that one still sees, newest first.
    """
    return _followed(queries.mentions_of(request.auth.user), "mentions", request, page)


def _followed(rows: Any, name: str, request: Request, page: PageQuery) -> shown.FollowedList:
    about = (name, request.auth.user.pk)
    found, following = paging.by_time(rows, "at", cursor=page.cursor, limit=page.limit, about=about, newest_first=True)
    return shown.FollowedList(
        items=[shown.FollowedOut(complaint=one.case.number, at=one.at) for one in found], next=following
    )


def _watchers(case: Case, request: Request) -> shown.WatcherList:
    rows = list(queries.watchers(case)[:200])
    return shown.WatcherList(
        items=[one.user.name for one in rows], is_mine=any(one.user_id == request.auth.user.pk for one in rows)
    )


@operation(router, "GET", "/complaints/{number}/moves", scope="complaints:read", response=shown.MoveList)
def list_moves(request: Request, number: str) -> shown.MoveList:
    """List the messages that left a complaint"""
    case = case_of(request, number)
    rows = list(MessageMove.objects.filter(case=case).order_by("at", "id")[:500])
    return _moves(rows, request)


@operation(
    router, "POST", "/complaints/{number}/messages/{message_id}/move", scope="complaints:act", response=shown.MoveList,
    clause="令2020-3 art 18",
)  # fmt: skip
def move_message(request: Request, number: str, message_id: UUID, body: shown.MoveIn) -> HttpResponse:
    """Move a message to the complaint it belongs to

    Never a copy: it leaves this complaint. Nothing is mailed; both ledgers tell it.
    """

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        message = _message(case, message_id)
        try:
            into = cases.get(request.auth.user, body.into)
        except Case.DoesNotExist:
            raise BadInput("move.into", _("There is no such complaint, or you may not see it."), field="into") from None
        row = moving.move(message=message, into=into, reason=body.reason, by=by, at=at)
        return Answer(_moves([row], request))

    return change_case(request, number, work)


@operation(
    router, "POST", "/complaints/{number}/messages/{message_id}/split", scope="complaints:act",
    response={201: shown.SplitOut}, clause="令2020-3 art 18",
)  # fmt: skip
def split_message(request: Request, number: str, message_id: UUID, body: shown.SplitIn) -> HttpResponse:
    """Split a message off as a new complaint

    Received when the message was: every limit begins there. The same people complain.
    """

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        message = _message(case, message_id)
        arrival = Arrival(
            channel=message.channel, received_at=message.at, text="", people=(), subject=body.subject,
            demands=(DemandDraft(text=body.demand, amount=body.amount),) if body.demand else (), line=body.line,
            unit_id=case.unit_id, policy_id=None if body.policy_number else case.policy_id,
            policy_number=body.policy_number, language=case.language, party_id=case.customer_id,
        )  # fmt: skip
        made = moving.split(message=message, arrival=arrival, reason=body.reason, by=by, at=at)
        return Answer(shown.SplitOut(number=made.case.number, received_at=made.case.received_at), 201)

    return change_case(request, number, work)


@operation(
    router, "POST", "/complaints/{number}/moves/{move_id}/undo", scope="complaints:act", response=shown.MoveList
)  # fmt: skip
def take_message_back(request: Request, number: str, move_id: UUID) -> HttpResponse:
    """Take a message back to where it was

    From either of the two complaints. One that was split off is merged instead.
    """

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        row = MessageMove.objects.filter(pk=move_id).first()
        if row is None or case.pk not in (row.case_id, row.into_case_id):
            raise Problem("not-found", "move.not_found", _("There is no such message in this complaint."))
        return Answer(_moves([moving.move_back(move=row, by=by, at=at)], request))

    return change_case(request, number, work)


def _message(case: Case, message_id: UUID) -> Message:
    row = Message.objects.filter(pk=message_id, case=case).first()
    if row is None:
        raise Problem("not-found", "message.not_found", _("There is no such message in this complaint."))
    return row


def _moves(rows: Collection[MessageMove], request: Request) -> shown.MoveList:
    wanted = cases.visible_to(request.auth.user, looked_up=True).filter(pk__in=[row.into_case_id for row in rows])
    numbers = dict(wanted.values_list("pk", "number"))
    names = ("id", "message_id", "is_split", "at", "by_label", "undone_at")
    return shown.MoveList(
        items=[
            shown.MoveOut(**{name: getattr(row, name) for name in names}, into=numbers.get(row.into_case_id, ""))
            for row in rows
        ]
    )
