"""The typed terms of a time rule. Frozen values; reading and checking them is `reading.py`'s work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Unit = Literal["hours", "natural_days", "working_days", "weeks", "months", "fixed"]
Level = Literal["law", "house"]
Roll = Literal["none", "next_working_day"]
Obliged = Literal["insurer", "complainant"]
Status = Literal["in_force", "house", "draft", "repealed"]
Fact = str | int | bool

UNITS: tuple[Unit, ...] = ("hours", "natural_days", "working_days", "weeks", "months", "fixed")
LEVELS: tuple[Level, ...] = ("law", "house")
ROLLS: tuple[Roll, ...] = ("none", "next_working_day")
OBLIGED: tuple[Obliged, ...] = ("insurer", "complainant")
STATUSES: tuple[Status, ...] = ("in_force", "house", "draft", "repealed")

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
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The Chinese text for any zh locale, else the English."""
        return self.zh if language.lower().startswith("zh") else self.en


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
    `effective_to` is the last day in force, None while it is open.
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

    @property
    def is_day_rule(self) -> bool:
        """Day clocks last to 24:00 and are met strictly before `due_at`; hour clocks are met at or before it."""
        return self.unit != "hours"

    def in_force_on(self, day: date) -> bool:
        """Whether the rule binds what starts on this day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True)
class Pack:
    """A set of rules from one source, dated."""

    code: str
    title: Words
    source: Words
    status: Status
    zone: ZoneInfo
    effective_from: date
    effective_to: date | None
    rules: tuple[Rule, ...]
