"""Customers and policies of core systems: taken over many at once, each row by itself."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.fields import Body, Day, Moment, Word, Yuan
from huiyin.api.operations import operation
from huiyin.core.actors import Actor
from huiyin.customers.actions.core_messages import Taken
from huiyin.customers.actions.core_parties import PartyMessage, take_parties
from huiyin.customers.actions.core_policies import COLUMNS, PolicyMessage, take_policies
from huiyin.customers.rules.record import DETAILS

router = Router(tags=["Core systems"])
MOST = 500
Source = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
Key = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Detail = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)]


class _Row(Body):
    source: Source = Field(description="The core system; with `key` it names the record for good")
    key: Key = Field(description="The core system's key of the record")
    sent_at: Moment = Field(description="When the core system said so: of two messages the newer one counts")


class CustomerRow(_Row):
    """A customer as the core system knows it. What is left out stays as it is; what is empty is emptied."""

    kind: Literal["person", "organisation"] = "person"
    name: Detail | None = None
    certificate_kind: Short | None = None
    certificate_no: Detail | None = None
    phone: Detail | None = None
    email: Detail | None = None
    address: Detail | None = None
    born_on: Day | None = None


class CustomersIn(Body):
    """Up to 500 customers."""

    rows: list[CustomerRow] = Field(min_length=1, max_length=MOST)


class PolicyRow(_Row):
    """A policy as the core system knows it. What is left out stays as it is."""

    number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    holder_key: Key = Field(description="The core system's key of the applicant, taken over before")
    unit: Word = Field(description="Code of the unit")
    product_code: Short | None = None
    product_name: Word | None = None
    line: Short | None = None
    starts_on: Day | None = None
    insured_name: Detail | None = None
    sales_channel: Short | None = None
    seller_no: Short | None = None
    seller_name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] | None = None
    signed_on: Day | None = None
    ends_on: Day | None = None
    hesitation_ends_on: Day | None = None
    premium: Yuan | None = None
    status: Annotated[str, StringConstraints(strip_whitespace=True, max_length=16)] | None = None


class PoliciesIn(Body):
    """Up to 500 policies."""

    rows: list[PolicyRow] = Field(min_length=1, max_length=MOST)


class RecordTaken(Schema):
    """What became of a row."""

    key: str
    outcome: Literal["created", "changed", "same", "stale", "refused"] = Field(
        description="`same`: known already; `stale`: older than what is known; `refused`: `code` and `detail` say why"
    )
    id: UUID | None = None
    code: str = ""
    detail: str = ""
    field: str = ""


class RecordsTaken(Schema):
    """The rows in their order."""

    items: list[RecordTaken]


@operation(router, "POST", "/customers", scope="customers:write", response=RecordsTaken, clause="2.1-2")
def take_customers(request: Request, body: CustomersIn) -> HttpResponse:
    """Take customers of a core system over

    Head office. Each row by itself: one that is refused stops no other. The same row again changes nothing, and rows
    may come in any order: an older message overwrites no newer one. A new customer is a record of its own; whether it
    is somebody known is proposed on its page and judged by people.
    """
    rows = [
        PartyMessage(source=row.source, key=row.key, sent_at=row.sent_at, kind=row.kind, details=_named(row, DETAILS))
        for row in body.rows
    ]

    def work(by: Actor, at: datetime) -> Answer:
        return Answer(_out(body.rows, take_parties(rows=rows, by=by, at=at)))

    return change(request, work)


@operation(router, "POST", "/policies", scope="customers:write", response=RecordsTaken, clause="2.1-2")
def take_over_policies(request: Request, body: PoliciesIn) -> HttpResponse:
    """Take policies of a core system over

    Head office. As with customers; the applicant is named by the core system's key and has to be here before. A policy
    whose number is known already is taken on, not made again.
    """
    rows = [
        PolicyMessage(
            source=row.source, key=row.key, sent_at=row.sent_at, number=row.number, holder_key=row.holder_key,
            unit=row.unit, values=_named(row, COLUMNS),
        )
        for row in body.rows
    ]  # fmt: skip

    def work(by: Actor, at: datetime) -> Answer:
        return Answer(_out(body.rows, take_policies(rows=rows, by=by, at=at)))

    return change(request, work)


def _named(row: Body, names: tuple[str, ...]) -> dict[str, Any]:
    """What the row names, of these."""
    told = {name: getattr(row, name) for name in names}
    found = {name: value for name, value in told.items() if value is not None}
    if isinstance(row, CustomerRow) and row.born_on is not None:
        found["born_on"] = row.born_on.isoformat()
    return found


def _out(rows: list[Any], taken: list[Taken]) -> RecordsTaken:
    return RecordsTaken(
        items=[
            RecordTaken(
                key=row.key, outcome=one.outcome, id=one.object_id, code=one.code, detail=one.message, field=one.field
            )
            for row, one in zip(rows, taken, strict=True)
        ]
    )
