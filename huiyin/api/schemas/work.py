"""How a complaint was handled: inquiry, plan, decision, telling, closing. Running texts are masked."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from huiyin.api.fields import Body, Line, Masked, Moment, Yuan
from huiyin.api.schemas.common import StaffRef, UnitRef


class SourceOut(Schema):
    """One of the three kinds of sources (3.2-3)."""

    id: UUID
    round: int
    source: str
    plan: Masked
    state: str = Field(description="open, done, not_applicable")
    result: Masked
    evidence_ids: list[UUID]
    finished_at: Moment | None


class FindingOut(Schema):
    """A version of the findings (3.2-5)."""

    id: UUID
    round: int
    version: int
    truth: Masked
    cause: Masked
    scope: Masked
    evidence_ids: list[UUID]
    at: Moment
    by_label: str
    reviewed_at: Moment | None
    reviewed_by_label: str
    review_note: Masked
    sent_back_at: Moment | None


class LiabilityOut(Schema):
    """A responsible party of a version (3.2-6)."""

    id: UUID
    round: int
    version: int
    party: Masked
    party_kind: str
    share: int = Field(description="Percent")
    verdict: str
    within_insurer: bool
    clause: str
    legal_ground: Masked
    contract_ground: Masked
    at: Moment
    by_label: str


class RiskOut(Schema):
    """Internal audit and regulator (3.2-7)."""

    id: UUID
    round: int
    internal_audit: bool
    internal_audit_reason: Masked
    regulator: bool
    regulator_reason: Masked
    at: Moment
    by_label: str


class Inquiry(Schema):
    """The investigation."""

    sources: list[SourceOut]
    findings: list[FindingOut]
    liabilities: list[LiabilityOut]
    risks: list[RiskOut]


class ApprovalOut(Schema):
    """One approver's word on a plan."""

    id: UUID
    approver: StaffRef
    level: str
    approved: bool
    reason: Masked
    outlier_reason: Masked = Field(description="Why the sum lies outside what like complaints got; empty inside")
    at: Moment


class PlanOut(Schema):
    """A version of the plan (3.3-2)."""

    id: UUID
    round: int
    version: int
    state: str = Field(description="proposed, approved, rejected")
    compensation: Yuan
    ex_gratia: Yuan
    compensation_text: Masked
    improvement: Masked
    process: Masked
    level: str = Field(description="Level whose approval it needs, by the house rule")
    rule_version: str
    proposed_by: StaffRef | None
    proposed_at: Moment
    approvals: list[ApprovalOut]


class PaymentOut(Schema):
    """A payment with its proof (3.4-1)."""

    id: UUID
    task_id: UUID
    amount: Yuan
    paid_at: Moment
    reference: str
    proof_evidence_id: UUID


class TaskOut(Schema):
    """A task (3.3-3)."""

    id: UUID
    kind: str
    title: Masked
    assignee: StaffRef | None
    unit: UnitRef | None
    due_at: Moment | None
    state: str = Field(description="open, done, cancelled")
    proof_evidence_id: UUID | None
    note: Masked
    created_at: Moment
    ended_at: Moment | None


class PromiseOut(Schema):
    """A promise to the complainant (6.3-2)."""

    id: UUID
    text: Masked
    responsible: StaffRef
    due_at: Moment
    made_at: Moment
    source: str = Field(description="message, call, plan, letter, other")
    state: str = Field(description="open, kept, released, moved")
    broken_at: Moment | None = Field(description="When its time passed and it was not kept")
    ended_at: Moment | None
    proof_evidence_id: UUID | None
    follows_id: UUID | None = Field(description="The promise of which this is the new date")
    agreement: Masked = Field(description="How the complainant agreed to the new date")
    carried_reason: Masked = Field(description="Why it is kept after the end of the complaint")
    note: Masked


class IndependenceOut(Schema):
    """A deciding step, and what was examined about the independence of whoever took it (令2020-3 art 17)."""

    seq: int = Field(description="Place in the ledger")
    step: str
    at: Moment
    result: str = Field(description="clear; empty: the system or an earlier version took the step")
    examined: dict[str, str] = Field(description="Ground → clear, conflict, or unknown (nothing on record)")
    facts: str = Field(description="Fingerprint of exactly the facts that were examined")
    owed: bool = Field(description="An interest came to light later: to be examined again")
    verdict: str = Field(description="After a second look: stands or again")


class ReexamineIn(Body):
    """What a second look found."""

    verdict: Literal["stands", "again"] = Field(description="again: the step has to be taken once more")
    reason: Line = Field(description="Why; at least four characters")


class Execution(Schema):
    """The plan, what carries it out, and what was promised."""

    plans: list[PlanOut]
    tasks: list[TaskOut]
    promises: list[PromiseOut]
    payments: list[PaymentOut]


class DecisionOut(Schema):
    """A version of the decision letter (令2020-3 art 19). Issued ones are never changed."""

    id: UUID
    round: int
    version: int
    state: str = Field(description="draft, issued")
    deciding_unit: UnitRef
    number: str = Field(description="Number of the letter, given when it is issued")
    process: Masked
    facts: Masked
    grounds: Masked
    outcome: Masked
    follow_up: Masked
    answers: list[dict[str, Any]] = Field(description="Per demand: demand, result, amount (yuan), text")
    remedies: list[str]
    letter_evidence_id: UUID | None
    drafted_at: Moment
    issued_at: Moment | None


class NoticeOut(Schema):
    """One telling, or an attempt that reached nobody (令2020-3 art 21). The address is not shown."""

    id: UUID
    kind: str
    method: str
    decision_id: UUID | None
    text: Masked
    letter_evidence_id: UUID | None
    sent_at: Moment | None = Field(description="The moment that counts; null while a mail waits in the queue")
    reached: bool | None
    received_at: Moment | None = Field(description="Proven receipt")
    proof: Masked
    proof_evidence_id: UUID | None
    failed_at: Moment | None
    failure: Masked
    created_at: Moment
    by_label: str


class SatisfactionOut(Schema):
    """The one question of a round, and its answer (3.1-8)."""

    id: UUID
    round: int
    asked_at: Moment
    method: str
    answered_at: Moment | None
    score: int | None = Field(description="1 to 5")
    words: Masked
    refused: bool
    unreachable: bool
    recorded_by_handler: bool


class RectificationOut(Schema):
    """One exposed problem and what is done about it (3.3-6)."""

    id: UUID
    problem: Masked
    measure: Masked
    unit: UnitRef
    responsible: StaffRef
    due_on: date
    proof: Masked
    proof_evidence_id: UUID | None
    done_at: Moment | None
    verified_at: Moment | None
    verify_note: Masked


class Outcome(Schema):
    """Decision, telling, satisfaction, rectification; and what the draft letter still lacks."""

    decisions: list[DecisionOut]
    letter_missing: list[str] = Field(description="What keeps the draft from being issued, each a sentence")
    notices: list[NoticeOut]
    satisfaction: list[SatisfactionOut]
    rectifications: list[RectificationOut]
