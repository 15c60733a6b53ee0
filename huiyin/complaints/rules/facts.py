"""What the path needs to know of one complaint at one moment: values only, gathered by `complaints.queries.facts`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from huiyin.cases.rules.checklists import Check
from huiyin.cases.rules.fields import Field, Held


@dataclass(frozen=True)
class Facts:
    """One complaint as its rules see it. Booleans say that something exists and is valid now."""

    state: str
    kind: str = "complaint"
    severity: str = "L1"
    flags: frozenset[str] = frozenset()
    unit_path: str = "/"
    owner_id: UUID | None = None
    recused_ids: frozenset[UUID] = frozenset()
    participant_ids: frozenset[UUID] = frozenset()
    # intake
    has_contact: bool = True
    has_demand: bool = True
    has_content: bool = True
    identity_checked: bool = False
    authority_missing: bool = False
    # classification and dispatch
    classified: bool = False
    handler_named: bool = False
    investigator_ids: frozenset[UUID] = frozenset()
    # How often the matter was taken up; the rows below belong to this round.
    round: int = 1
    # side rows
    suspended: bool = False
    mediation_open: bool = False
    mediation_agreed: bool = False  # by the complainant
    review_open: bool = False
    escalation_open: bool = False
    extension_pending: bool = False
    # Of the extension that waits: who asked for it, and the standings of which its rung asks one by law (art 18).
    extension_by: UUID | None = None
    extension_approved: bool = False
    extension_law: frozenset[str] = frozenset()
    # The unit whose decision is under review, and who took part in the matter before (art 17, 20).
    reviewed_path: str = ""
    involved_ids: frozenset[UUID] = frozenset()
    involved_labels: frozenset[str] = frozenset()
    # Path of every unit → path of its branch or head office; gathered only while something above waits.
    homes: Mapping[str, str] = field(default_factory=dict)
    withdrawal_held: bool = False
    merged_children: int = 0
    # investigation
    sources_planned: frozenset[str] = frozenset()
    sources_open: frozenset[str] = frozenset()
    has_finding: bool = False
    finding_by: UUID | None = None
    finding_reviewed: bool = False
    has_liability: bool = False
    liability_shares: int = 0
    verdict: str = ""
    has_risk: bool = False
    # plan
    plan_state: str = ""
    plan_level: str = ""
    plan_proposer: UUID | None = None
    plan_compensation: Decimal = Decimal(0)
    # Staff of the department complained about, while findings, a plan or a review wait for somebody's word.
    barred_ids: frozenset[UUID] = frozenset()
    # execution
    tasks_total: int = 0
    tasks_open: int = 0
    # What the risk assessment asked for and nobody has done yet; it holds up closing, not the way to the customer.
    risk_tasks_open: int = 0
    # Promises to the customer not kept yet; of these, those that may outlive the end of the complaint.
    promises_open: int = 0
    promises_carried: int = 0
    parts_without_task: frozenset[str] = frozenset()
    payment_planned: bool = False
    payment_proven: bool = False
    # decision
    letter_missing: tuple[str, ...] = ()
    has_decision_draft: bool = False
    decision_issued: bool = False
    decided_by_branch: bool = False
    notified_at: datetime | None = None
    notice_waiting: bool = False
    decision_received_at: datetime | None = None
    # confirmation
    satisfaction_asked: bool = False
    satisfaction_answered: bool = False
    rectification_owed: bool = False
    rectification_planned: bool = False
    rectification_open: bool = False
    has_result_text: bool = True
    # what the house itself asks for at this stage: lines of checklists, fields and what is in them; `held_up` says in
    # the reader's words what of it is still open
    checks: tuple[Check, ...] = ()
    fields: tuple[Field, ...] = ()
    held: tuple[Held, ...] = ()
    held_up: tuple[str, ...] = ()
    # Parts (child cases) that are still open.
    parts_open: int = 0
