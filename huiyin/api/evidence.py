"""Files: uploads before a complaint exists, and the evidence register of a complaint (3.2-4)."""

from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change, change_case
from huiyin.api.fields import Body, Line, Moment
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.problems import Problem
from huiyin.api.schemas.talk import CustodyOut, EvidenceOut, EvidencePage, EvidenceWithCustody
from huiyin.api.uploads import UploadId, files_of, id_of
from huiyin.cases.actions import evidence as register
from huiyin.cases.models import Case, Evidence, EvidenceKind, EvidenceSource
from huiyin.complaints.actions import material
from huiyin.core import uploads
from huiyin.core.errors import BadInput
from huiyin.core.files import Stored
from huiyin.core.time import now

router = Router(tags=["Evidence"])
_ITEM = "/complaints/{number}/evidence/{uuid:evidence_id}"
# What reads NUL or a script as harmless text elsewhere is never shown inline.
_HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}


class UploadOut(Schema):
    """A file that waits for its complaint."""

    id: str = Field(description="For `evidence` of `POST /complaints` and `uploads` of messages; valid for 20 hours")
    name: str
    size: int = Field(description="Bytes")
    media_type: str = Field(description="As its first bytes say")
    sha256: str


class Uploaded(Schema):
    """The files of one upload, in order."""

    items: list[UploadOut]


@operation(router, "POST", "/uploads", scope="evidence:write", response={201: Uploaded})
def upload(request: Request, files: File[list[UploadedFile]] = []) -> HttpResponse:  # noqa: B006
    """Upload files for a complaint that does not exist yet

    `multipart/form-data`, field `files`, at most 20. Each is encrypted while it arrives; size and kind are checked on
    the way. Only the caller can use the ids.
    """
    kept = _files(request)

    def work(by: Any, at: datetime) -> Answer:
        items = [
            UploadOut(
                id=id_of(file, request.auth, at), name=file.name, size=file.size, media_type=file.content_type,
                sha256=file.digest,
            )
            for file in kept
        ]  # fmt: skip
        return Answer(Uploaded(items=items), 201)

    return change(request, work)


class EvidenceForm(Body):
    """What the files are."""

    kind: Literal[tuple(EvidenceKind.values)] = "attachment"  # type: ignore[valid-type]
    source: Literal[tuple(EvidenceSource.values)] = Field(  # type: ignore[valid-type]
        "customer_contact", description="Kind of source (3.2-3)"
    )
    titles: list[Line] = Field([], max_length=20, description="In the order of the files; the file name when left out")
    captured_at: Moment | None = Field(None, description="When the items came into being; now, when left out")
    is_public: bool = Field(False, description="The complainant sees them on the portal")
    note: Line = Field("", description="First line of the chain of custody")
    uploads: list[UploadId] = Field(
        [], max_length=20, description="Ids of `POST /uploads` or of whole files that came in parts: behind `files`"
    )


class EvidenceAdded(Schema):
    """The new items."""

    items: list[EvidenceOut]


@operation(
    router, "POST", "/complaints/{number}/evidence", scope="evidence:write", response={201: EvidenceAdded},
    clause="3.2-4", name="add_evidence",
)  # fmt: skip
def add_evidence(
    request: Request,
    number: str,
    form: Form[EvidenceForm],
    files: File[list[UploadedFile]] = [],  # noqa: B006
) -> HttpResponse:
    """Add evidence

    `multipart/form-data`: `files`, `uploads` or both, at most 20 together. The same bytes again make another item: who
    brought what and when is evidence too.
    """
    kept = _files(request, or_none=bool(form.uploads))

    def work(case: Case, by: Any, at: datetime) -> Answer:
        sent = [*kept, *files_of(form.uploads, request.auth, at, "uploads")]
        if len(sent) > settings.UPLOAD_MAX_FILES:
            most = {"count": settings.UPLOAD_MAX_FILES}
            message = _("At most %(count)d files at a time. Send the others afterwards.") % most
            raise BadInput("upload.too_many", message, field="uploads")
        items = material.add_evidence(
            case=case, files=sent, source=form.source, by=by, at=at, kind=form.kind, titles=form.titles,
            captured_at=form.captured_at, is_public=form.is_public, note=form.note,
        )  # fmt: skip
        return Answer(EvidenceAdded(items=[EvidenceOut.from_orm(item) for item in items]), 201)

    return change_case(request, number, work)


