"""The letters of a complaint, one record each. `template` names the Typst file; `render_letter` makes the PDF.

Everything a letter says comes from its fields; fixed wording lives in the templates, in Chinese and English.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal

from huiyin.core.documents import wording
from huiyin.core.documents.parts import (
    CaseRef,
    Contact,
    Deadline,
    Demand,
    Entry,
    Follow,
    Ground,
    Part,
    Recipient,
    Remedies,
    Row,
    Sender,
    Step,
)
from huiyin.core.documents.wording import Lang


@dataclass(frozen=True, kw_only=True)
class Letter(Part):
    """What every paper shows: the insurer and how to reach it, number and date of the paper."""

    template: ClassVar[str]
    sender: Sender
    number: str
    dated: date

    def data(self, lang: Lang) -> dict[str, Any]:
        """The plain data of the letter, and the date once more as it stands beside the seal."""
        return {**super().data(lang), "dated_formal": wording.formal_day_text(self.dated, lang)}


@dataclass(frozen=True, kw_only=True)
class CaseLetter(Letter):
    """A letter to someone about a complaint, with the person who answers for it and what is enclosed."""

    to: Recipient
    case: CaseRef
    contact: Contact
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DecisionLetter(CaseLetter):
    """处理决定告知书 (令2020-3 art 19; 3.3-4): facts found, grounds, a decision on each demand, remedies.

    `by_branch` tells whose decision it is: a branch's offers the review, a head office's must not. `process` tells how
    the matter was looked into, `decision` what was decided as a whole, `measures` what follows (service, process),
    `payment` how and when sums are paid.
    """

    template = "decision_letter"
    by_branch: bool
    demands: tuple[Demand, ...]
    facts: tuple[str, ...]
    grounds: tuple[Ground, ...]
    remedies: Remedies
    process: str = ""
    decision: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    payment: str = ""

    def contradictions(self) -> tuple[str, ...]:
        """Review belongs to a branch's decision and to no other (art 20)."""
        return () if self.by_branch == (self.remedies.review is not None) else ("remedies.review",)

    def data(self, lang: Lang) -> dict[str, Any]:
        """With the sum of all amounts, when there is one."""
        return {**super().data(lang), "total": _total(self.demands, lang)}


@dataclass(frozen=True, kw_only=True)
class Receipt(CaseLetter):
    """受理回执: the number, what is owed by when and by which rule, what happens next, how to follow."""

    template = "receipt"
    demands: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    next_steps: tuple[str, ...]
    follow: Follow
    provisional_note: str = ""


@dataclass(frozen=True, kw_only=True)
class AcceptanceNotice(CaseLetter):
    """受理通知书 (3.1-5): accepted at, the demands as understood, the limits, the next steps.

    Without `deadlines` (a complaint older than the rules) it says that none applies and that we answer all the same.
    """

    template = "acceptance_notice"
    accepted_at: datetime
    demands: tuple[str, ...]
    next_steps: tuple[str, ...]
    deadlines: tuple[Deadline, ...] = ()
    rights: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NotProceededNotice(CaseLetter):
    """不予受理告知书 (3.1-5, 1.1-2): why, on what grounds, where to turn, how to challenge it."""

    template = "not_proceeded_notice"
    decided_at: datetime
    reason: str
    grounds: tuple[Ground, ...]
    where_to_turn: tuple[str, ...]
    challenge: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ExtensionNotice(CaseLetter):
    """延长办理期限告知书 (令2020-3 art 18): the limit until now, why, the new one, who approved at which level."""

    template = "extension_notice"
    limits = frozenset({"old_limit", "new_limit"})
    old_limit: datetime
    new_limit: datetime
    total_days: int
    reason: str
    approver_level: str
    approved_at: datetime
    rule: str
    source: str
    done_so_far: tuple[str, ...] = ()

    def contradictions(self) -> tuple[str, ...]:
        """The new limit lies after the old one, and approval comes before the old one ends."""
        later = () if self.new_limit > self.old_limit else ("new_limit",)
        return later + (() if self.approved_at < self.old_limit else ("approved_at",))


@dataclass(frozen=True, kw_only=True)
class SuspensionNotice(CaseLetter):
    """中止计时告知书 (令2020-3 art 18, 23): why the clock stands still, since when, and until what happens."""

    template = "suspension_notice"
    limits = frozenset({"limit_before"})
    suspended_on: date
    reason: str
    body: str = ""
    until: str
    limit_before: datetime
    source: str


