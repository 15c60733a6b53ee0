"""Customers by machine: found, read masked, changed on their word, joined with what is of the same person."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change_row, response
from huiyin.api.fields import Body, Line, Moment, Word
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.rendering import dumps
from huiyin.api.schemas.customer import CustomerOut, whole
from huiyin.cases.queries import customers as gate
from huiyin.cases.queries.queue import read_key, written
from huiyin.core import masking
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused
from huiyin.core.time import now
from huiyin.customers import actions
from huiyin.customers.actions import record
from huiyin.customers.models import Party, PartyChange
from huiyin.customers.rules.record import TOLD

router = Router(tags=["Customers"])
_ONE = "/customers/{uuid:customer_id}"
Detail = Literal["name", "certificate_kind", "certificate_no", "phone", "email", "address", "born_on"]
PageSize = Annotated[int, Field(ge=1, le=paging.MOST)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class CustomerSought(Body):
    """What is known of somebody; all of it must fit."""

    name: Line = Field("", description="Whole, or a part of two characters or more")
    phone: Line = ""
    certificate: Line = ""
    email: Line = ""
    policy_number: Line = ""


class CustomerHit(Schema):
    """A customer, masked."""

    id: UUID
    name: str
    phone: str
    certificate_no: str
    may_open: bool = Field(description="False: of another part of the house; look again with a whole number")
    policies: list[str] = Field(description="Numbers; empty where the record does not open")


class CustomerHits(Schema):
    """At most twenty."""

    items: list[CustomerHit]


@operation(router, "POST", "/customers/find", scope="customers:read", response=CustomerHits)
def find_customers(request: Request, body: CustomerSought) -> CustomerHits:
    """Find customers

    By what a caller says. Every search leaves lines in the access log. A phone number alone opens no record of
    another part of the house: a whole certificate or policy number opens it for an hour.
    """
    caller, at = request.auth, now()
    if not record.may_work(caller.actor):
        raise Refused("customer.not_yours", _("Your role does not look customers up."))
    found = actions.look_up(by=caller.actor, at=at, **body.model_dump())
    items = []
    for match in found:
        opens = _opens(request, match.party.pk, at)
        items.append(
            CustomerHit(
                id=match.party.pk,
                name=masking.name(match.party.name),
                phone=masking.phone(match.party.phone),
                certificate_no=masking.number(match.party.certificate_no),
                may_open=opens,
                policies=[one.number for one in match.policies] if opens else [],
            )
        )
    return CustomerHits(items=items)


def customer_of(request: Request, customer_id: UUID) -> tuple[Party, list[UUID]]:
    """The record and the ids of all of the same person, if it opens to the caller. Raises Problem 404."""
    try:
        return gate.customer(request.auth.user, customer_id, at=now())
    except Party.DoesNotExist:
        raise Problem(
            "not-found", "customer.not_found", _("There is no such customer, or you may not open the record.")
        ) from None


@operation(router, "GET", _ONE, scope="customers:read", response=CustomerOut, clause="2.1-1")
def read_customer(request: Request, customer_id: UUID) -> HttpResponse:
    """Read a customer's record

    Masked; the look leaves a line in the access log. The ETag is its version.
    """
    party, ids = customer_of(request, customer_id)
    record.look(party_id=party.pk, by=request.auth.actor, at=now())
    return response(200, dumps(whole(request.auth.user, party, ids)), party.version)


class ContactOut(Schema):
    """Something said to us or by us."""

    id: UUID
    complaint: str
    direction: str = Field(description="in, out")
    channel: str
    at: Moment
    subject: str
    text: str = Field(description="Numbers and addresses in it masked")


class ContactList(Schema):
    """Newest first."""

    items: list[ContactOut]
    next_cursor: str = Field(description="Empty: that was all")


@operation(router, "GET", f"{_ONE}/contacts", scope="customers:read", response=ContactList, clause="2.2-1")
def list_contacts(request: Request, customer_id: UUID, cursor: Word = "", limit: PageSize = 50) -> ContactList:
    """List every contact with a customer

    Of the complaints that the caller may see, newest first, whatever the channel.
    """
    _party, ids = customer_of(request, customer_id)
    about = ("contacts", customer_id, request.auth.user.pk)
    key = read_key(paging.unseal(cursor, *about))
    before = (key[0], key[1]) if key and key[0] else None
    newest = gate.cases_of(request.auth.user, ids).order_by("-received_at", "-id")
    numbers = dict(newest.values_list("pk", "number")[: gate.MOST_CASES])
    rows = gate.contacts(list(numbers), before=before, size=limit + 1)
    shown = rows[:limit]
    return ContactList(
        items=[
            ContactOut(
                id=row.pk, complaint=numbers[row.case_id], direction=row.direction, channel=row.channel, at=row.at,
                subject=masking.text(row.subject), text=masking.text(row.text),
            )
            for row in shown
        ],
        next_cursor=paging.seal(written((shown[-1].at, shown[-1].pk)), *about) if len(rows) > limit else "",
    )  # fmt: skip


class ChangeIn(Body):
    """New details on the customer's word; nothing in `values`: all is still right."""

    values: dict[Detail, Line] = Field({})
    care: list[Literal[TOLD]] | None = Field(  # type: ignore[valid-type]
        None, max_length=10, description="The care that the person told us of; null leaves it as it is"
    )
    reason: Reason = Field(description="On whose word, and how it is known; 4 characters at least")


