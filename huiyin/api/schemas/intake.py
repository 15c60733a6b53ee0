"""A complaint as it comes in through the interface."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from huiyin.api.fields import Body, Day, Line, Moment, Page, Word, Yuan
from huiyin.api.schemas.common import NextDue

ChannelCode = Literal[
    "phone", "portal", "email", "letter", "visit", "regulator", "mediator", "media", "return_visit", "api"
]
RoleCode = Literal["complainant", "representative", "agent", "heir", "insured", "beneficiary", "witness"]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, max_length=8)]


class PersonIn(Body):
    """Somebody on the customer's side. What we hold about them already is filled in, never overwritten."""

    name: Line = Field("", description="Needed for whoever complains, unless `party_id` says who it is (3.1-7)")
    role: RoleCode = Field(
        "complainant", description="At most five representatives speak face to face (令2020-3 art 12)"
    )
    phone: Line = Field("", description="Phone, e-mail or postal address: one is enough")
    email: Line = Field("", description="The receipt goes there")
    address: Line = ""
    certificate_no: Line = Field("", description="Certificate number; encrypted, found by fingerprint")
    is_contact: bool = Field(False, description="The person to write to; otherwise the first who can be reached")
    is_face_to_face: bool = Field(False, description="Came in person")
    party_id: UUID | None = Field(None, description="Id of the customer, where it is known")
    born_on: Day | None = Field(None, description="For the age alone; not kept")
    vulnerabilities: list[Word] = Field([], max_length=20, description="Codes of the taxonomy's axis `vulnerability`")
    authority: int | None = Field(
        None, ge=0, le=99, description="Place in `evidence`, from 0, of the proof of an agent's or heir's authority"
    )


class DemandIn(Body):
    """One thing asked for."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    amount: Yuan | None = Field(None, description="Yuan, at most two decimals")


class ComplaintIn(Body):
    """A complaint. Only channel, text and one person who can be reached are needed."""

    channel: ChannelCode = Field(description="How it reached the house (3.1-1)")
    text: Page = Field(min_length=1, description="The statement, up to 100,000 characters")
    people: list[PersonIn] = Field(min_length=1, max_length=50)
    received_at: Moment | None = Field(
        None, description="When it was received: every legal limit begins here (令2020-3 art 18). Now, when left out"
    )
    subject: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = Field(
        "", description="One line; the first sentence of the text when left out"
    )
    demands: list[DemandIn] = Field([], max_length=20)
    external_ref: Word = Field(
        "", description="The sender's own number, unique in its channel: the same again is answered with the same case"
    )
    party_id: UUID | None = Field(None, description="Id of the customer who complains")
    policy_id: UUID | None = None
    policy_number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    unit: Short = Field("", description="Code of the unit that handles it; otherwise it follows from policy and caller")
    line: Short = Field("", description="Line of business, a code of the taxonomy's axis `line`")
    sales_channel: Short = Field("", description="A code of the taxonomy's axis `channel`")
    code: Code = Field("", description="Reason code of the taxonomy, e.g. `C41`, where it is known already")
    amount_claimed: Yuan | None = Field(None, description="Yuan; the sum of the demands when left out")
    face_to_face_count: int = Field(
        0, ge=0, le=100_000, description="People who came in person; 20 make it major (art 29)"
    )
    joint_count: int = Field(1, ge=1, le=100_000, description="People who complain together")
    ground: Literal["", "disaster", "accident", "public_health", "regulator"] = Field(
        "", description="Why the matter is major (令2020-3 art 29)"
    )
    flags: list[Literal["media", "litigation", "personal_data"]] = Field([], max_length=3)
    evidence: list[Annotated[str, StringConstraints(max_length=4000)]] = Field(
        [], max_length=20, description="Upload ids, as `POST /uploads` gave them within the last 20 hours"
    )
    language: Literal["zh-hans", "en"] = Field("zh-hans", description="Language of the letters")
    regulator_due_on: Day | None = Field(None, description="Last day that the regulator set; a limit of its own")
    happened_on: Day | None = None
    respondent_unit: Short = Field("", description="Code of the unit complained about")
    respondent_staff_no: Short = Field("", description="Number of the member of staff complained about")
    old_confirmed: bool = Field(False, description="A receipt more than a year ago is no slip")


class Repeat(Schema):
    """An earlier complaint of the same person, customer or policy."""

    id: UUID
    number: str


class ComplaintCreated(Schema):
    """The registered complaint."""

    id: UUID
    number: str = Field(description="Number with check digit")
    secret: str = Field(
        description="For the customer: number and secret open the case on the portal. Empty when it was registered "
        "by somebody else before"
    )
    created: bool = Field(description="False: the same reference or key was registered before, and this is that case")
    state: str
    severity: str = Field(description="L1 to L4 (3.1-2)")
    flags: list[str]
    unit: str = Field(description="Code of the unit")
    owner: str = Field(description="Number of the member of staff who answers for it (1.1-7)")
    received_at: Moment
    recorded_at: Moment
    next_due: NextDue | None
    version: int
    repeats: list[Repeat] = Field(description="Complaints that it may repeat, as far as the caller may see them")


def amount(value: Decimal | None) -> str | None:
    """A sum as answers write it."""
    return None if value is None else f"{value:.2f}"
