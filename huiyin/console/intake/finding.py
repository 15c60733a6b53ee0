"""One box that finds the customer: a phone number, a certificate number, a policy number or a name."""

import re
from dataclasses import dataclass
from uuid import UUID

from huiyin.console.visit import Visit
from huiyin.core import blind, masking
from huiyin.customers import actions as customers
from huiyin.customers.queries import Match

_MOBILE = re.compile(r"(\+?86)?1[3-9]\d{9}")
_CERTIFICATE = re.compile(r"\d{17}[\dXx]")


@dataclass(frozen=True)
class Policy:
    """A policy as the list of hits shows it."""

    id: UUID
    number: str
    product: str
    unit: str
    status: str


@dataclass(frozen=True)
class Hit:
    """A customer as the list of hits shows it: enough to be recognised by the caller's own words, masked."""

    id: UUID
    name: str
    phone: str
    certificate: str
    policies: tuple[Policy, ...]


def find(visit: Visit, text: str) -> list[Hit]:
    """Customers that the text may mean; who looked for what kind of thing goes into the access log."""
    for kind in kinds(text):
        found = customers.look_up(by=visit.by, at=visit.at, **{kind: text})
        if found:
            return [hit(match) for match in found]
    return []


def kinds(text: str) -> list[str]:
    """What the text can be, the likeliest first."""
    compact = re.sub(r"[\s-]", "", text)
    if "@" in text:
        return ["email"]
    if _CERTIFICATE.fullmatch(compact):
        return ["certificate", "policy_number"]
    if _MOBILE.fullmatch(compact):
        return ["phone", "policy_number"]
    if any(char.isdigit() for char in compact):
        return ["policy_number", "certificate", *(["phone"] if len(blind.phone_digits(text)) >= 7 else [])]
    return ["name"] if compact else []


def hit(match: Match) -> Hit:
    """A match, masked."""
    party = match.party
    return Hit(
        id=party.pk,
        name=masking.name(party.name),
        phone=masking.phone(party.phone),
        certificate=masking.number(party.certificate_no),
        policies=tuple(
            Policy(one.pk, one.number, one.product_name, one.unit.name, one.status) for one in match.policies
        ),
    )
