"""Mail that came in: its ledger, and what is withheld."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change
from huiyin.api.fields import Body, Line, Masked, Moment
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.problems import Problem
from huiyin.cases.actions import mail as actions
from huiyin.cases.queries import mail as queries
from huiyin.cases.queries import visible_to
from huiyin.cases.rules.mail import may_see
from huiyin.channels.models import MailState, RawMessage
from huiyin.channels.queries import inbound
from huiyin.complaints.queries import turns
from huiyin.core import masking
from huiyin.core.actors import Actor
from huiyin.core.time import local_date, now

router = Router(tags=["Incoming mail"])
DAYS = 14
OPEN_STATES = (MailState.QUARANTINED, MailState.REJECTED)
Number = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]


class MailDayOut(Schema):
    """One mailbox on one day: `fetched` is what the door counted, the others what became of it."""

    mailbox: str
    day: date
    fetched: int
    cases: int
    follow_ups: int
    quarantined: int
    rejected: int
    waiting: int
    balances: bool = Field(description="False: a mail is not where it should be, and the administrators are told")


class MailLedger(Schema):
    """The last fourteen days, newest first; empty for those who do not see it."""

    items: list[MailDayOut]


class WithheldQuery(PageQuery):
    """Which of the mails that wait for a person."""

    state: Literal["quarantined", "rejected"] = "quarantined"


class WithheldOut(Schema):
    """A mail that nobody's case holds."""

    id: UUID
    mailbox: str
    state: str
    reason: str = Field(description="A code: flood, list, bulk, machine, own_address, too_big, broken, copy, …")
    received_at: Moment
    size: int = Field(description="Bytes")
    sha256: str
    sender: str = Field(description="Masked")
    subject: Masked


class WithheldFull(WithheldOut):
    """A withheld mail in masked words, without its files."""

    text: Masked
    files: list[str] = Field(description="Their names")


class WithheldPage(Schema):
    """A page, newest first."""

    items: list[WithheldOut]
    next: str


class ReleaseIn(Body):
    """Why a mail may pass, and into which case (none: a matter of its own)."""

    reason: Line
    number: Number = ""


class MailReasonIn(Body):
    """Why."""

    reason: Line


class MailPlaced(Schema):
    """What became of a mail."""

    id: UUID
    state: str
    number: str = Field(description="Of the case that holds it now; empty for one that was turned down")


@operation(router, "GET", "/mail/ledger", scope="complaints:read", response=MailLedger, clause="3.1-1")
def read_mail_ledger(request: Request) -> MailLedger:
    """Read the ledger of mail

    fetched = cases + follow-ups + quarantined + rejected + what still waits, per mailbox and day.
    """
    if not may_see(request.auth.actor.roles):
        return MailLedger(items=[])
    today = local_date(now())
    lines = inbound.ledger(today - timedelta(days=DAYS - 1), today)
    names = set(MailDayOut.model_fields) - {"mailbox"}
    told = [MailDayOut(mailbox=one.mailbox.name, **{name: getattr(one, name) for name in names}) for one in lines]
    return MailLedger(items=told)


@operation(router, "GET", "/mail/withheld", scope="complaints:read", response=WithheldPage)
def list_withheld_mail(request: Request, query: Query[WithheldQuery]) -> WithheldPage:
    """List withheld mails

    Those of the mailboxes where the caller leads complaints, a page by key.
    """
    user = request.auth.user
    rows = queries.readable_by(user).filter(state=query.state)
    found, following = paging.by_time(
        rows, "received_at", cursor=query.cursor, limit=query.limit, about=(user.pk, "withheld", query.state),
        newest_first=True,
    )  # fmt: skip
    return WithheldPage(items=[WithheldOut(**_told(row)) for row in found], next=following)


@operation(router, "GET", "/mail/withheld/{uuid:mail_id}", scope="complaints:read", response=WithheldFull)
def read_withheld_mail(request: Request, mail_id: UUID) -> WithheldFull:
    """Read a withheld mail

    Its words, masked; the access log says who read it.
    """
    raw = _withheld(request, mail_id)
    mail = actions.open_mail(raw=raw, by=request.auth.actor, at=now())
    return WithheldFull(**_told(raw), text=mail.text, files=[masking.text(one.name) for one in mail.files])


@operation(router, "POST", "/mail/withheld/{uuid:mail_id}/release", scope="complaints:act", response=MailPlaced)
def release_mail(request: Request, mail_id: UUID, body: ReleaseIn) -> HttpResponse:
    """Let a withheld mail through"""

    def work(by: Actor, at: datetime) -> Answer:
        raw = _withheld(request, mail_id)
        into = case_of(request, body.number) if body.number else None
        done = actions.release_mail(raw=raw, reason=body.reason, into=into, living=turns.master_of, by=by, at=at)
        return Answer(_placed(request, done))

    return change(request, work)


@operation(router, "POST", "/mail/withheld/{uuid:mail_id}/turn_down", scope="complaints:act", response=MailPlaced)
def turn_down_mail(request: Request, mail_id: UUID, body: MailReasonIn) -> HttpResponse:
    """Turn a withheld mail down

    It stays on record and can still be let through.
    """

    def work(by: Actor, at: datetime) -> Answer:
        raw = _withheld(request, mail_id)
        return Answer(_placed(request, actions.turn_down_mail(raw=raw, reason=body.reason, by=by, at=at)))

    return change(request, work)


def _withheld(request: Request, mail_id: UUID) -> RawMessage:
    raw = queries.readable_by(request.auth.user).filter(pk=mail_id, state__in=OPEN_STATES).first()
    if raw is None:
        raise Problem("not-found", "mail.not_found", _("There is no such withheld mail, or it is not yours to read."))
    return raw


def _told(raw: RawMessage) -> dict[str, Any]:
    names = ("id", "state", "reason", "received_at", "size", "sha256", "subject")
    sender = masking.email(raw.sender) if raw.sender else ""
    return {name: getattr(raw, name) for name in names} | {"mailbox": raw.mailbox.name, "sender": sender}


def _placed(request: Request, raw: RawMessage) -> MailPlaced:
    case = visible_to(request.auth.user, looked_up=True).filter(pk=raw.case_id).first() if raw.case_id else None
    return MailPlaced(id=raw.pk, state=raw.state, number=case.number if case else "")
