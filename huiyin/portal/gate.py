"""How often somebody may try: wrong secrets lock for a while, by number and by address; complaints are not poured in.

Every try that counts is a line of the access log, so that all web processes see it. Numbers, addresses and contacts
stand there as keyed fingerprints only.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.audit.models import Access
from huiyin.cases.rules import numbers
from huiyin.core import blind, crypto
from huiyin.core.actors import Actor, customer
from huiyin.core.errors import Refused
from huiyin.core.wording import moment_text

TRIES = 10
TRIES_IN = timedelta(minutes=15)
PER_ADDRESS = 20
PER_CONTACT = 5
COMPLAINTS_IN = timedelta(hours=1)
FAILED, SENT, CHATTED = "follow_failed", "portal_complaint", "portal_chat"
PER_ADDRESS_CHATS = 30
ASKED, PER_ADDRESS_QUESTIONS = "portal_question", 120


class TooMany(Refused):
    """Enough for now (429). `message` says when it goes on."""


def address(request: HttpRequest) -> str:
    """Where the request comes from: behind our own proxy what the proxy says (the last entry), else the peer."""
    if settings.SECURE_PROXY_SSL_HEADER and (told := request.headers.get("X-Forwarded-For", "")):
        return told.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def check_follow(request: HttpRequest, number: str, at: datetime) -> None:
    """Raises TooMany after ten wrong tries in fifteen minutes, for this number or from this address."""
    since = at - TRIES_IN
    by_number = Access.objects.filter(aggregate_kind=FAILED, aggregate_id=_of_number(number), at__gt=since)
    by_address = Access.objects.filter(kind=FAILED, where=_of_address(request), at__gt=since)
    for rows in (by_number, by_address):
        moments = list(rows.order_by("at").values_list("at", flat=True))
        if len(moments) >= TRIES:
            raise _too_many(_("There were too many wrong tries. Try again after %(moment)s, or call us."),
                            moments[-TRIES] + TRIES_IN)  # fmt: skip


def failed_follow(request: HttpRequest, number: str, at: datetime) -> None:
    """Write down a wrong number or secret."""
    audit.looked(kind=FAILED, by=_stranger(request), at=at, aggregate=(FAILED, _of_number(number)))


def check_complaint(request: HttpRequest, contacts: list[str], at: datetime) -> None:
    """Raises TooMany after twenty complaints in an hour from an address, or five with the same phone or e-mail."""
    since = at - COMPLAINTS_IN
    rows = Access.objects.filter(kind=SENT, where=_of_address(request), at__gt=since, aggregate_kind="")
    found = [(rows, PER_ADDRESS)]
    for mark in _of_contacts(contacts):
        found.append((Access.objects.filter(aggregate_kind=SENT, aggregate_id=mark, at__gt=since), PER_CONTACT))
    for rows, most in found:
        moments = list(rows.order_by("at").values_list("at", flat=True))
        if len(moments) >= most:
            message = _("Several complaints came from you within an hour. Everything you typed is kept: send it after "
                        "%(moment)s, or call us. To add to a complaint you have sent, follow it.")  # fmt: skip
            raise _too_many(message, moments[-most] + COMPLAINTS_IN)


def sent_complaint(request: HttpRequest, contacts: list[str], at: datetime) -> None:
    """Write down that a complaint came in."""
    by = _stranger(request)
    audit.looked(kind=SENT, by=by, at=at)
    for mark in _of_contacts(contacts):
        audit.looked(kind=SENT, by=by, at=at, aggregate=(SENT, mark))


def check_chat(request: HttpRequest, at: datetime) -> None:
    """Raises TooMany after thirty chats in an hour from an address."""
    rows = Access.objects.filter(kind=CHATTED, where=_of_address(request), at__gt=at - COMPLAINTS_IN)
    moments = list(rows.order_by("at").values_list("at", flat=True))
    if len(moments) >= PER_ADDRESS_CHATS:
        message = _("Many chats came from you within an hour. Begin a new one after %(moment)s, or call us.")
        raise _too_many(message, moments[-PER_ADDRESS_CHATS] + COMPLAINTS_IN)


def sent_chat(request: HttpRequest, at: datetime) -> None:
    """Write down that a chat began."""
    audit.looked(kind=CHATTED, by=_stranger(request), at=at)


def check_questions(request: HttpRequest, at: datetime) -> None:
    """Raises TooMany after a hundred and twenty lines to the machine in an hour from an address."""
    rows = Access.objects.filter(kind=ASKED, where=_of_address(request), at__gt=at - COMPLAINTS_IN)
    moments = list(rows.order_by("at").values_list("at", flat=True))
    if len(moments) >= PER_ADDRESS_QUESTIONS:
        message = _("Many questions came from you within an hour. Ask again after %(moment)s, or call us.")
        raise _too_many(message, moments[-PER_ADDRESS_QUESTIONS] + COMPLAINTS_IN)


def asked(request: HttpRequest, at: datetime) -> None:
    """Write down that somebody asked the machine."""
    audit.looked(kind=ASKED, by=_stranger(request), at=at)


def _too_many(message: str, until: datetime) -> TooMany:
    return TooMany("portal.too_many", message % {"moment": moment_text(until + timedelta(minutes=1))})


def _stranger(request: HttpRequest) -> Actor:
    return customer(None, where=_of_address(request))


def _of_address(request: HttpRequest) -> str:
    spelled = address(request).replace(".", " dot ").replace(":", " colon ")
    return f"portal {crypto.blind('address', spelled)}"


def _of_number(number: str) -> UUID:
    return _uuid(crypto.blind("follow", numbers.tidy(number)[:40]))


def _of_contacts(contacts: list[str]) -> list[UUID]:
    marks = [blind.email(value) if "@" in value else blind.phone(value) for value in contacts]
    return [_uuid(mark) for mark in marks if mark]


def _uuid(mark: str) -> UUID:
    return UUID(hex=mark.ljust(32, "0"))
