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


class AmongOut(Schema):
    """Somebody's part in a policy, masked."""

    id: UUID | None = Field(description="Of the part, to end it; none for the applicant")
    role: str = Field(description="applicant, insured, beneficiary, agent, heir")
    name: str
    authority: str = Field(description="The paper that proves it")


class TieOut(Schema):
    """What another customer is to this one."""

    id: UUID
    kind: str = Field(description="spouse, parent, child, guardian, agent, heir, contact, other")
    name: str = Field(description="Of the other one, masked")
    note: str


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
    people: list[AmongOut] = Field(description="Everybody with a part in it, the applicant first")


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
    ties: list[TieOut]
    open_complaints: list[str] = Field(description="Numbers of those that the caller may see")
    consents: list[ConsentOut]


def whole(user: User, party: Party, ids: list[UUID]) -> CustomerOut:
    """A record with all that belongs to it, masked. Twelve statements."""
    day = local_date(now())
    held, tied = records.policies_of(ids), records.ties_of(ids)
    people = records.people_of(held)
    opened = gate.cases_of(user, ids).filter(is_open=True).order_by("-received_at", "-id")
    return CustomerOut(
        id=party.pk, records=ids, kind=party.kind, name=masking.name(party.name),
        certificate_kind=party.certificate_kind, certificate_no=masking.number(party.certificate_no),
        phone=masking.phone(party.phone), email=masking.email(party.email), address=masking.address(party.address),
        born_on=f"{party.born_on[:4]}-**-**" if party.born_on else "",
        vulnerabilities=records.care_of(party, day), verified_at=party.verified_at, external_ref=party.external_ref,
        version=party.version, policies=[_policy(one, people[one.policy.pk]) for one in held],
        ties=[TieOut(id=row.pk, kind=row.kind, name=masking.name(other.name), note=row.note) for row, other in tied],
        open_complaints=list(opened.values_list("number", flat=True)[: gate.MOST_CASES]),
        consents=consents_out(ids),
    )  # fmt: skip


def _policy(held: records.Held, people: list[records.Among]) -> PolicyOut:
    one = held.policy
    return PolicyOut(
        number=one.number, product_code=one.product_code, product_name=one.product_name, line=one.line,
        unit=one.unit.code, status=one.status, starts_on=one.starts_on, ends_on=one.ends_on, parts=list(held.parts),
        people=[
            AmongOut(
                id=each.row.pk if each.row else None, role=each.role, name=masking.name(each.party.name),
                authority=each.row.authority if each.row else "",
            )
            for each in people
        ],
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