@dataclass(frozen=True, kw_only=True)
class ResumptionNotice(CaseLetter):
    """恢复计时告知书: since when the clock runs again, how many days were left out, the new limit."""

    template = "resumption_notice"
    limits = frozenset({"new_limit"})
    suspended_on: date
    resumed_on: date
    days_left_out: int
    reason: str
    new_limit: datetime
    source: str = ""

    def contradictions(self) -> tuple[str, ...]:
        """A clock resumes after it stopped."""
        return () if self.resumed_on >= self.suspended_on else ("resumed_on",)


@dataclass(frozen=True, kw_only=True)
class ReviewDecision(CaseLetter):
    """核查决定书 (令2020-3 art 20): the upper unit's view of process, time limits and result, and its conclusion.

    `outcome`: upheld (the decision stands), changed (the demands carry the new one), remade (the branch decides again).
    """

    template = "review_decision"
    decision_number: str
    decision_unit: str
    decision_dated: date
    applied_at: datetime
    application: tuple[str, ...]
    process_finding: str
    timing_finding: str
    result_finding: str
    outcome: Literal["upheld", "changed", "remade"]
    conclusion: str
    demands: tuple[Demand, ...] = ()
    grounds: tuple[Ground, ...]
    remedies: Remedies

    def contradictions(self) -> tuple[str, ...]:
        """There is no review of a review, and a changed decision says what it is now."""
        again = ("remedies.review",) if self.remedies.review else ()
        empty = ("demands",) if self.outcome == "changed" and not self.demands else ()
        known = () if self.outcome in ("upheld", "changed", "remade") else ("outcome",)
        return again + empty + known

    def data(self, lang: Lang) -> dict[str, Any]:
        """With the sum of all amounts, when there is one."""
        return {**super().data(lang), "total": _total(self.demands, lang)}


@dataclass(frozen=True, kw_only=True)
class ReviewNotAdmitted(CaseLetter):
    """不予核查告知书 (令2020-3 art 20): why the application for review is not admitted, and the ways that stay open."""

    template = "review_not_admitted"
    decision_number: str
    decision_unit: str
    decision_dated: date
    received_on: date
    applied_at: datetime
    reason: str
    grounds: tuple[Ground, ...]
    remedies: Remedies

    def contradictions(self) -> tuple[str, ...]:
        """What is not reviewed cannot be reviewed: the remedies name no review."""
        return ("remedies.review",) if self.remedies.review else ()


@dataclass(frozen=True, kw_only=True)
class WithdrawalEndNotice(CaseLetter):
    """撤回投诉办结告知书 (令2020-3 art 15): handling ended the day the signed withdrawal came in."""

    template = "withdrawal_end_notice"
    withdrawn_at: datetime
    how: str
    kept_rights: tuple[str, ...]
    pressure_contact: Contact


@dataclass(frozen=True, kw_only=True)
class CaseSummary(Letter):
    """投诉案件摘要: the case on paper for a mediator, a court, a regulator or the file."""

    template = "case_summary"
    case: CaseRef
    rows: tuple[Row, ...]
    demands: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    liability: str = ""
    decisions: tuple[Demand, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    timeline: tuple[Entry, ...] = ()
    evidence: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Derivation(Letter):
    """时限推算说明 ("why this time?"): the strip of the calendar from start to limit. `due_at` None while paused."""

    template = "derivation"
    limits = frozenset({"due_at"})
    case: CaseRef
    clock: str
    rule: str
    rule_version: str
    source: str
    calendar_version: str
    started_at: datetime
    due_at: datetime | None = None
    steps: tuple[Step, ...]
    provisional: bool = False
    paused: bool = False

    def contradictions(self) -> tuple[str, ...]:
        """A clock that runs has a limit; one that is paused has none."""
        return () if (self.due_at is None) == self.paused else ("due_at",)


def _total(demands: tuple[Demand, ...], lang: Lang) -> str:
    """The sum of the amounts in words of `lang`, empty when nothing is paid or only one amount is named."""
    amounts = [demand.amount for demand in demands if demand.amount is not None]
    return wording.money_text(sum(amounts, Decimal(0)), lang) if len(amounts) > 1 else ""
