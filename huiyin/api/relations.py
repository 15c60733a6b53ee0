"""Close ties that staff declare: one's own, and the end of others' to be confirmed (令2020-3 art 17)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from huiyin.accounts import actions, queries
from huiyin.accounts.actions.interests import CONFIRMING
from huiyin.accounts.models import Relation, RelationKind
from huiyin.api import staff
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.fields import Body, Day, Line, Moment, Word
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas.common import StaffRef
from huiyin.api.schemas.common import staff as staff_ref
from huiyin.core.actors import Actor

router = Router(tags=["Close ties"])
_LAW = "令2020-3 art 17"
MOST = 200


class RelationIn(Body):
    """A close tie of one's own, to a colleague or to somebody outside."""

    kind: Literal[tuple(RelationKind.values)]  # type: ignore[valid-type]
    from_on: Day = Field(description="Since when")
    employee_no: Word = Field("", description="Of a colleague")
    name: Word = Field("", description="Of somebody outside")
    certificate_no: Word = Field("", description="Only a fingerprint is kept")
    phone: Word = Field("", description="Only a fingerprint is kept")


class RelationEndIn(Body):
    """Since when a tie is over."""

    on: Day
    reason: Line = Field(description="At least four characters")


class RelationAnswerIn(Body):
    """Whether a tie is over."""

    is_over: bool


class RelationOut(Schema):
    """A close tie."""

    id: UUID
    user: StaffRef
    kind: str
    to_user: StaffRef | None
    to_name: str
    from_on: Day
    to_on: Day | None = Field(description="Null while it binds")
    end_asked_on: Day | None = Field(description="The end that was given and waits to be confirmed")
    end_reason: str
    declared_at: Moment


class RelationList(Schema):
    """Close ties."""

    items: list[RelationOut]


@operation(router, "GET", "/me/relations", scope="staff:read", response=RelationList, clause=_LAW)
def list_relations(request: Request) -> RelationList:
    """List my close ties

    Those in force first; at most 200.
    """
    rows = queries.relations_of(request.auth.user).select_related("user")[:MOST]
    return RelationList(items=[_relation(row) for row in rows])


@operation(router, "POST", "/me/relations", scope="staff:write", response={201: RelationOut}, clause=_LAW)
def declare_relation(request: Request, body: RelationIn) -> HttpResponse:
    """Declare a close tie

    It binds at once: the person behind the token neither sees nor handles what concerns them. The same again gives the
    one that is there.
    """

    def work(by: Actor, at: datetime) -> Answer:
        given = body.model_dump(exclude={"employee_no"})
        colleague = staff.person_or_none(body.employee_no, "employee_no")
        row = actions.declare_relation(user=request.auth.user, to_user=colleague, by=by, at=at, **given)
        return Answer(_relation(row), 201)

    return change(request, work)


@operation(
    router, "POST", "/me/relations/{uuid:relation_id}/end", scope="staff:write", response=RelationOut, clause=_LAW
)  # fmt: skip
def end_relation(request: Request, relation_id: UUID, body: RelationEndIn) -> HttpResponse:
    """Say that a tie of one's own is over

    It binds until head office confirms that.
    """

    def work(by: Actor, at: datetime) -> Answer:
        row = queries.relations_of(request.auth.user).filter(pk=relation_id).first()
        if row is None:
            raise _unknown()
        return Answer(_relation(actions.ask_end_of_relation(relation=row, **body.dict(), by=by, at=at)))

    return change(request, work)


@operation(router, "GET", "/relations", scope="staff:read", response=RelationList, clause=_LAW)
def list_relations_to_confirm(request: Request) -> RelationList:
    """List the ties whose end waits to be confirmed

    Empty for those who confirm none; never those that concern the caller. The oldest first, at most 200.
    """
    if not request.auth.actor.has_role(*CONFIRMING):
        return RelationList(items=[])
    return RelationList(items=[_relation(row) for row in queries.relations_to_confirm(request.auth.user)[:MOST]])


@operation(
    router, "POST", "/relations/{uuid:relation_id}/confirm", scope="staff:write", response=RelationOut, clause=_LAW
)  # fmt: skip
def answer_relation(request: Request, relation_id: UUID, body: RelationAnswerIn) -> HttpResponse:
    """Confirm the end of a colleague's tie, or that it goes on

    Head-office consumer protection, never somebody concerned. For others it is not there.
    """

    def work(by: Actor, at: datetime) -> Answer:
        row = queries.relations_to_confirm(request.auth.user).filter(pk=relation_id).first()
        if row is None or not by.has_role(*CONFIRMING):
            raise _unknown()
        return Answer(_relation(actions.answer_end_of_relation(relation=row, is_over=body.is_over, by=by, at=at)))

    return change(request, work)


def _unknown() -> Problem:
    return Problem("not-found", "relation.not_found", _("There is no such tie, or it is none of yours."))


def _relation(row: Relation) -> RelationOut:
    names = ("id", "kind", "to_name", "from_on", "to_on", "end_asked_on", "end_reason", "declared_at")
    return RelationOut(
        **{name: getattr(row, name) for name in names},
        user=staff_ref(row.user),
        to_user=staff_ref(row.to_user) if row.to_user else None,
    )
