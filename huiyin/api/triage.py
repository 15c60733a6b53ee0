"""Matters that are no complaint, or of which nobody has said yet what they are: saying it, and ending them."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change_case
from huiyin.api.fields import Body, Masked, Moment
from huiyin.api.mail import MailReasonIn, Number
from huiyin.api.operations import operation
from huiyin.cases.actions import kinds, mail_linking
from huiyin.cases.models import Case
from huiyin.cases.queries import mail as queries
from huiyin.complaints.actions import triage
from huiyin.complaints.queries import turns
from huiyin.core.actors import Actor

router = Router(tags=["Triage"])


class MatterResultIn(Body):
    """What became of a matter."""

    result: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class MailKindIn(MailReasonIn):
    """What a matter is that is no complaint."""

    kind: Literal[tuple(kind.value for kind in kinds.PLAIN)]  # type: ignore[valid-type]


class MailLinkIn(MailReasonIn):
    """The case that a mail belongs to."""

    into: Number


class UntriagedOut(Schema):
    """A matter of which nobody has said yet what it is."""

    number: str
    subject: Masked
    received_at: Moment
    due_at: Moment | None = Field(description="By when it has to be decided, were it a complaint")
    unit: str
    suspect: str = Field(description="A case that it names although its sender is nobody who is known there")
    version: int


class UntriagedList(Schema):
    """The most urgent first, at most 200."""

    items: list[UntriagedOut]


class TriagedOut(Schema):
    """The case that holds it now."""

    number: str
    kind: str
    state: str
    version: int


@operation(router, "GET", "/triage", scope="complaints:read", response=UntriagedList, clause="3.1-1")
def list_untriaged(request: Request) -> UntriagedList:
    """List what waits to be triaged"""
    found = [
        UntriagedOut(
            number=row.number, subject=row.subject, received_at=row.received_at, due_at=row.next_due_at,
            unit=row.unit.code, suspect=str(row.source_fields.get("suspect", "")), version=row.version,
        )
        for row in queries.untriaged(request.auth.user)[:200]
    ]  # fmt: skip
    return UntriagedList(items=found)


@operation(router, "POST", "/complaints/{number}/triage/complaint", scope="complaints:act", response=TriagedOut)
def triage_as_complaint(request: Request, number: str) -> HttpResponse:
    """Say that a matter is a complaint

    One that is untriaged, or was taken for something else. Its limits run from when it was received; the sender gets
    the receipt.
    """
    return change_case(
        request, number, lambda case, by, at: _triaged(triage.take_as_complaint(case=case, by=by, at=at))
    )


@operation(router, "POST", "/complaints/{number}/triage/kind", scope="complaints:act", response=TriagedOut)
def triage_as_kind(request: Request, number: str, body: MailKindIn) -> HttpResponse:
    """Say that a matter is no complaint, and what it is

    Also of one that was taken for something else, as long as it is open and no complaint.
    """
    return change_case(
        request, number,
        lambda case, by, at: _triaged(kinds.take_as(case=case, kind=body.kind, reason=body.reason, by=by, at=at)),
    )  # fmt: skip


@operation(router, "POST", "/complaints/{number}/triage/link", scope="complaints:act", response=TriagedOut)
def triage_to_case(request: Request, number: str, body: MailLinkIn) -> HttpResponse:
    """Say that an untriaged matter belongs to a known case

    What was said goes there; the answer is that case.
    """

    def work(case: Case, by: Actor, at: datetime) -> Answer:
        case = kinds.untriaged(case, by=by)
        into = case_of(request, body.into)
        return _triaged(
            mail_linking.put_to(case=case, into=into, reason=body.reason, living=turns.master_of, by=by, at=at)
        )

    return change_case(request, number, work)


@operation(router, "POST", "/complaints/{number}/triage/away", scope="complaints:act", response=TriagedOut)
def triage_away(request: Request, number: str, body: MailReasonIn) -> HttpResponse:
    """Say that an untriaged matter is nobody's"""
    return change_case(
        request, number, lambda case, by, at: _triaged(kinds.put_away(case=case, reason=body.reason, by=by, at=at))
    )


@operation(router, "POST", "/complaints/{number}/triage/settle", scope="complaints:act", response=TriagedOut)
def settle_matter(request: Request, number: str, body: MatterResultIn) -> HttpResponse:
    """End a matter that is no complaint

    A report, petition, inquiry or claim filing that has been answered or handed on.
    """
    return change_case(
        request, number, lambda case, by, at: _triaged(kinds.settle(case=case, result=body.result, by=by, at=at))
    )


def _triaged(case: Case) -> Answer:
    return Answer(
        TriagedOut(number=case.number, kind=case.kind, state=case.state, version=case.version), version=case.version
    )
