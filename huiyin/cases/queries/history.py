"""The past in batches for a replay: limits that ran, and cases that had none, each batch in a handful of statements."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.cases.models import Case, Kind
from huiyin.cases.rules.replay import Past
from huiyin.clocks.models import Clock, ClockEvent, ClockState
from huiyin.clocks.rules import facts as conditions
from huiyin.clocks.rules.events import ClockError, Event
from huiyin.clocks.rules.fast import due_only
from huiyin.core import calendars
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.terms import Rule

BATCH = 2000
_FACTS = ("line", "channel", "sales_channel", "severity", "code", "kind", "flags", "unit_id")
_CLOCK = (
    "id", "owner_id", "rule_version", "facts", "started_at", "due_at", "step", "paused", "state", "met_at",
)  # fmt: skip


def count(rule: str, pack: str, since: datetime, *, open_only: bool, with_cases: bool) -> int:
    """How many limits and cases a replay has before it."""
    found = _clocks(rule, pack, since, open_only=open_only).count()
    return found + (_cases(rule, since).count() if with_cases else 0)


def clocks(
    rule: str, pack: str, since: datetime, *, open_only: bool, after: UUID | None, limit: int = BATCH
) -> tuple[list[Past], UUID | None]:
    """The next limits of a rule that began on or after `since`, by id after an id, and the id to go on from (None when
    this was the last batch). Cases that were erased are left out."""
    rows = _clocks(rule, pack, since, open_only=open_only).order_by("id")
    page = list((rows.filter(id__gt=after) if after else rows).values_list(*_CLOCK)[:limit])
    cases = {row[0]: row[1:] for row in Case.objects.filter(id__in={row[1] for row in page}).values_list("id", *_FACTS)}
    events = _events([row[0] for row in page])
    found = []
    for id_, owner_id, version, facts, started_at, due_at, _step, _paused, state, met_at in page:
        case = cases.get(owner_id)
        if case is not None:
            ended = None if state == ClockState.RUNNING else met_at
            happened = events.get(id_, ())
            known = _facts_of(case) | facts
            found.append(
                Past(owner_id, id_, case[-1], started_at, ended, True, known, happened, _recorded(version), due_at)
            )
    return found, page[-1][0] if len(page) == limit else None


def cases(
    rule: str, base: Rule, draft: Rule, since: datetime, *, after: UUID | None, limit: int = BATCH
) -> tuple[list[Past], int, UUID | None]:
    """The next ended complaints without any limit of the rule (history from before, imports), with what the version
    `base` would have said; how many were looked at; the id to go on from. Those to which neither text applies are left
    out. Only the day of closing is known of them: it is when the limit stopped where the decision itself stops it."""
    rows = _cases(rule, since).order_by("id")
    page = list(
        (rows.filter(id__gt=after) if after else rows).values_list("id", "received_at", "closed_at", *_FACTS)[:limit]
    )
    exact = draft.events.stop[0] == "decision_notified"
    calendar = calendars.current(base.calendar)
    found = []
    for id_, received_at, closed_at, *case in page:
        known = _facts_of(case)
        before = _due(base, calendar, received_at, known)
        if before is not None or conditions.applies(draft, known):
            old = base if before is not None else None
            found.append(Past(id_, None, case[-1], received_at, closed_at, exact, known, (), old, before))
    return found, len(page), page[-1][0] if len(page) == limit else None


def _due(rule: Rule, calendar: calendars.Calendar, start: datetime, known: Mapping[str, Any]) -> datetime | None:
    if not conditions.applies(rule, known):
        return None
    try:
        return due_only(rule, calendar, start, (), known).due_at
    except ClockError:
        return None


def _clocks(rule: str, pack: str, since: datetime, *, open_only: bool) -> QuerySet[Clock]:
    rows = Clock.objects.filter(owner_kind="case", rule_code=rule, pack=pack, started_at__gte=since)
    return rows.filter(state=ClockState.RUNNING) if open_only else rows


def _cases(rule: str, since: datetime) -> QuerySet[Case]:
    without = ~Exists(Clock.objects.filter(owner_kind="case", owner_id=OuterRef("pk"), rule_code=rule))
    return Case.objects.filter(without, kind=Kind.COMPLAINT, received_at__gte=since, closed_at__isnull=False)


def _events(clock_ids: Iterable[UUID]) -> dict[UUID, list[Event]]:
    rows = ClockEvent.objects.filter(clock_id__in=clock_ids).order_by("clock_id", "at", "id")
    found: dict[UUID, list[Event]] = {}
    for clock_id, kind, at, until, ref in rows.values_list("clock_id", "kind", "at", "until", "ref"):
        found.setdefault(clock_id, []).append(Event(kind, at, until, ref))
    return found


def _facts_of(case: Any) -> dict[str, Any]:
    """The facts that the columns of a case tell; an empty column tells nothing."""
    line, channel, sales_channel, severity, code, kind, flags, _unit = case
    told = {"line": line, "channel": channel, "sales_channel": sales_channel, "severity": severity, "code": code,
            "kind": kind}  # fmt: skip
    return {name: value for name, value in told.items() if value} | {"major": "major" in flags}


_recorded: Callable[[str], Rule] = lru_cache(maxsize=512)(handbook.recorded)
