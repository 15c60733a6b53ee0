"""Parts in a customer's policies and ties to other customers, by machine."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.customers import Reason, customer_of
from huiyin.api.fields import Body, Line
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.api.schemas.customer import CustomerOut, whole
from huiyin.core.actors import Actor
from huiyin.customers.actions import looking, parts
from huiyin.customers.models import PartRole, Party, PartyTie, PolicyPart, TieKind
from huiyin.customers.queries import record as records
from huiyin.customers.queries.policies import tidy_policy

router = Router(tags=["Customers"])
_ONE = "/customers/{uuid:customer_id}"
_WHOLE = "The other customer by the whole certificate number, or the whole number of a policy that they hold"


class PartIn(Body):
    """Who has a part in a policy."""

    policy_number: Line = Field(description="A policy of this customer")
    other: Line = Field(description=_WHOLE)
    role: Literal[tuple(PartRole.values)]  # type: ignore[valid-type]
    authority: Line = Field("", description="The paper that proves it; an agent or heir needs one")


@operation(router, "POST", f"{_ONE}/parts", scope="customers:write", response=CustomerOut, clause="2.1-1")
def add_customer_part(request: Request, customer_id: UUID, body: PartIn) -> HttpResponse:
    """Add somebody's part in a policy

    Insured, to benefit, or acting for the holder. The same again changes nothing.
    """
    party, ids = customer_of(request, customer_id)

    def work(by: Actor, at: datetime) -> Answer:
        number = tidy_policy(body.policy_number)
        policy = next((held.policy for held in records.policies_of(ids) if held.policy.number == number), None)
        if policy is None:
            raise Problem(
                "invalid", "part.policy", _("The customer has no part in a policy of this number."),
                field="policy_number",
            )  # fmt: skip
        other = looking.name_one(number=body.other, by=by, at=at)
        parts.add_part(policy_id=policy.pk, party_id=other.pk, role=body.role, authority=body.authority, by=by, at=at)
        return _now(request, party, ids)

    return change(request, work)


class EndIn(Body):
    """Why it is over."""

    reason: Reason = Field(description="How it is known; 4 characters at least")


@operation(router, "POST", f"{_ONE}/parts/{{uuid:part_id}}/end", scope="customers:write", response=CustomerOut)
def end_customer_part(request: Request, customer_id: UUID, part_id: UUID, body: EndIn) -> HttpResponse:
    """End somebody's part in a policy

    The history keeps it.
    """
    party, ids = customer_of(request, customer_id)
    row = PolicyPart.objects.filter(pk=part_id).first()
    if row is None or row.policy_id not in {held.policy.pk for held in records.policies_of(ids)}:
        raise Problem("not-found", "part.not_found", _("There is no such part in a policy of this customer."))

    def work(by: Actor, at: datetime) -> Answer:
        parts.end_part(part_id=part_id, reason=body.reason, by=by, at=at)
        return _now(request, party, ids)

    return change(request, work)


class TieIn(Body):
    """What another customer is to this one."""

    other: Line = Field(description=_WHOLE)
    kind: Literal[tuple(TieKind.values)]  # type: ignore[valid-type]
    note: Line = ""


@operation(router, "POST", f"{_ONE}/ties", scope="customers:write", response=CustomerOut)
def tie_customer(request: Request, customer_id: UUID, body: TieIn) -> HttpResponse:
    """Tie a customer to another one

    A tie opens nobody's record. The same again changes nothing.
    """
    party, ids = customer_of(request, customer_id)

    def work(by: Actor, at: datetime) -> Answer:
        other = looking.name_one(number=body.other, by=by, at=at)
        parts.tie(party_id=party.pk, other_id=other.pk, kind=body.kind, note=body.note, by=by, at=at)
        return _now(request, party, ids)

    return change(request, work)


@operation(router, "POST", f"{_ONE}/ties/{{uuid:tie_id}}/end", scope="customers:write", response=CustomerOut)
def end_customer_tie(request: Request, customer_id: UUID, tie_id: UUID, body: EndIn) -> HttpResponse:
    """End a tie

    The history keeps it.
    """
    party, ids = customer_of(request, customer_id)
    if not PartyTie.objects.filter(pk=tie_id, party__in=ids).exists():
        raise Problem("not-found", "tie.not_found", _("There is no such tie of this customer."))

    def work(by: Actor, at: datetime) -> Answer:
        parts.untie(tie_id=tie_id, reason=body.reason, by=by, at=at)
        return _now(request, party, ids)

    return change(request, work)


def _now(request: Request, party: Party, ids: list[UUID]) -> Answer:
    return Answer(whole(request.auth.user, party, ids), 200, party.version)
