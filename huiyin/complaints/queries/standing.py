"""A case as it stood at any moment: rebuilt from its ledger and from rows that are never changed.

Two times are told apart. What *happened* by a moment counts by the time it tells of (a letter that came in on Monday
and was entered on Tuesday had come in on Monday); what was *known* then counts by when it was written down. `late`
marks what had happened and was not known yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from huiyin.accounts.models import User
from huiyin.audit import queries as audit
from huiyin.audit.models import Entry
from huiyin.cases.models import Case, Evidence, Message, Note, Ownership, State
from huiyin.clocks.models import Clock, ClockState
from huiyin.complaints.models import Decision, Finding, Plan
from huiyin.core.ids import made_at

By = Literal["happened", "known"]


@dataclass(frozen=True)
class Limit:
    """A limit as it was: the newest of its rule. `due_at` is None while it was paused."""

    rule: str
    due_at: datetime | None
    state: str
    broken: bool = False


@dataclass(frozen=True)
class Thing:
    """A row that was there; `late`: it had happened, and was written down only at `recorded_at`."""

    row: Any
    at: datetime
    recorded_at: datetime
    late: bool


@dataclass(frozen=True)
class Standing:
    """The case at a moment. `entries` are the places in the ledger up to which it is told; empty before the case."""

    at: datetime
    by: By
    exists: bool
    entries: int
    state: str
    state_since: datetime | None
    owner: User | None
    limits: list[Limit]
    messages: list[Thing]
    notes: list[Thing]
    evidence: list[Thing]
    findings: list[Thing]
    plans: list[Thing]
    decisions: list[Thing]
    written_later: int


@dataclass
class _Told:
    """What the ledger tells up to the moment."""

    entries: int = 0
    later: int = 0
    state: str = State.RECEIVED
    since: datetime | None = None
    due: dict[str, datetime | None] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)


def as_of(case: Case, at: datetime, by: By = "happened") -> Standing:
    """The case as it stood at `at`: everything up to and including that instant."""
    told = _told(case, at, by)
    plans = _things(Plan.objects.filter(case=case).order_by("version"), "proposed_at", at, by)
    return Standing(
        at=at,
        by=by,
        exists=told.entries > 0,
        entries=told.entries,
        state=told.state,
        state_since=told.since,
        owner=_owner(case, at, by),
        limits=_limits(case, told, at),
        messages=_things(Message.objects.filter(case=case).order_by("at", "id"), "at", at, by),
        notes=_things(Note.objects.filter(case=case).order_by("at", "id"), "at", at, by),
        evidence=_things(Evidence.objects.filter(case=case).order_by("number"), "added_at", at, by),
        findings=_things(Finding.objects.filter(case=case).order_by("version"), "at", at, by),
        plans=plans,
        decisions=[
            thing
            for thing in _things(Decision.objects.filter(case=case).order_by("version"), "drafted_at", at, by)
            if thing.row.issued_at is not None and thing.row.issued_at <= at
        ],
        written_later=told.later,
    )


def moments(case: Case) -> list[Entry]:
    """The entries of the case, oldest first: the moments at which something changed."""
    return list(audit.chain(("case", case.pk)).only("seq", "kind", "at", "written_at", "actor_label", "body"))


def _told(case: Case, at: datetime, by: By) -> _Told:
    """Fold the ledger up to the moment, in the order in which it was written."""
    told = _Told()
    for entry in audit.chain(("case", case.pk)).iterator(chunk_size=500):
        if (entry.at if by == "happened" else entry.written_at) > at:
            continue
        told.later += entry.written_at > at
        told.entries += 1
        body = entry.body
        if body.get("state") and body["state"] != told.state:
            told.state, told.since = body["state"], entry.at
        told.since = told.since or entry.at
        _limits_told(told, entry)
    return told


def _limits_told(told: _Told, entry: Entry) -> None:
    body = entry.body
    for rule, due in body.get("clocks", {}).items():
        is_new = rule not in told.due  # a limit that is told of for the first time has begun
        told.due[rule] = _moment(due)
        told.ended.pop(rule, None)
        (told.unsure.discard if is_new or "ended" in body else told.unsure.add)(rule)
    told.ended.update(body.get("ended", {}))
    if entry.kind == "clock.settled":
        told.due[body["rule"]] = _moment(body["due_at"])
    elif entry.kind == "clock.lapsed":
        told.ended[body["rule"]] = ClockState.LAPSED
    elif entry.kind in ("clock.breached", "clock.escalated"):
        told.broken.add(body["rule"])


def _limits(case: Case, told: _Told, at: datetime) -> list[Limit]:
    """The limits that the ledger tells of. Entries that were written before the ledger told of ends leave it to the
    row, which tells when it ended."""
    rows: dict[str, Clock] = {}
    if told.unsure:
        clocks = Clock.objects.filter(owner_kind="case", owner_id=case.pk, rule_code__in=told.unsure)
        rows = {clock.rule_code: clock for clock in clocks.order_by("started_at", "id")}
    found = []
    for rule, due in told.due.items():
        state, row = told.ended.get(rule, ClockState.RUNNING), rows.get(rule)
        if row is not None and row.met_at is not None and row.met_at <= at and rule not in told.ended:
            state = row.state
        found.append(Limit(rule, due, state, rule in told.broken))
    return sorted(found, key=lambda limit: (limit.state != ClockState.RUNNING, limit.rule))


def _owner(case: Case, at: datetime, by: By) -> User | None:
    """Who answered for it."""
    found: Ownership | None = None
    for period in Ownership.objects.filter(case=case).select_related("user").order_by("from_at", "id"):
        begun = period.from_at if by == "happened" else made_at(period.pk)
        if begun <= at:
            found = period
    return found.user if found else None


def _things(rows: Iterable[Any], moment: str, at: datetime, by: By) -> list[Thing]:
    return list(_passing(rows, moment, at, by))


def _passing(rows: Iterable[Any], moment: str, at: datetime, by: By) -> Iterator[Thing]:
    for row in rows:
        happened, recorded = getattr(row, moment), made_at(_id(row))
        if (happened if by == "happened" else recorded) <= at:
            yield Thing(row, happened, recorded, recorded > at)


def _id(row: Any) -> UUID:
    found: UUID = row.pk
    return found


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
