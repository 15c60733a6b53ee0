"""A customer's record as the API shows it: always masked."""

from uuid import UUID

from ninja import Schema
from pydantic import Field

from huiyin.accounts.models import User
from huiyin.api.fields import Day, Moment
from huiyin.cases.queries import customers as gate
from huiyin.core import masking
from huiyin.core.time import local_date, now
from huiyin.customers.models import Party
from huiyin.customers.queries import record as records


class PolicyOut(Schema):
    """A policy, and the parts that the customer has in it."""

    number: str
    product_code: str
    product_name: str
    line: str
    unit: str
    status: str
    starts_on: Day
    ends_on: Day | None
    parts: list[str] = Field(description="applicant, insured, beneficiary, agent, heir")


class ConsentOut(Schema):
    """How consent for one purpose stands."""

    purpose: str
    state: str = Field(description="given, withdrawn, expired, never; only `given` lets anybody reach out")
    given_at: Moment | None
    expires_on: Day | None
    withdrawn_at: Moment | None


class CustomerOut(Schema):
    """A customer's record, masked."""

    id: UUID
    records: list[UUID] = Field(description="All records judged to be of this person, this one first")
    kind: str
    name: str
    certificate_kind: str
    certificate_no: str
    phone: str
    email: str
    address: str
    born_on: str
    vulnerabilities: list[str]
    verified_at: Moment | None = Field(description="When somebody last made sure that the details are right")
    external_ref: str
    version: int
    policies: list[PolicyOut]
    open_complaints: list[str] = Field(description="Numbers of those that the caller may see")
    consents: list[ConsentOut]


def whole(user: User, party: Party, ids: list[UUID]) -> CustomerOut:
    """A record with all that belongs to it, masked. Eight statements."""
    day = local_date(now())
    opened = gate.cases_of(user, ids).filter(is_open=True).order_by("-received_at", "-id")
    return CustomerOut(
        id=party.pk, records=ids, kind=party.kind, name=masking.name(party.name),
        certificate_kind=party.certificate_kind, certificate_no=masking.number(party.certificate_no),
        phone=masking.phone(party.phone), email=masking.email(party.email), address=masking.address(party.address),
        born_on=f"{party.born_on[:4]}-**-**" if party.born_on else "",
        vulnerabilities=records.care_of(party, day), verified_at=party.verified_at, external_ref=party.external_ref,
        version=party.version, policies=[_policy(held) for held in records.policies_of(ids)],
        open_complaints=list(opened.values_list("number", flat=True)[: gate.MOST_CASES]),
        consents=consents_out(ids),
    )  # fmt: skip


def _policy(held: records.Held) -> PolicyOut:
    one = held.policy
    return PolicyOut(
        number=one.number, product_code=one.product_code, product_name=one.product_name, line=one.line,
        unit=one.unit.code, status=one.status, starts_on=one.starts_on, ends_on=one.ends_on, parts=list(held.parts),
    )  # fmt: skip


def consents_out(ids: list[UUID]) -> list[ConsentOut]:
    """How consent of a customer stands today, for every purpose."""
    return [
        ConsentOut(
            purpose=one.purpose, state=one.state, given_at=one.consent.given_at if one.consent else None,
            expires_on=one.consent.expires_on if one.consent else None,
            withdrawn_at=one.consent.withdrawn_at if one.consent else None,
        )
        for one in records.consents_of(ids, local_date(now()))
    ]  # fmt: skip
