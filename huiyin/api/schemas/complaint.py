"""A complaint as it is listed and read. Personal data is masked; only `reveal` gives it in clear, with a reason."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from huiyin.api.fields import Moment, Yuan
from huiyin.api.schemas.common import NextDue, StaffRef, UnitRef, next_due, staff, unit
from huiyin.cases.models import Case, Person
from huiyin.cases.queries.people import stamps
from huiyin.complaints.models import Complaint, Demand, Label
from huiyin.core import masking


class ComplaintRow(Schema):
    """A line of the queue."""

    id: UUID
    number: str
    kind: str = Field(description="`complaint`; another kind when it was rerouted or is not triaged yet")
    state: str = Field(description="Place on the main path, e.g. `investigating`")
    state_since: Moment
    channel: str
    external_ref: str
    received_at: Moment = Field(description="When it was received; legal limits count from here")
    recorded_at: Moment = Field(description="When we wrote it down")
    subject: str = Field(description="Personal numbers masked")
    line: str
    sales_channel: str
    code: str = Field(description="Primary reason code of the taxonomy")
    severity: str = Field(description="L1 to L4 (3.1-2)")
    flags: list[str]
    unit: UnitRef
    owner: StaffRef = Field(description="Who answers for it (1.1-7)")
    complainant: str = Field(description="Masked, e.g. `李**`")
    policy_number: str
    language: str
    rules_on: date = Field(description="The day whose rules bind it (8.1-1)")
    next_due: NextDue | None
    is_paused: bool = Field(description="Its decision limit rests")
    is_open: bool
    closed_at: Moment | None
    version: int = Field(description="Rises with every step; the ETag")


class ComplaintPage(Schema):
    """A page of the queue."""

    items: list[ComplaintRow]
    next: str = Field(description="Cursor of the next page; empty on the last one")


class PersonOut(Schema):
    """Somebody on the customer's side, masked."""

    id: UUID
    role: str
    name: str = Field(description="Masked")
    phone: str = Field(description="Masked")
    email: str = Field(description="Masked")
    certificate_no: str = Field(description="Masked")
    address: str = Field(description="Masked: the first six characters stay")
    is_contact: bool
    is_face_to_face: bool
    party_id: UUID | None
    authority_evidence_id: UUID | None = Field(description="Proof of authority of an agent or heir (令2020-3 art 14)")
    vulnerabilities: list[str]
    stamps: dict[str, str] = Field(
        description="field → fingerprint of what we hold: send it back in `was` when correcting, so that nobody's "
        "change is written over"
    )


class DemandOut(Schema):
    """One thing asked for, and what was decided about it."""

    id: UUID
    number: int
    text: str
    amount: Yuan | None
    result: str = Field(description="upheld, partly, not_upheld; empty until decided")
    amount_granted: Yuan | None
    result_text: str


class LabelOut(Schema):
    """A class of the complaint (3.1-3)."""

    code: str
    is_primary: bool
    confidence: int = Field(description="0 to 100")
    reason: str
    taxonomy_version: str


class ComplaintFull(ComplaintRow):
    """A complaint."""

    people: list[PersonOut]
    demands: list[DemandOut]
    labels: list[LabelOut]
    respondent_unit: UnitRef | None
    respondent_staff_no: str
    happened_on: date | None
    face_to_face_count: int
    joint_count: int
    amount_claimed: Yuan | None
    identity_check: str
    accepted_at: Moment | None
    major_plan_at: Moment | None
    first_response_at: Moment | None
    verdict: str
    notified_at: Moment | None = Field(description="Told in the legal sense (令2020-3 art 21)")
    executed_at: Moment | None
    close_code: str
    end_reason: str
    round: int = Field(description="How often the matter was taken up: 1, one more with every reopening")


_CASE = (
    "id", "number", "kind", "state", "state_since", "channel", "external_ref", "received_at", "recorded_at", "line",
    "sales_channel", "code", "severity", "flags", "policy_number", "language", "rules_on", "is_paused", "is_open",
    "closed_at", "version",
)  # fmt: skip
_COMPLAINT = (
    "respondent_staff_no", "happened_on", "face_to_face_count", "joint_count", "amount_claimed", "identity_check",
    "accepted_at", "major_plan_at", "first_response_at", "verdict", "notified_at", "executed_at", "close_code",
    "end_reason", "round",
)  # fmt: skip


def _columns(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in _CASE} | {
        "subject": masking.text(case.subject),
        "unit": unit(case.unit),
        "owner": staff(case.owner),
        "complainant": masking.name(case.complainant_name),
        "next_due": next_due(case),
    }


def row(case: Case) -> ComplaintRow:
    """A case as a line of the queue; its unit and owner are at hand."""
    return ComplaintRow(**_columns(case))


def person(row_: Person) -> PersonOut:
    """A person, masked."""
    return PersonOut(
        id=row_.pk,
        role=row_.role,
        name=masking.name(row_.name),
        phone=masking.phone(row_.phone),
        email=masking.email(row_.email),
        certificate_no=masking.number(row_.certificate_no),
        address=masking.address(row_.address),
        is_contact=row_.is_contact,
        is_face_to_face=row_.is_face_to_face,
        party_id=row_.party_id,
        authority_evidence_id=row_.authority_evidence_id,
        vulnerabilities=row_.vulnerabilities,
        stamps=stamps(row_),
    )


def full(case: Case) -> ComplaintFull:
    """A complaint with people, demands and classes: three statements more."""
    complaint = Complaint.objects.select_related("respondent_unit").filter(pk=case.pk).first() or Complaint(case=case)
    people = Person.objects.filter(case_id=case.pk).order_by("id")
    labels = Label.objects.filter(case_id=case.pk, removed_at=None).order_by("-is_primary", "code")
    return ComplaintFull(
        **_columns(case),
        **{name: getattr(complaint, name) for name in _COMPLAINT},
        respondent_unit=unit(complaint.respondent_unit),
        people=[person(one) for one in people],
        demands=[demand(one) for one in Demand.objects.filter(case_id=case.pk).order_by("number")],
        labels=[
            LabelOut(
                code=one.code, is_primary=one.is_primary, confidence=one.confidence, reason=one.reason,
                taxonomy_version=one.taxonomy_version,
            )
            for one in labels
        ],
    )  # fmt: skip


def demand(one: Demand) -> DemandOut:
    """A demand."""
    return DemandOut(
        id=one.pk, number=one.number, text=masking.text(one.text), amount=one.amount, result=one.result,
        amount_granted=one.amount_granted, result_text=masking.text(one.result_text),
    )  # fmt: skip
