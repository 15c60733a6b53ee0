"""Tags: those of a complaint, and the list of the house."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change, change_case, change_marked, etag, mark, marked
from huiyin.api.fields import Body, Word
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.cases.actions import tags as actions
from huiyin.cases.models import Case, Tag
from huiyin.cases.queries import tags as queries
from huiyin.core.actors import Actor

router = Router(tags=["Tags"])
Colour = Literal["grey", "teal", "blue", "violet", "amber", "red", "green"]
MOST = 500


class TagOut(Schema):
    """A tag."""

    id: UUID
    name: str
    colour: Colour


class TagRow(TagOut):
    """A tag of the list."""

    is_free: bool = Field(description="Somebody wrote it on a case; it is not in the list of the house")
    is_retired: bool = Field(description="Offered no more; what carries it keeps it")
    merged_into: UUID | None = Field(description="The tag that it counts as")
    etag: str = Field(description="Send it as `If-Match`: refused with 412 when somebody changed it meanwhile")


class TagList(Schema):
    """The tags, by name."""

    items: list[TagRow]


class CaseTags(Schema):
    """The tags of a complaint, in the order they were put on."""

    items: list[TagOut]


class TagIn(Body):
    """A tag by name."""

    name: Word = Field(description="However it is typed: width and capitals make no difference")


class TagMake(TagIn):
    """A tag of the list."""

    colour: Colour = "grey"


class TagMergeIn(Body):
    """What it counts as from now on."""

    into: UUID


@operation(router, "GET", "/tags", scope="complaints:read", response=TagList)
def list_tags(request: Request) -> TagList:
    """List the tags

    At most 500, by name, with retired and merged ones.
    """
    return TagList(items=[_row(one) for one in Tag.objects.order_by("name", "id")[:MOST]])


@operation(router, "POST", "/tags", scope="rules:write", response={201: TagRow})
def add_tag(request: Request, body: TagMake) -> HttpResponse:
    """Add a tag to the list

    Administrators. A free tag of this name is taken into the list.
    """

    def work(by: Actor, at: datetime) -> Answer:
        return marked(_row(actions.add_tag(name=body.name, colour=body.colour, by=by, at=at)), 201)

    return change(request, work)


@operation(router, "GET", "/tags/{uuid:tag_id}", scope="complaints:read", response=TagRow)
def read_tag(request: Request, response: HttpResponse, tag_id: UUID) -> TagRow:
    """Read a tag"""
    row = _row(_tag(tag_id))
    response.headers["ETag"] = etag(row.etag)
    return row


@operation(router, "POST", "/tags/{uuid:tag_id}/change", scope="rules:write", response=TagRow)
def change_tag(request: Request, tag_id: UUID, body: TagMake) -> HttpResponse:
    """Rename or recolour a tag"""
    return _change(
        request,
        tag_id,
        lambda tag, by, at: actions.change_tag(tag=tag, name=body.name, colour=body.colour, by=by, at=at),
    )


@operation(router, "POST", "/tags/{uuid:tag_id}/merge", scope="rules:write", response=TagRow)
def merge_tag(request: Request, tag_id: UUID, body: TagMergeIn) -> HttpResponse:
    """Let a tag count as another one

    No complaint is touched; it can be undone.
    """
    return _change(request, tag_id, lambda tag, by, at: actions.merge_tags(tag=tag, into=_tag(body.into), by=by, at=at))


@operation(router, "POST", "/tags/{uuid:tag_id}/unmerge", scope="rules:write", response=TagRow)
def unmerge_tag(request: Request, tag_id: UUID) -> HttpResponse:
    """Undo the merge of a tag"""
    return _change(request, tag_id, lambda tag, by, at: actions.unmerge_tag(tag=tag, by=by, at=at))


@operation(router, "POST", "/tags/{uuid:tag_id}/retire", scope="rules:write", response=TagRow)
def retire_tag(request: Request, tag_id: UUID) -> HttpResponse:
    """Offer a tag no more"""
    return _change(request, tag_id, lambda tag, by, at: actions.retire_tag(tag=tag, by=by, at=at))


@operation(router, "POST", "/tags/{uuid:tag_id}/revive", scope="rules:write", response=TagRow)
def revive_tag(request: Request, tag_id: UUID) -> HttpResponse:
    """Offer a retired tag again"""
    return _change(request, tag_id, lambda tag, by, at: actions.retire_tag(tag=tag, is_retired=False, by=by, at=at))


def _change(request: Request, tag_id: UUID, act: Callable[[Tag, Actor, datetime], Tag]) -> HttpResponse:
    return change_marked(
        request,
        lambda: _row(_tag(tag_id, Tag.objects.select_for_update())).etag,
        lambda by, at: marked(_row(act(_tag(tag_id), by, at))),
    )


@operation(router, "GET", "/complaints/{number}/tags", scope="complaints:read", response=CaseTags)
def list_case_tags(request: Request, number: str) -> CaseTags:
    """List the tags of a complaint"""
    return _of(case_of(request, number))


@operation(router, "POST", "/complaints/{number}/tags", scope="complaints:write", response=CaseTags)
def tag_complaint(request: Request, number: str, body: TagIn) -> HttpResponse:
    """Put a tag on the complaint

    A name that is not in the list makes a free tag where the unit allows it, else 409.
    """

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        actions.put_on_named(case=case, name=body.name, by=by, at=at)
        return Answer(_of(case))

    return change_case(request, number, work)


@operation(
    router, "POST", "/complaints/{number}/tags/{uuid:tag_id}/remove", scope="complaints:write", response=CaseTags
)
def untag_complaint(request: Request, number: str, tag_id: UUID) -> HttpResponse:
    """Take a tag off the complaint"""

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        actions.take_off(case=case, tag=_tag(tag_id), by=by, at=at)
        return Answer(_of(case))

    return change_case(request, number, work)


def _of(case: Case) -> CaseTags:
    return CaseTags(items=[TagOut.from_orm(one) for one in queries.of_case(case.pk)])


def _row(row: Tag) -> TagRow:
    said = {
        "id": row.pk, "name": row.name, "colour": row.colour, "is_free": row.is_free,
        "is_retired": row.retired_at is not None, "merged_into": row.merged_into_id,
    }  # fmt: skip
    return TagRow.model_validate(said | {"etag": mark(said)})


def _tag(tag_id: UUID, rows: QuerySet[Tag] | None = None) -> Tag:
    row = (Tag.objects.all() if rows is None else rows).filter(pk=tag_id).first()
    if row is None:
        raise Problem("not-found", "tag.not_found", _("There is no such tag."))
    return row
