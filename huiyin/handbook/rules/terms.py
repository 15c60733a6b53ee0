"""The typed terms of a time rule. Frozen values; reading and checking them is `reading.py`'s work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from huiyin.core.words import Words

Unit = Literal["hours", "natural_days", "working_days", "weeks", "months", "fixed"]
Level = Literal["law", "house"]
Roll = Literal["none", "next_working_day"]
Obliged = Literal["insurer", "complainant"]
Status = Literal["in_force", "house", "draft", "repealed"]
FigureStatus = Literal["in_force", "unverified"]
Fact = str | int | bool

UNITS: tuple[Unit, ...] = ("hours", "natural_days", "working_days", "weeks", "months", "fixed")
LEVELS: tuple[Level, ...] = ("law", "house")
ROLLS: tuple[Roll, ...] = ("none", "next_working_day")
OBLIGED: tuple[Obliged, ...] = ("insurer", "complainant")
STATUSES: tuple[Status, ...] = ("in_force", "house", "draft", "repealed")
FIGURE_STATUSES: tuple[FigureStatus, ...] = ("in_force", "unverified")
FIGURE_UNITS = (
    "percent",
    "points",
    "people",
    "yuan",
    "times",
    "count",
    "hours",
    "minutes",
    "seconds",
    "days",
    "years",
    "local",
)

#: What an extension step may ask for.
NEEDS = ("reason", "approver", "notice")

#: Who may approve an extension, and whom an alarm tells. `owner` is the one accountable person of the case,
#: `upper_unit` the manager of the unit above the one that handles it; the others are roles of the organisation.
APPROVERS = ("supervisor", "branch_manager", "head_office_cp", "upper_unit", "executive")
TELLS = ("owner", "supervisor", "branch_manager", "head_office_cp", "executive")

#: The case events a rule may name. A misspelt event would silently never happen, so the list is closed.
EVENTS = frozenset(
    {
        "received", "accepted", "not_proceeded", "rerouted", "responded", "major_declared", "plan_made",
        "decision_notified", "decision_received",
        "appraisal_started", "appraisal_ended", "mediation_started", "mediation_ended", "new_material", "date_agreed",
        "review_applied", "review_notified", "regulator_assigned", "regulator_answered", "progress_told",
        "claim_reported", "claim_completed",
        "acknowledged", "summary_resolved", "told_late", "regulator_referred",
        "claim_filed", "claim_acknowledged", "claim_documents_listed", "claim_proof_received", "claim_decided",
        "claim_refused", "claim_refusal_sent", "claim_agreed", "claim_paid", "claim_advanced", "claim_status_told",
        "claim_inquiry", "claim_inquiry_answered", "claim_investigated",
        "application_defective", "application_defects_told", "contract_made", "contract_delivered",
        "visit_problem_found", "visit_problem_solved", "visited", "service_requested", "service_accepted",
        "service_defective", "service_defects_told", "service_complete_papers", "service_completed", "policy_lapsed",
        "lapse_told", "request_received", "request_responded", "request_accepted", "request_papers_told",
        "request_ended",
        "surrender_requested", "surrender_paid", "seller_left", "holders_told", "recording_defect_found",
        "recording_defect_mended", "product_changed", "product_change_published", "sale_stopped",
        "sale_stop_published",
        "incident_found", "incident_first_reported", "incident_reported", "incident_status_told", "incident_ended",
        "incident_reviewed", "persons_told", "flaw_found", "flaw_reported", "rights_requested", "rights_answered",
        "review_year_ended", "report_filed",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """A clause of a source: ("cn-order-2020-3", "art 18")."""

    source: str
    clause: str


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the extension ladder. `length` is the TOTAL length from the start, in the rule's unit.

    `needs` maps reason, approver and notice to the level at which their absence counts: a breach of law or a finding
    of the house. `approvers` are the roles of which one must approve.
    """

    length: int
    needs: Mapping[str, Level]
    approvers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A point of the escalation ladder: `offset` from the due time (negative: a warning) and whom it tells."""

    offset: timedelta
    tell: str

    @property
    def is_warning(self) -> bool:
        """Whether it comes before the limit ends."""
        return self.offset < timedelta(0)


@dataclass(frozen=True, slots=True)
class Events:
    """The case events that move a clock; names from EVENTS."""

    start: tuple[str, ...]
    stop: tuple[str, ...]
    pause: tuple[str, ...] = ()
    resume: tuple[str, ...] = ()
    restart: tuple[str, ...] = ()
    agree: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One dated version of one time rule.

    `version` names pack, code, effective date and a hash of everything that computes or binds (not of titles), and is
    what clocks and ledger entries keep. A limit that obliges the complainant lapses; it is not a breach of ours.
    `effective_to` is the last day in force, None while it is open. `duty` is the family in which rules compete,
    `yields` the packs to which it gives way by express provision (`resolver.py`), `clauses` the places it rests on;
    none of them computes, so none is hashed.
    """

    code: str
    pack: str
    version: str
    title: Words
    clause: str
    note: Words
    unit: Unit
    steps: tuple[Step, ...]
    due_fact: str
    calendar: str
    zone: ZoneInfo
    roll: Roll
    events: Events
    applies: Mapping[str, tuple[Fact, ...]]
    requires: tuple[str, ...]
    alarms: tuple[Alarm, ...]
    breach: Level
    obliges: Obliged
    optional: bool
    status: Status
    effective_from: date
    effective_to: date | None
    duty: str = ""
    yields: tuple[str, ...] = ()
    clauses: tuple[ClauseRef, ...] = ()
    file: str = ""
    line: int = 0

    @property
    def is_day_rule(self) -> bool:
        """Day clocks last to 24:00 and are met strictly before `due_at`; hour clocks are met at or before it."""
        return self.unit != "hours"

    def in_force_on(self, day: date) -> bool:
        """Whether the rule binds what starts on this day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True)
class Figure:
    """A weight, share or threshold that no clock counts. `value` is in `unit`; one per code.

    A benchmark is what the handbook tells of others ("handbook, unverified"): shown, compared, never a rule.
    """

    code: str
    pack: str
    title: Words
    value: Decimal
    unit: str
    clauses: tuple[ClauseRef, ...]
    benchmark: bool
    status: FigureStatus
    note: Words
    line: int


@dataclass(frozen=True)
class Principle:
    """A demand without a number: told and shown, not computed."""

    code: str
    pack: str
    title: Words
    clauses: tuple[ClauseRef, ...]
    line: int


@dataclass(frozen=True)
class Pack:
    """A set of rules, figures and principles from one source or of one subject, dated."""

    code: str
    title: Words
    source: Words
    status: Status
    zone: ZoneInfo
    effective_from: date
    effective_to: date | None
    rules: tuple[Rule, ...]
    jurisdiction: str = "cn"
    figures: tuple[Figure, ...] = ()
    principles: tuple[Principle, ...] = ()
    file: str = ""
    line: int = 0
