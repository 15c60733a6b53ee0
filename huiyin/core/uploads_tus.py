"""The tus protocol 1.0 (core, creation, termination, expiration) over `core.uploads_parts`: how clients send a file in
parts and go on after a cut. Edges say who sends and give the address of an upload.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from huiyin.core import uploads_parts as parts
from huiyin.core.errors import BadInput, Refused

VERSION = "1.0.0"
TYPE = "application/offset+octet-stream"
METHODS = ("OPTIONS", "POST", "HEAD", "PATCH", "DELETE")
# What a refusal is called in HTTP; others are 409, bad input 422.
_STATUS = {
    "upload.unknown": 404, "upload.too_big": 413, "upload.quota": 413, "upload.quota_of_all": 413,
    "upload.media_type": 415, "upload.busy": 423, "blobs.full": 507, "upload.version": 412, "upload.method": 405,
}  # fmt: skip


def answer(request: HttpRequest, owner: parts.Owner, address: Callable[[str], str], id_: str = "") -> HttpResponse:
    """Answer one request: without `id_` OPTIONS and POST (begin an upload), with it HEAD, PATCH and DELETE. A refusal
    is JSON with `code` and `message`.
    """
    method = (request.headers.get("X-HTTP-Method-Override") or request.method or "").upper()
    try:
        made = _answered(request, method, owner, address, id_)
    except Refused as refused:
        status = _STATUS.get(refused.code, 422 if isinstance(refused, BadInput) else 409)
        made = JsonResponse({"code": refused.code, "message": refused.message}, status=status)
        if refused.code == "upload.version":
            made["Tus-Version"] = VERSION
    made["Tus-Resumable"] = VERSION
    made["Cache-Control"] = "no-store"
    return made


def _answered(
    request: HttpRequest, method: str, owner: parts.Owner, address: Callable[[str], str], id_: str
) -> HttpResponse:
    if method not in (METHODS[2:] if id_ else METHODS[:2]):
        raise Refused("upload.method", _("This address does not take %(method)s.") % {"method": method})
    if method == "OPTIONS":
        headers = {"Tus-Version": VERSION, "Tus-Extension": "creation,termination,expiration"}
        return HttpResponse(status=204, headers=headers | {"Tus-Max-Size": str(settings.UPLOAD_MAX_BYTES)})
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Refused("upload.version", _("Send the header Tus-Resumable: 1.0.0."))
    if method == "POST":
        upload = parts.begin(owner, name=_name(request), length=_number(request, "Upload-Length"))
        made = _about(upload, 201)
        made["Location"] = address(upload.id)
        return made
    if method == "DELETE":
        parts.drop(owner, id_)
        return HttpResponse(status=204)
    if method == "HEAD":
        upload = parts.find(owner, id_)
        made = _about(upload, 200)
        made["Upload-Length"] = str(upload.length)
        return made
    if request.content_type != TYPE:
        raise BadInput("upload.media_type", _("Send the bytes as %(type)s.") % {"type": TYPE})
    return _about(parts.append(owner, id_, _number(request, "Upload-Offset"), request.read), 204)


def _about(upload: parts.Upload, status: int) -> HttpResponse:
    headers = {"Upload-Offset": str(upload.offset), "Upload-Expires": http_date(upload.expires.timestamp())}
    return HttpResponse(status=status, headers=headers)


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdecimal() and len(value) <= 12):
        raise BadInput("upload.header", _("Send the header %(header)s with a number of bytes.") % {"header": header})
    return int(value)


def _name(request: HttpRequest) -> str:
    """The file name of the metadata: `filename <base64>` among pairs parted by commas."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return b64decode(value, validate=True).decode()
            except (NotBase64, UnicodeDecodeError):
                raise BadInput(
                    "upload.header", _("The file name in Upload-Metadata must be base64 of UTF-8.")
                ) from None
    return ""
