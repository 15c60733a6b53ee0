"""What this house published itself: rule versions and calendars, kept in memory and read again every few seconds.

A version begins on a later day than that of its approval, so a process that learns of it a little late computes nothing
wrong. A calendar is used from its publication on; whatever was computed without it is settled by a sweep.
"""

import itertools
import time
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from huiyin.core import calendars as core
from huiyin.handbook.models import CalendarVersion, DraftState, RuleVersion, UnitPack
from huiyin.handbook.queries import shelf
from huiyin.handbook.queries.rules import pack, pack_codes
from huiyin.handbook.rules.notice import from_json
from huiyin.handbook.rules.terms import Rule
from huiyin.handbook.rules.writing import rule_of

KEPT_SECONDS = 15.0


@dataclass
class Kept:
    """What was read last, and until when it is taken for true (monotonic seconds)."""

    until: float = 0.0
    ids: tuple[object, ...] = ()
    rules: shelf.Published = field(default_factory=shelf.Published)
    calendars: tuple[core.Calendar, ...] = ()
    unit_packs: tuple[tuple[str, str, date, date | None], ...] = ()


kept = Kept()
_stamps = itertools.count(1)


def calendar_key(code: str) -> UUID:
    """One id for a calendar, so that two approvals of the same one wait for each other."""
    return uuid5(NAMESPACE_URL, f"huiyin:calendar:{code}")


def connect() -> None:
    """Let rules and calendars be asked of the database too: once, when the apps are set up."""
    shelf.provide(read_rules)
    core.read_published_with(read_calendars)


def forget() -> None:
    """Ask the database again at the next look."""
    kept.until = 0.0


def read_rules() -> shelf.Published:
    """Every published version."""
    _refresh()
    return kept.rules


def read_calendars() -> tuple[core.Calendar, ...]:
    """Every published calendar, oldest first."""
    _refresh()
    return kept.calendars


def read_unit_packs() -> tuple[tuple[str, str, date, date | None], ...]:
    """Every pack that a unit names: path of the unit, pack, first day, last day or None."""
    _refresh()
    return kept.unit_packs


def _refresh() -> None:
    if time.monotonic() < kept.until:
        return
    kept.until = time.monotonic() + KEPT_SECONDS  # also keeps the reading below from asking itself
    try:
        versions = list(RuleVersion.objects.order_by("effective_from", "published_at"))
        kept.unit_packs = tuple(UnitPack.objects.values_list("unit__path", "pack", "since", "until").order_by("pack"))
        years = list(CalendarVersion.objects.filter(state=DraftState.APPROVED).order_by("decided_at", "id"))
    except BaseException:
        kept.until = 0.0
        raise
    ids = (*(row.pk for row in versions), *(row.pk for row in years))
    if ids == kept.ids:
        return
    found: list[Rule] = []
    for row in versions:
        found.append(_rule(row, found))
    kept.calendars = tuple(_calendar(row) for row in years)
    kept.rules = shelf.Published(next(_stamps) if found else 0, tuple(found))
    kept.ids = ids


def _rule(row: RuleVersion, before: list[Rule]) -> Rule:
    """A published row as a rule. An end is the version it ends, in force on no day, so that nothing follows it."""
    if not row.ends:
        return replace(rule_of(row.body, row.effective_from, pack(row.pack)), version=row.version)
    known = [*(pack(row.pack).rules if row.pack in pack_codes() else ()), *before]
    ended = max(
        (rule for rule in known if (rule.pack, rule.code) == (row.pack, row.code)), key=lambda rule: rule.effective_from
    )
    return replace(
        ended, version=row.version, effective_from=row.effective_from, effective_to=_day_before(row.effective_from)
    )


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _calendar(row: CalendarVersion) -> core.Calendar:
    assert row.first_year is not None
    assert row.last_year is not None
    rows = {day.on: (day.name, day.off) for day in from_json(row.merged)}
    return core.Calendar(row.code, row.calendar_version, row.first_year, row.last_year, rows)
