"""The turns that a complaint took, as answers show them. Running texts are masked."""

from datetime import date
from uuid import UUID

from ninja import Schema
from pydantic import Field

from huiyin.api.fields import Masked, Moment
from huiyin.api.schemas.common import UnitRef


class TurnOut(Schema):
    """What all turns have."""

    id: UUID
    at: Moment
    by_label: str


class ExtensionOut(TurnOut):
    """A step of the decision limit (令2020-3 art 18)."""

    step: int
    reason: Masked
    approver_level: str
    approved_at: Moment | None
    refused_at: Moment | None
    refused_reason: Masked
    effective_at: Moment | None
    old_due_at: Moment | None
    new_due_at: Moment | None
    house_findings: list[str] = Field(description="What the house asks for and was missing; never a breach of law")


class SuspensionOut(TurnOut):
    """A stretch in which the decision limit rests."""

    ground: str
    body: Masked
    reason: Masked
    from_at: Moment
    to_at: Moment | None
    result: Masked


class ReviewOut(TurnOut):
    """A review of a branch's decision by the unit above (art 20)."""

    decision_id: UUID
    state: str
    applied_at: Moment
    grounds: Masked
    decision_received_at: Moment | None = Field(description="Null: not proven, so nothing is late")
    admission: str = Field(description="in_time, no_proof, late")
    reviewing_unit: UnitRef
    process_finding: Masked
    timing_finding: Masked
    outcome_finding: Masked
    verdict: str
    conclusion: Masked
    decided_at: Moment | None
    notified_at: Moment | None
    refused_reason: Masked


class MediationOut(TurnOut):
    """A mediation (art 23)."""

    body: Masked
    external_ref: str
    complainant_agreed_at: Moment | None
    insurer_agreed_at: Moment | None
    suspension_id: UUID | None
    ended_at: Moment | None
    result: str
    result_text: Masked


class EscalationOut(TurnOut):
    """The matter reached a regulator, mediator, court or the media."""

    to: str
    body: Masked
    external_ref: str
    due_on: date | None
    answered_at: Moment | None
    answer: Masked
    ended_at: Moment | None


class WithdrawalOut(TurnOut):
    """A withdrawal (art 15)."""

    state: str = Field(description="done, held, dropped")
    received_at: Moment
    reason: Masked
    pressure_denied: bool
    pressure_words: Masked


class MergeOut(TurnOut):
    """A relation to another complaint about the same matter."""

    number: str = Field(description="Number of the other, as far as the caller may see it; else empty")
    reason: Masked
    ties: list[str]
    new_facts: bool
    undone_at: Moment | None


class RerouteOut(TurnOut):
    """The case as which the matter goes on."""

    to_kind: str
    to_case_id: UUID
    reason: Masked


class ReopeningOut(TurnOut):
    """A new round."""

    ground: str
    reason: Masked
    material_received_at: Moment
    round: int


class Turns(Schema):
    """Everything beside the main path, oldest first."""

    extensions: list[ExtensionOut]
    suspensions: list[SuspensionOut]
    reviews: list[ReviewOut]
    mediations: list[MediationOut]
    escalations: list[EscalationOut]
    withdrawals: list[WithdrawalOut]
    merged_into: list[MergeOut]
    merged_here: list[MergeOut] = Field(description="Complaints merged into this one")
    reroutes: list[RerouteOut]
    reopenings: list[ReopeningOut]
