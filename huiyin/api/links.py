"""What a complaint has to do with other cases."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from huiyin.accounts.models import User
from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change_case
from huiyin.api.fields import Body, Masked, Moment, Word, Words
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas.common import NextDue, next_due
from huiyin.cases import queries as cases
from huiyin.cases.actions import links as actions
from huiyin.cases.models import Case
from huiyin.cases.queries import links as queries
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput

router = Router(tags=["Links"])
Said = Literal[
    "same_event", "follow_up", "followed_by", "duplicate", "caused_by", "caused", "child_of", "parent_of"
]  # fmt: skip


class LinkedCase(Schema):
    """The other case."""

    number: str
    subject: Masked
    state: str
    is_open: bool
    next_due: NextDue | None


class LinkOut(Schema):
    """A link as it stands at this complaint."""

    id: UUID
    relation: Said = Field(description="What this complaint is to the other case")
    at: Moment
    by: str
    reason: Masked
    case: LinkedCase | None = Field(description="Null: a case that the caller may not see")


class LinkList(Schema):
    """The links, parts and the whole first; at most a hundred."""

    items: list[LinkOut]


class LinkIn(Body):
    """What the complaint is to another case."""

    relation: Said
    other: Word = Field(description="Number or id of the other case")
    reason: Words = Field("", description="Up to 500 characters")


@operation(router, "GET", "/complaints/{number}/links", scope="complaints:read", response=LinkList)
def list_links(request: Request, number: str) -> LinkList:
    """List the links of a complaint"""
    return _of(case_of(request, number), request.auth.user)


@operation(router, "POST", "/complaints/{number}/links", scope="complaints:write", response=LinkList)
def link_complaint(request: Request, number: str, body: LinkIn) -> HttpResponse:
    """Link the complaint with another case

    Circles and a second whole are refused. Both cases tell it in their ledger.
    """

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        try:
            other = cases.get(request.auth.user, body.other)
        except Case.DoesNotExist:
            raise BadInput(
                "link.other", _("There is no such case, or you may not see it. Check the number."), field="other"
            ) from None
        actions.link(case=case, other=other, relation=body.relation, reason=body.reason, by=by, at=at)
        return Answer(_of(case, request.auth.user))

    return change_case(request, number, work)


@operation(
    router, "POST", "/complaints/{number}/links/{uuid:link_id}/remove", scope="complaints:write", response=LinkList
)
def unlink_complaint(request: Request, number: str, link_id: UUID) -> HttpResponse:
    """Take a link off, from either end"""

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        try:
            actions.unlink(case=case, link_id=link_id, by=by, at=at)
        except BadInput:
            raise Problem("not-found", "link.not_found", _("This case has no such link.")) from None
        return Answer(_of(case, request.auth.user))

    return change_case(request, number, work)


def _of(case: Case, user: User) -> LinkList:
    return LinkList(
        items=[
            LinkOut.model_validate(
                {
                    "id": one.id,
                    "relation": one.relation,
                    "at": one.at,
                    "by": one.by_label,
                    "reason": one.reason,
                    "case": _case(one.case) if one.case else None,
                }
            )
            for one in queries.of_case(case, user)
        ]
    )


def _case(row: Case) -> LinkedCase:
    due = next_due(row)
    return LinkedCase(
        number=row.number, subject=row.subject, state=row.state, is_open=row.is_open,
        next_due=NextDue(**due) if due else None,
    )  # fmt: skip
