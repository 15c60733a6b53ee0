"""The mails of the demo: nothing leaves the machine, everything can be read here. Not there outside the demo."""

from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse

from huiyin.console.visit import Visit, desk
from huiyin.core import mailsink

TAKEN = "application/octet-stream"


@desk("mail")
def listed(visit: Visit) -> HttpResponse:
    """The newest mails first."""
    _only_in_demo()
    return visit.page("demo_mail.html", {"mails": mailsink.listing(settings.MAIL_SINK_DIR)})


@desk("mail")
def one(visit: Visit, name: str) -> HttpResponse:
    """One mail: its text and its attachments."""
    mail = _read(name)
    body = mail.get_body(("plain", "html"))
    context = {
        "name": name,
        "head": [(field, str(mail.get(field, ""))) for field in ("From", "X-Envelope-To", "Subject", "Date")],
        "text": body.get_content() if body is not None else "",
        "files": [
            {"place": place, "name": part.get_filename() or f"{place}", "size": len(_bytes(part))}
            for place, part in enumerate(mail.iter_attachments())
        ],
    }
    return visit.page("demo_mail_one.html", context)


@desk("mail")
def attachment(visit: Visit, name: str, place: int) -> HttpResponse:
    """One attachment, to be kept, never shown by the browser itself."""
    parts = list(_read(name).iter_attachments())
    if place >= len(parts):
        raise Http404
    part: Any = parts[place]
    named = quote(part.get_filename() or str(place))
    return HttpResponse(
        _bytes(part), content_type=TAKEN, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{named}"}
    )


def _bytes(part: Any) -> bytes:
    return bytes(part.get_payload(decode=True) or b"")


def _read(name: str) -> EmailMessage:
    _only_in_demo()
    try:
        return mailsink.read(settings.MAIL_SINK_DIR, name)
    except FileNotFoundError:
        raise Http404 from None


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404