def _files(request: Request, *, or_none: bool = False) -> list[Stored]:
    if request.content_type != "multipart/form-data":
        raise Problem("media-type", "request.media_type")
    if any("\x00" in text for _name, held in request.POST.lists() for text in held):
        raise Problem("malformed", "request.malformed")
    found = uploads.taken(request.FILES.getlist("files"))
    if not found and not or_none:
        raise BadInput("evidence.none", _("Choose at least one file."), field="files")
    return found


@operation(router, "GET", "/complaints/{number}/evidence", scope="evidence:read", response=EvidencePage)
def list_evidence(request: Request, number: str, page: Query[PageQuery]) -> EvidencePage:
    """List the evidence register

    By number.
    """
    case = case_of(request, number)
    rows, following = paging.by_number(
        Evidence.objects.filter(case=case), "number", cursor=page.cursor, limit=page.limit, about=("evidence", case.pk)
    )
    return EvidencePage(items=[EvidenceOut.from_orm(row) for row in rows], next=following)


@operation(router, "GET", _ITEM, scope="evidence:read", response=EvidenceWithCustody)
def read_evidence(request: Request, number: str, evidence_id: UUID) -> EvidenceWithCustody:
    """Read an item with its chain of custody"""
    item = _item(case_of(request, number), evidence_id)
    custody = [CustodyOut.from_orm(row) for row in item.custody.order_by("at", "id")]
    return EvidenceWithCustody(**EvidenceOut.from_orm(item).model_dump(), custody=custody)


@operation(router, "GET", f"{_ITEM}/content", scope="evidence:read", clause="7.2-3")
def download_evidence(request: Request, number: str, evidence_id: UUID) -> HttpResponseBase:
    """Download an item

    The clear bytes, streamed; the access log says who took them. 409 `evidence.held` while the virus scanner has not
    seen the item, `evidence.quarantined` when it found something.
    """
    item = _item(case_of(request, number), evidence_id)
    pieces = register.read(evidence=item, by=request.auth.actor, at=now())
    made = StreamingHttpResponse(pieces, content_type=item.media_type, headers=_HEADERS)
    made.headers["Content-Length"] = str(item.size)
    made.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(item.file_name, safe='')}"
    made.headers["ETag"] = f'"{item.sha256}"'
    return made


class CustodyIn(Body):
    """What was done with an item."""

    kind: Literal["handed_over", "copied", "returned", "inspected"]
    note: Line = Field("", description="By whom, to whom, why")


@operation(router, "POST", f"{_ITEM}/custody", scope="evidence:write", response={201: CustodyOut}, clause="3.2-4")
def record_custody(request: Request, number: str, evidence_id: UUID, body: CustodyIn) -> HttpResponse:
    """Write into the chain of custody"""
    return _on_item(
        request,
        number,
        evidence_id,
        lambda item, by, at: register.record_custody(evidence=item, kind=body.kind, by=by, at=at, note=body.note),
    )


@operation(router, "POST", f"{_ITEM}/verify", scope="evidence:write", response={201: CustodyOut}, clause="3.2-4")
def verify_evidence(request: Request, number: str, evidence_id: UUID) -> HttpResponse:
    """Compare the kept bytes with the hash in the register

    The result goes into the chain of custody; 409 `evidence.damaged` when they differ.
    """
    return _on_item(request, number, evidence_id, lambda item, by, at: register.verify(evidence=item, by=by, at=at))


def _on_item(request: Request, number: str, id_: UUID, work: Any) -> HttpResponse:
    return change_case(
        request, number, lambda case, by, at: Answer(CustodyOut.from_orm(work(_item(case, id_), by, at)), 201)
    )


class PublishIn(Body):
    """Why the complainant may see it."""

    reason: Line


@operation(router, "POST", f"{_ITEM}/publish", scope="evidence:write", response=EvidenceOut, clause="令2020-3 art 13")
def publish_evidence(request: Request, number: str, evidence_id: UUID, body: PublishIn) -> HttpResponse:
    """Let the complainant see an item on the portal"""

    def work(case: Case, by: Any, at: datetime) -> Answer:
        item = register.publish(evidence=_item(case, evidence_id), reason=body.reason, by=by, at=at)
        return Answer(EvidenceOut.from_orm(item))

    return change_case(request, number, work)


def _item(case: Case, id_: UUID) -> Evidence:
    item = Evidence.objects.filter(pk=id_, case_id=case.pk).first()
    if item is None:
        raise Problem("not-found", "evidence.not_found")
    return item
