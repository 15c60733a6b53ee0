"""Chats with visitors: who waits, taking one, answering, ending."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change, change_case
from huiyin.api.fields import Body, Masked, Moment
from huiyin.api.operations import operation
from huiyin.cases.actions import access
from huiyin.cases.actions import chat as actions
from huiyin.cases.models import Case, Chat, Direction
from huiyin.cases.queries import chat as queries
from huiyin.cases.rules import chat as rules
from huiyin.core.actors import Actor
from huiyin.core.time import now

router = Router(tags=["Chats"])


class ChatLineIn(Body):
    """A line of an answer."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=rules.MOST_LINE)]
    line: Annotated[str, StringConstraints(min_length=1, max_length=64)] = Field(
        description="Your own name for this line: sent twice, it stands there once"
    )


class ChatResultIn(Body):
    """What was asked and answered."""

    result: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class ChatOut(Schema):
    """How a chat stands. Of one that waits nothing is told but that it waits."""

    number: str
    state: Literal["waiting", "talking", "ended", "none"] = Field(description="none: the case did not begin as a chat")
    site: str
    unit: str
    agent: str = Field(description="Employee number of whoever leads it")
    waiting_since: Moment | None
    taken_at: Moment | None
    ended_at: Moment | None


class ChatList(Schema):
    """Who waits for you, the longest first, and the chats you lead; at most 200 of each."""

    waiting: list[ChatOut]
    mine: list[ChatOut]


class ChatLineOut(Schema):
    """A line of a chat."""

    id: str
    from_visitor: bool
    text: Masked
    at: Moment


class ChatTalk(ChatOut):
    """A chat with what was said, the oldest first."""

    lines: list[ChatLineOut]


class ChatSaid(Schema):
    """The line as it stands now."""

    id: str
    at: Moment


class ChatSettled(Schema):
    """The case that has ended with it."""

    number: str
    state: str
    version: int


@operation(router, "GET", "/chats", scope="complaints:read", response=ChatList, clause="2.2-1")
def list_chats(request: Request) -> ChatList:
    """List the chats that wait for you, and yours"""
    user = request.auth.user
    return ChatList(
        waiting=[_told(one) for one in queries.waiting_for(user)[:200]],
        mine=[_told(one) for one in queries.talking_with(user).select_related("case__unit", "site", "agent")[:200]],
    )


@operation(router, "GET", "/complaints/{number}/chat", scope="complaints:read", response=ChatTalk, clause="2.2-1")
def read_chat(request: Request, number: str) -> ChatTalk:
    """Read the chat that a case began as"""
    case = case_of(request, number)
    chat = queries.seen_by(request.auth.user).filter(pk=case.pk).first()
    if chat is None:
        return ChatTalk(
            number=case.number, state="none", site="", unit=case.unit.code, agent="", waiting_since=None, taken_at=None,
            ended_at=None, lines=[],
        )  # fmt: skip
    access.look(case=case, by=request.auth.actor, at=now())
    lines = [
        ChatLineOut(id=str(one.pk), from_visitor=one.direction == Direction.IN, text=one.text, at=one.at)
        for one in queries.said_since(chat, None, limit=rules.MOST_LINES + 1)
    ]
    return ChatTalk(**_told(chat).dict(), lines=lines)


@operation(router, "POST", "/complaints/{number}/chat/take", scope="complaints:act", response=ChatOut, clause="1.1-7")
def take_chat(request: Request, number: str) -> HttpResponse:
    """Take a chat

    You answer for its case from now on. Who leads the unit may take over what a colleague leads.
    """
    user = request.auth.user

    def work(by: Actor, at: datetime) -> Answer:
        chat = queries.waiting_for_named(user, number) or Chat(case=case_of(request, number))
        return Answer(_told(actions.take(chat=chat, user=user, by=by, at=at)))

    return change(request, work)


@operation(router, "POST", "/complaints/{number}/chat/answer", scope="complaints:act", response=ChatSaid)
def answer_chat(request: Request, number: str, body: ChatLineIn) -> HttpResponse:
    """Answer in a chat that you lead"""

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        message = actions.answer(case=case, text=body.text, line=body.line, by=by, at=at)
        return Answer(ChatSaid(id=str(message.pk), at=message.at))

    return change_case(request, number, work)


@operation(router, "POST", "/complaints/{number}/chat/back", scope="complaints:act", response=ChatOut)
def give_back_chat(request: Request, number: str) -> HttpResponse:
    """Let a chat wait again, in its old place"""
    return change_case(request, number, lambda case, by, at: Answer(_told(actions.give_back(case=case, by=by, at=at))))


@operation(router, "POST", "/complaints/{number}/chat/end", scope="complaints:act", response=ChatOut)
def end_chat(request: Request, number: str) -> HttpResponse:
    """End a chat that you lead

    Its case goes on until somebody says what it was.
    """
    return change_case(
        request, number, lambda case, by, at: Answer(_told(actions.end_chat(case=case, how="agent", by=by, at=at)))
    )


@operation(router, "POST", "/complaints/{number}/chat/settle", scope="complaints:act", response=ChatSettled)
def settle_chat(request: Request, number: str, body: ChatResultIn) -> HttpResponse:
    """Say that a chat was a question, and that it is answered

    Chat and case end, with the result on record.
    """

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        done = actions.settle_chat(case=case, result=body.result, by=by, at=at)
        return Answer(ChatSettled(number=done.number, state=done.state, version=done.version), version=done.version)

    return change_case(request, number, work)


def _told(chat: Chat) -> ChatOut:
    state: Any = chat.state
    return ChatOut(
        number=chat.case.number, state=state, site=chat.site.name, unit=chat.case.unit.code,
        agent=chat.agent.employee_no if chat.agent else "", waiting_since=chat.waiting_since, taken_at=chat.taken_at,
        ended_at=chat.ended_at,
    )  # fmt: skip
