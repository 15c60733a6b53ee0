"""Large files in parts (tus 1.0): a cut connection costs what was on the way and no more. The same store as the desk's:
what a person began in one place can be gone on with in the other."""

import json

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from huiyin.api import problems
from huiyin.api.access import Request
from huiyin.api.fields import Moment
from huiyin.api.operations import operation
from huiyin.api.rendering import dumps
from huiyin.api.uploads import owner_of
from huiyin.core import uploads_parts, uploads_tus

router = Router(tags=["Evidence"])
_ONE = "/uploads/parts/{upload_id}"
# What the protocol answers → the kind of problem; others are refusals.
_KINDS = {404: "not-found", 412: "protocol", 413: "too-large", 415: "media-type", 422: "invalid"}


class PartUpload(Schema):
    """A file on its way."""

    id: str = Field(description="For `evidence` of a new complaint and `uploads` of `add_evidence`, once it is whole")
    name: str
    offset: int = Field(description="Bytes that are safe")
    length: int
    expires: Moment


@operation(router, "POST", "/uploads/parts", scope="evidence:write", response={201: PartUpload})
def begin_upload(request: Request) -> HttpResponse:
    """Begin a file that is sent in parts

    tus 1.0: `Tus-Resumable: 1.0.0`, `Upload-Length` in bytes, `Upload-Metadata: filename <base64>`; no body. `Location`
    is where the parts go. It lasts 20 hours from the last part. An Idempotency-Key is not kept: a second upload costs
    nothing and goes by itself.
    """
    made = _tus(request)
    return _with_body(request, made, made.headers.get("Location", "").rpartition("/")[2])


@operation(router, "GET", _ONE, scope="evidence:write", response=PartUpload)
def read_upload(request: Request, upload_id: str) -> HttpResponse:
    """Read how much of a file has arrived

    With the header `Tus-Resumable: 1.0.0`; HEAD gives the same without the body.
    """
    request.method = "HEAD"  # what the protocol calls it
    try:
        made = _tus(request, upload_id)
    finally:
        request.method = "GET"
    return _with_body(request, made, upload_id)


@operation(router, "PATCH", _ONE, scope="evidence:write", response={204: None})
def send_part(request: Request, upload_id: str) -> HttpResponse:
    """Send the next bytes of a file

    `Content-Type: application/offset+octet-stream`, `Upload-Offset` as it stands. What arrived before a connection
    broke is kept; `Upload-Offset` of the answer says how much. Kind and size are checked on the way.
    """
    return _tus(request, upload_id)


@operation(router, "DELETE", _ONE, scope="evidence:write", response={204: None})
def drop_upload(request: Request, upload_id: str) -> HttpResponse:
    """Forget a file that was on its way"""
    return _tus(request, upload_id)


def _tus(request: Request, upload_id: str = "") -> HttpResponse:
    made = uploads_tus.answer(request, owner_of(request.auth.user), _address, upload_id)
    return made if made.status_code < 400 else _as_problem(request, made)


def _as_problem(request: HttpRequest, made: HttpResponse) -> HttpResponse:
    said = json.loads(made.content)
    kept = {name: value for name, value in made.headers.items() if name.startswith(("Tus-", "Cache-", "Upload-"))}
    kind = _KINDS.get(made.status_code, "refused")
    return problems.answer(request, kind, said["code"], said["message"], headers=kept)


def _with_body(request: Request, made: HttpResponse, upload_id: str) -> HttpResponse:
    if made.status_code >= 400:
        return made
    found = uploads_parts.find(owner_of(request.auth.user), upload_id)
    names = ("id", "name", "offset", "length", "expires")
    made.content = dumps(PartUpload(**{name: getattr(found, name) for name in names}))
    made.headers["Content-Type"] = "application/json"
    return made


def _address(upload_id: str) -> str:
    return reverse("api:read_upload", args=[upload_id])
