"""Looking at an item of evidence without taking it home: in a frame that may do nothing, under a policy of its own.

Pictures are shown as they are, the first pages of a PDF as pictures of them. Everything else becomes plain words that
we write: nobody's HTML, SVG or script is ever shown, whatever a file is called. What cannot be shown can be downloaded.
The access log says who looked.
"""

import csv
import io
from base64 import b64encode
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import islice
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.cases.actions import evidence as register
from huiyin.cases.models import Evidence, FileText
from huiyin.console.case.frame import Moment, of_case
from huiyin.core import blobs, mediatypes, pages, pictures
from huiyin.core.errors import Refused

POLICY = (
    "default-src 'none'; img-src data:; style-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; "
    "sandbox"
)
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp"})
WORDS = frozenset({"text/plain", "message/rfc822"})
PDF = mediatypes.sniff(b"%PDF-", "")
READ_BY_US = frozenset({PDF}) | {kind.mime for kind in mediatypes.ALLOWED if "docx" in kind.endings}
MOST_BYTES, MOST_PIXELS = 30 * 2**20, 100_000_000
MOST_CHARACTERS, MOST_ROWS, MOST_COLUMNS = 200_000, 500, 40


def can_be_shown(item: Evidence) -> bool:
    """Is there anything to see of an item of this kind?"""
    return item.media_type in PICTURES | WORDS | READ_BY_US


@require_GET
@of_case
def look(moment: Moment, place: int) -> HttpResponse | StreamingHttpResponse:
    """`evidence/<number>/look`: what the frame on the item's page shows."""
    item = Evidence.objects.filter(case_id=moment.case.pk, number=place).first()
    if item is None or not can_be_shown(item):
        raise Http404
    try:
        pieces = register.read(evidence=item, by=moment.by, at=moment.at, way="preview")
        answer = _shown(moment, item, pieces)
    except Refused as refusal:
        answer = _page(moment, {"trouble": refusal.message}, status=409)
    except (blobs.BlobDamaged, blobs.BlobMissing):
        words = _("The kept file is missing or no longer what it was. Tell the administrator.")
        answer = _page(moment, {"trouble": words}, status=409)
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _shown(moment: Moment, item: Evidence, pieces: Iterator[bytes]) -> HttpResponse | StreamingHttpResponse:
    if item.media_type in READ_BY_US:
        pictures_of = _drawn(item, pieces)
        return _page(moment, _read(item, has_pictures=bool(pictures_of)) | {"pages": pictures_of})
    if item.media_type in PICTURES:
        first = next(pieces, b"")
        size = pictures.pixels(first, item.media_type)
        if item.size > MOST_BYTES or size is None or size > MOST_PIXELS:
            words = _("The picture is too large to be shown here, or does not say how large it is. Download it.")
            return _page(moment, {"trouble": words})
        answer = StreamingHttpResponse(_all(first, pieces), content_type=item.media_type)
        answer["Content-Length"] = str(item.size)
        answer["Content-Disposition"] = "inline"
        return answer
    head = b"".join(islice(pieces, 4))  # at most 4 MB
    if item.media_type == "message/rfc822":
        return _page(moment, _mail(head))
    text = _decoded(head)
    if item.file_name.lower().endswith(".csv"):
        return _page(moment, _table(text))
    return _page(moment, {"text": text[:MOST_CHARACTERS], "is_cut": len(text) > MOST_CHARACTERS})


def _page(moment: Moment, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(moment.request, "console/case/look.html", context, status=status)


def _all(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _drawn(item: Evidence, pieces: Iterator[bytes]) -> list[str]:
    """The first pages of a PDF as pictures in the page itself: a frame that may do nothing can fetch nothing either."""
    if item.media_type != PDF or item.size > MOST_BYTES or not pages.can_draw():
        return []
    return [f"data:image/png;base64,{b64encode(one).decode()}" for one in pages.drawn(pieces)]


def _read(item: Evidence, *, has_pictures: bool) -> dict[str, Any]:
    """The words that were read out of a paper when it came in."""
    found = FileText.objects.filter(evidence=item).first()
    if has_pictures:
        text = found.text if found is not None else ""
        return {"words": text[:MOST_CHARACTERS], "most_pages": pages.MOST_PAGES}
    if found is None or not found.text:
        return {"trouble": _("No words were found in this paper, or it was not read yet. Download it to see it.")}
    note = _("These are its words only. Download it to see pictures, stamps and signatures.")
    return {"text": found.text[:MOST_CHARACTERS], "is_cut": len(found.text) > MOST_CHARACTERS, "note": note}


def _table(text: str) -> dict[str, Any]:
    try:
        rows = [row[:MOST_COLUMNS] for row in islice(csv.reader(io.StringIO(text, newline="")), MOST_ROWS + 1)]
    except csv.Error:
        return {"text": text[:MOST_CHARACTERS], "is_cut": len(text) > MOST_CHARACTERS}
    return {"rows": rows[:MOST_ROWS], "is_cut": len(rows) > MOST_ROWS}


def _mail(data: bytes) -> dict[str, Any]:
    """A mail as text: who, when, about what, its plain part, the names of what hangs on it. Its HTML is not shown."""
    mail = message_from_bytes(data, policy=policy.default)
    names = ((_("Mail from"), "From"), (_("To"), "To"), (_("Date"), "Date"), (_("Subject"), "Subject"))
    heads = [(label, _header(mail, name)) for label, name in names]
    text, files = "", []
    for part in mail.walk():
        if name := part.get_filename():
            files.append(name)
        elif part.get_content_type() == "text/plain" and not text:
            raw = part.get_payload(decode=True)
            text = _decoded(raw if isinstance(raw, bytes) else b"")
    note = "" if text else _("This mail has no plain text. Download it to read it.")
    return {"heads": heads, "text": text[:MOST_CHARACTERS], "is_cut": len(text) > MOST_CHARACTERS, "files": files,
            "note": note}  # fmt: skip


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail.get(name, ""))
    except (ValueError, IndexError, AttributeError):  # what Python's parser makes of nasty addresses
        return ""


def _decoded(data: bytes) -> str:
    """Text in the encodings that people here use; what fits none is shown as it may be."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:  # only cut off
            return data.decode("utf-8-sig", "ignore")
    return data.decode("gb18030", "replace")
