"""Messages, notes and the timeline of a complaint."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change_case
from huiyin.api.fields import Body, Moment, Page
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.schemas.intake import ChannelCode
from huiyin.api.schemas.talk import MessageOut, MessagePage, NoteOut, NotePage, Timeline, TimelineItem
from huiyin.api.uploads import files_of
from huiyin.audit.models import Entry
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Evidence, EvidenceSource, Message, Note
from huiyin.complaints.actions import material
from huiyin.complaints.rules import entries

router = Router(tags=["Messages and notes"])
# What the timeline shows as itself is not told a second time by its ledger entry.
_SHOWN = ("case.note_added", "case.message_added", "case.evidence_added", "complaint.evidence_added")


@operation(router, "GET", "/complaints/{number}/messages", scope="complaints:read", response=MessagePage)
def list_messages(request: Request, number: str, page: Query[PageQuery]) -> MessagePage:
    """List messages

    What the complainant said and was told, oldest first.
    """
    case = case_of(request, number)
    rows, following = paging.by_time(
        Message.objects.filter(case=case), "at", cursor=page.cursor, limit=page.limit, about=("messages", case.pk)
    )
    return MessagePage(items=[MessageOut.from_orm(row) for row in rows], next=following)


class MessageIn(Body):
    """Something more from the complainant."""

    text: Page = Field("", description="May be empty when there are files")
    channel: ChannelCode = Field(description="How it reached the house")
    received_at: Moment | None = Field(None, description="Now, when left out")
    uploads: list[str] = Field([], max_length=20, description="Upload ids, as `POST /uploads` gave them")


@operation(
    router, "POST", "/complaints/{number}/messages", scope="complaints:write", response={201: MessageOut},
    clause="3.1-1",
)  # fmt: skip
def hear(request: Request, number: str, body: MessageIn) -> HttpResponse:
    """Record something more from the complainant

    Whether it brings new facts that restart the limit is decided by a person (令2020-3 art 18). What goes to the
    complainant goes by the step `respond`.
    """

    def work(case: Case, by: Any, at: datetime) -> Answer:
        message = material.hear(
            case=case,
            text=body.text,
            by=by,
            at=at,
            channel=body.channel,
            received_at=body.received_at,
            files=files_of(body.uploads, request.auth, at, "uploads"),
        )
        return Answer(MessageOut.from_orm(message), 201)

    return change_case(request, number, work)


@operation(router, "GET", "/complaints/{number}/notes", scope="complaints:read", response=NotePage)
def list_notes(request: Request, number: str, page: Query[PageQuery]) -> NotePage:
    """List internal notes

    Oldest first.
    """
    case = case_of(request, number)
    rows, following = paging.by_time(
        Note.objects.filter(case=case, taken_back_at=None),
        "at",
        cursor=page.cursor,
        limit=page.limit,
        about=("notes", case.pk),
    )
    return NotePage(items=[NoteOut.from_orm(row) for row in rows], next=following)


class NoteIn(Body):
    """An internal note."""

    text: Page = Field(min_length=1, description="Up to 20,000 characters")
    evidence_ids: list[UUID] = Field([], max_length=50)


@operation(router, "POST", "/complaints/{number}/notes", scope="complaints:write", response={201: NoteOut})
def add_note(request: Request, number: str, body: NoteIn) -> HttpResponse:
    """Write an internal note"""
    return change_case(
        request,
        number,
        lambda case, by, at: Answer(
            NoteOut.from_orm(talk.add_note(case=case, text=body.text, by=by, at=at, evidence_ids=body.evidence_ids)),
            201,
        ),
    )


@operation(router, "GET", "/complaints/{number}/timeline", scope="complaints:read", response=Timeline)
def timeline(request: Request, number: str, page: Query[PageQuery]) -> Timeline:
    """Read the timeline

    Messages, notes, evidence and what was done, newest first. Four statements for any page.
    """
    case = case_of(request, number)
    about = ("timeline", case.pk)
    key = paging.unseal(page.cursor, *about)
    found = sorted(
        (
            item
            for rows, column, shown in _parts(case)
            for item in map(shown, _newest(rows, column, key, page.limit + 1))
        ),
        key=lambda item: (item.at, item.id),
        reverse=True,
    )
    more, found = len(found) > page.limit, found[: page.limit]
    following = f"{found[-1].at.isoformat()}~{found[-1].id}" if more else ""
    return Timeline(items=found, next=paging.seal(following, *about))


def _parts(case: Case) -> list[tuple[QuerySet[Any], str, Any]]:
    chain = Entry.objects.filter(aggregate_kind="case", aggregate_id=case.pk).exclude(kind__in=_SHOWN)
    return [
        (Message.objects.filter(case=case), "at", _message),
        (Note.objects.filter(case=case, taken_back_at=None), "at", _note),
        (Evidence.objects.filter(case=case), "added_at", _evidence),
        (chain, "at", _entry),
    ]


def _newest(rows: QuerySet[Any], column: str, key: str, limit: int) -> list[Any]:
    if key:
        at, _tilde, pk = key.partition("~")
        moment = datetime.fromisoformat(at)
        rows = rows.filter(Q(**{f"{column}__lt": moment}) | Q(**{column: moment, "id__lt": UUID(pk)}))
    return list(rows.order_by(f"-{column}", "-id")[:limit])


def _item(row: Any, kind: str, at: datetime, **more: Any) -> TimelineItem:
    empty = {"who": "", "title": "", "text": "", "channel": "", "evidence_ids": [], "entry": ""}
    return TimelineItem(**(empty | more), id=row.pk, kind=kind, at=at)


def _message(row: Message) -> TimelineItem:
    return _item(
        row, f"message_{row.direction}", row.at, who=row.author_label, title=row.subject, text=row.text,
        channel=row.channel, evidence_ids=row.evidence_ids,
    )  # fmt: skip


def _note(row: Note) -> TimelineItem:
    return _item(row, "note", row.at, who=row.author_label, text=row.text, evidence_ids=row.evidence_ids)


def _evidence(row: Evidence) -> TimelineItem:
    title = str(EvidenceSource(row.source).label)
    return _item(row, "evidence", row.added_at, who=row.added_by_label, title=title, evidence_ids=[row.pk])


def _entry(row: Entry) -> TimelineItem:
    return _item(row, "entry", row.at, who=row.actor_label, title=_(entries.title_of(row.kind)), entry=row.kind)