@operation(router, "POST", f"{_ONE}/change", scope="customers:write", response=CustomerOut, clause="2.1-2")
def change_customer(request: Request, customer_id: UUID, body: ChangeIn) -> HttpResponse:
    """Change a customer's details, or confirm them

    Every field from and to stays in the history, sealed. With If-Match only while nobody else changed the record.
    """
    party, ids = customer_of(request, customer_id)

    def work(by: Actor, at: datetime) -> Answer:
        common: dict[str, Any] = {"party_id": party.pk, "reason": body.reason, "by": by, "at": at}
        if body.care is not None:
            record.tell_care(care=frozenset(body.care), **common)
        if body.values:
            record.change_details(values={str(name): value for name, value in body.values.items()}, **common)
        elif body.care is None:
            record.verify_details(**common)
        changed = Party.objects.get(pk=party.pk)
        return Answer(whole(request.auth.user, changed, ids), 200, changed.version)

    return change_row(party, request, work)


class CustomerRevealIn(Body):
    """What must be seen, and why."""

    fields: list[Literal["name", "certificate_no", "phone", "email", "address", "born_on"]] = Field(
        min_length=1, max_length=6
    )
    reason: Reason = Field(description="At least four characters; kept in the access log")


class CustomerRevealed(Schema):
    """The clear values of the fields that were asked for."""

    values: dict[str, str]


@operation(
    router, "POST", f"{_ONE}/reveal", scope="people:reveal", response=CustomerRevealed, clause="7.2-3",
    name="reveal_customer",
)  # fmt: skip
def reveal(request: Request, customer_id: UUID, body: CustomerRevealIn) -> HttpResponse:
    """Lift the mask of some details of a customer

    Every call leaves a line in the access log: an Idempotency-Key is not kept.
    """
    party, _ids = customer_of(request, customer_id)
    values = record.reveal(
        party_id=party.pk, fields=list(body.fields), reason=body.reason, by=request.auth.actor, at=now()
    )
    return response(200, dumps(CustomerRevealed(values=values)))


class DetailChange(Schema):
    """One field from one value to another; the values are sealed."""

    id: UUID
    field: str
    at: Moment
    by: str
    reason: str


class DetailChanges(Schema):
    """Newest first."""

    items: list[DetailChange]
    next_cursor: str = Field(description="Empty: that was all")


@operation(router, "GET", f"{_ONE}/changes", scope="customers:read", response=DetailChanges, clause="2.1-2")
def list_customer_changes(
    request: Request, customer_id: UUID, cursor: Word = "", limit: PageSize = 50
) -> DetailChanges:
    """List what was changed in a customer's details"""
    party, _ids = customer_of(request, customer_id)
    rows, after = paging.by_time(
        PartyChange.objects.filter(party=party), "at", cursor=cursor, limit=limit,
        about=("changes", customer_id, request.auth.user.pk), newest_first=True,
    )  # fmt: skip
    return DetailChanges(
        items=[DetailChange(id=one.pk, field=one.field, at=one.at, by=one.by_label, reason=one.reason) for one in rows],
        next_cursor=after,
    )


class ChangeRevealIn(Body):
    """Why it must be seen."""

    reason: Reason = Field(description="At least four characters; kept in the access log")


class ChangeRevealed(Schema):
    """The values of one change."""

    before: str
    after: str


@operation(
    router, "POST", f"{_ONE}/changes/{{uuid:change_id}}/reveal", scope="people:reveal", response=ChangeRevealed,
    clause="7.2-3",
)  # fmt: skip
def reveal_customer_change(request: Request, customer_id: UUID, change_id: UUID, body: ChangeRevealIn) -> HttpResponse:
    """Lift the mask of one line of the history"""
    party, _ids = customer_of(request, customer_id)
    before, after = record.reveal_change(
        party_id=party.pk, change_id=change_id, reason=body.reason, by=request.auth.actor, at=now()
    )
    return response(200, dumps(ChangeRevealed(before=before, after=after)))


def _opens(request: Request, party_id: UUID, at: datetime) -> bool:
    try:
        gate.customer(request.auth.user, party_id, at=at)
    except Party.DoesNotExist:
        return False
    return True
