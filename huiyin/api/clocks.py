"""Limits with their derivations, the ledger, and the steps of the moment."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.answers import case_of
from huiyin.api.fields import Moment
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.schemas.talk import EntryOut, LedgerPage, LedgerVerdict
from huiyin.api.steps.addresses import address_of
from huiyin.audit import queries as audit
from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Clock
from huiyin.complaints.queries import facts
from huiyin.complaints.queries.binding import bindings, packs_of_case
from huiyin.complaints.rules import entries, path
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.resolver import Binding

router = Router(tags=["Limits and ledger"])


class ClockEventOut(Schema):
    """What happened to a limit."""

    kind: str = Field(description="extend, pause, resume, restart, agree")
    at: Moment
    until: Moment | None = Field(description="The agreed end, for `agree`")
    reason: str
    by_label: str


class ClockOut(Schema):
    """A limit, and why it ends when it ends."""

    id: UUID
    rule: str = Field(description="e.g. `complaint.decision`")
    title: str
    clause: str = Field(description="Clause or law")
    state: str = Field(description="running, met, late, lapsed, cancelled")
    started_at: Moment
    due_at: Moment | None = Field(description="First instant after the limit; null while it rests")
    is_paused: bool
    is_provisional: bool = Field(description="It counts days of a year whose holidays are not announced yet")
    met_at: Moment | None
    breached_at: Moment | None
    breach_kind: str = Field(description="`law` or `house`")
    step: int = Field(description="Rung of the extension ladder, from 1")
    steps: int
    rule_version: str = Field(description="Pack, rule, date and hash of its content")
    calendar_version: str
    events: list[ClockEventOut]
    derivation: list[dict[str, Any]] = Field(description="Every stretch that was counted or left out, in order")
    text: str = Field(description="The derivation in words, in the language of the request")


class ClockList(Schema):
    """All limits of a complaint, oldest first."""

    items: list[ClockOut]


@operation(router, "GET", "/complaints/{number}/clocks", scope="clocks:read", response=ClockList, clause="3.1-5")
def list_clocks(request: Request, number: str) -> ClockList:
    """List the limits with their derivations"""
    case = case_of(request, number)
    rows = clocks.of_owner(("case", case.pk)).prefetch_related("events")
    return ClockList(items=[_clock(row) for row in rows])


def _clock(row: Clock) -> ClockOut:
    why = clocks.why(row, get_language() or "zh-hans")
    events = sorted(row.events.all(), key=lambda event: (event.at, event.id))
    return ClockOut(
        id=row.pk,
        rule=row.rule_code,
        title=why["title"],
        clause=why["clause"],
        state=row.state,
        started_at=row.started_at,
        due_at=row.due_at,
        is_paused=row.paused,
        is_provisional=row.provisional,
        met_at=row.met_at,
        breached_at=row.breached_at,
        breach_kind=row.breach_kind,
        step=why["step"],
        steps=why["steps"],
        rule_version=row.rule_version,
        calendar_version=row.calendar_version,
        events=[ClockEventOut.from_orm(event) for event in events],
        derivation=list(why["derivation"]),
        text=why["text"],
    )


class RuleRow(Schema):
    """A rule that competed for a duty, and what became of it."""

    rule: str
    title: str
    pack: str
    rule_version: str
    clause: str
    breach_kind: str = Field(description="`law` or `house`")
    outcome: str = Field(description="binds, beside, yields, out")
    reason: str = Field(description="Code of the reason, e.g. `strictest`, `general`, `earlier_law`, `house_beside`")
    why: str = Field(description="The reason in words, in the language of the request")
    due_at: Moment | None = Field(description="When the limit would end; null when it was not computed")


class DutyOut(Schema):
    """One duty with every rule that competed for it."""

    duty: str
    title: str
    binds: str | None = Field(description="Version of the rule that binds; null when none does")
    how: str = Field(description="How handbook and law stand to each other, in words; may be empty")
    rules: list[RuleRow]


class DutyList(Schema):
    """Which rules bind the complaint, and why."""

    packs: list[str] = Field(description="The packs under which the unit runs")
    items: list[DutyOut]


@operation(router, "GET", "/complaints/{number}/rules", scope="clocks:read", response=DutyList, clause="8.1-1")
def list_rules(request: Request, number: str) -> DutyList:
    """List which rules bind it, and why"""
    case, language = case_of(request, number), get_language() or "zh-hans"
    items = [_duty(found, language) for found in bindings(case)]
    return DutyList(packs=list(packs_of_case(case)), items=items)


def _duty(found: Binding, language: str) -> DutyOut:
    duty = handbook.duty(found.duty)
    rows = [
        RuleRow(
            rule=row.rule.code,
            title=row.rule.title.in_language(language),
            pack=row.rule.pack,
            rule_version=row.rule.version,
            clause=row.rule.clause,
            breach_kind=row.rule.breach,
            outcome=row.outcome,
            reason=row.reason,
            why=row.words.in_language(language),
            due_at=row.due_at,
        )
        for row in found.rows
    ]
    return DutyOut(
        duty=found.duty,
        title=duty.title.in_language(language),
        binds=found.bound.version if found.bound else None,
        how=duty.how.in_language(language),
        rules=rows,
    )


@operation(router, "GET", "/complaints/{number}/ledger", scope="complaints:read", response=LedgerPage)
def ledger(request: Request, number: str, page: Query[PageQuery]) -> LedgerPage:
    """Read the ledger

    Hash-chained entries of every change, oldest first.
    """
    case = case_of(request, number)
    rows, following = paging.by_number(
        audit.chain(("case", case.pk)), "seq", cursor=page.cursor, limit=page.limit, about=("ledger", case.pk)
    )
    items = [
        EntryOut(
            **{name: getattr(row, name) for name in EntryOut.model_fields if name != "title"},
            title=_(entries.title_of(row.kind)),
        )
        for row in rows
    ]
    return LedgerPage(items=items, next=following)


@operation(router, "GET", "/complaints/{number}/ledger/verify", scope="complaints:read", response=LedgerVerdict)
def verify_ledger(request: Request, number: str) -> LedgerVerdict:
    """Verify the ledger

    Every hash of the chain is computed again.
    """
    case = case_of(request, number)
    faults, last = audit.verify(("case", case.pk)), audit.last(("case", case.pk))
    return LedgerVerdict(holds=not faults, count=last.seq if last else 0, hash=last.hash if last else "", faults=faults)


class StepOffer(Schema):
    """A step of this moment."""

    code: str
    title: str
    address: str = Field(description="Where to POST it; ids of rows stand in braces")
    ready: bool
    missing: list[str] = Field(description="What it still needs, each a sentence")
    to: str = Field(description="State it leads to; empty when the main state stays")
    clause: str


class Offers(Schema):
    """The steps that the caller's roles may take at this point of the path."""

    state: str
    version: int
    rules_on: date
    items: list[StepOffer]


@operation(router, "GET", "/complaints/{number}/steps", scope="complaints:read", response=Offers)
def list_steps(request: Request, number: str) -> Offers:
    """List the steps of the moment, with what each still needs"""
    case = case_of(request, number)
    items = [
        StepOffer(
            code=offer.step.code,
            title=_(offer.step.title),
            address=address_of(offer.step.code, case.number),
            ready=offer.ready,
            missing=[_(reason) for reason in offer.missing],
            to=offer.step.to,
            clause=offer.step.clause,
        )
        for offer in path.steps(facts(case), request.auth.actor)
    ]
    return Offers(state=case.state, version=case.version, rules_on=case.rules_on, items=items)
