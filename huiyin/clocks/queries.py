"""Reading clocks: what is due next, why it is due then, and whether what is stored is what the rules say."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet

from huiyin.clocks.models import Alarm, Clock, ClockState, Promise, PromiseState, Task, TaskState
from huiyin.clocks.rules.binding import bind
from huiyin.clocks.rules.due import Due, compute, is_met
from huiyin.clocks.rules.events import ClockError, Event
from huiyin.clocks.rules.strip import day_strip
from huiyin.clocks.rules.text import as_text
from huiyin.core import calendars
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.resolver import Binding
from huiyin.handbook.rules.terms import Rule

Owner = tuple[str, UUID]


def of_owner(owner: Owner) -> QuerySet[Clock]:
    """All clocks of an owner, oldest first."""
    return Clock.objects.filter(owner_kind=owner[0], owner_id=owner[1]).order_by("started_at", "id")


def running(owner: Owner) -> QuerySet[Clock]:
    """The clocks of an owner that still run (paused ones too)."""
    return of_owner(owner).filter(state=ClockState.RUNNING)


def nearest(owner: Owner) -> tuple[datetime | None, Clock] | None:
    """The running limit of ours that ends first; one that is paused only when no other runs. None without any.

    Limits that oblige the complainant (applying for a review) do not count.
    """
    return nearest_of(list(running(owner)))


def nearest_of(clocks: Sequence[Clock]) -> tuple[datetime | None, Clock] | None:
    """The same of running limits that were read already."""
    ours = [clock for clock in clocks if rule_of(clock).obliges == "insurer"]
    if not ours:
        return None
    first = min(ours, key=lambda clock: (clock.due_at is None, clock.due_at or clock.started_at, clock.rule_code))
    return first.due_at, first


def rule_of(clock: Clock) -> Rule:
    """The rule version the clock was started with."""
    return handbook.recorded(clock.rule_version)


def events_of(clock: Clock) -> list[Event]:
    """The events of a clock as the engine takes them, in order."""
    rows = sorted(clock.events.all(), key=lambda row: (row.at, row.id))
    return [Event(row.kind, row.at, row.until, row.ref, row.reason) for row in rows]


def due_of(clock: Clock, events: Sequence[Event] | None = None) -> Due:
    """The due time of a clock computed afresh from what is stored of it, with its derivation. Raises ClockError."""
    calendar = calendars.by_version(clock.calendar_version)
    known = events_of(clock) if events is None else events
    return compute(rule_of(clock), calendar, clock.started_at, known, clock.facts)


def preview(clock: Clock, kind: str, at: datetime, until: datetime | None = None, ref: str = "") -> Due:
    """What the due time would be after one more event; nothing is stored. Raises ClockError with a sentence."""
    return due_of(clock, [*events_of(clock), Event(kind, at, until, ref)])


def why(clock: Clock, language: str) -> dict[str, Any]:
    """Everything the page "why this time?" and the API show of a clock."""
    rule, due = rule_of(clock), due_of(clock)
    return {
        "rule": rule.code,
        "title": rule.title.in_language(language),
        "clause": rule.clause,
        "note": rule.note.in_language(language),
        "rule_version": due.rule_version,
        "calendar_version": due.calendar_version,
        "due_at": due.due_at,
        "provisional": due.provisional,
        "paused": due.paused,
        "step": due.step + 1,
        "steps": len(rule.steps),
        "derivation": due.derivation,
        "strip": day_strip(due.derivation),
        "text": as_text(due.derivation, language),
    }


def bindings(
    *, event: str, at: datetime, facts: Mapping[str, Any], rules_on: date, packs: Sequence[str] | None = None
) -> tuple[Binding, ...]:
    """Which rules of some packs (default: home) bind what a case event starts, duty by duty, with the reasons."""
    known = handbook.candidates(packs, event=event)
    return bind(known, on=rules_on, start=at, facts=facts, switched_on=settings.OPTIONAL_RULES)


def was_in_time(owner: Owner, rule: str, at: datetime) -> bool | None:
    """Whether something at an instant was within the newest limit of this rule; None when no such clock was started.

    None means that nobody can say it was late (a review applied for without proof of receipt: 令2020-3 art 20).
    """
    clock = of_owner(owner).filter(rule_code=rule).last()
    return None if clock is None else is_met(rule_of(clock), clock.due_at, at)


def due_ids(at: datetime, after: UUID | None = None, limit: int = 500) -> list[UUID]:
    """Clocks with an alarm that is reached, by id, after an id; read without a lock."""
    rows = Clock.objects.filter(state=ClockState.RUNNING, next_alarm_at__lte=at).order_by("id")
    return list((rows.filter(id__gt=after) if after else rows).values_list("id", flat=True)[:limit])


def unsettled_ids(after: UUID | None = None, limit: int = 500, left_out: Sequence[str] = ()) -> list[UUID]:
    """Running provisional clocks whose calendar has a newer version by now, by id, after an id; without those of the
    kinds of owners `left_out`."""
    rows = _unsettled(after).exclude(owner_kind__in=left_out)
    return list(rows.values_list("id", flat=True)[:limit])


def unsettled_owners(owner_kind: str, after: UUID | None = None, limit: int = 500) -> list[tuple[UUID, UUID]]:
    """The same of one kind of owner, as (clock, owner)."""
    return list(_unsettled(after).filter(owner_kind=owner_kind).values_list("id", "owner_id")[:limit])


def _unsettled(after: UUID | None) -> QuerySet[Clock]:
    rows = Clock.objects.filter(state=ClockState.RUNNING, provisional=True).order_by("id")
    newest = [calendars.current(code).version for code in calendars.codes()]
    rows = rows.exclude(calendar_version__in=newest)
    return rows.filter(id__gt=after) if after else rows


def alarms_of(owner: Owner) -> QuerySet[Alarm]:
    """The alarms of an owner, newest first."""
    return (
        Alarm.objects.filter(owner_kind=owner[0], owner_id=owner[1])
        .select_related("clock")
        .order_by("-fired_at", "-id")
    )


def alarms_to_carry(owner_kind: str, limit: int = 500) -> list[Alarm]:
    """Alarms the owner's context has not yet taken to its own rows, oldest first."""
    return list(Alarm.objects.filter(owner_kind=owner_kind, carried_at=None).order_by("id")[:limit])


def verify(clock: Clock) -> list[str]:
    """What differs between a stored clock and the one computed afresh; empty when it holds."""
    try:
        handbook.by_version(clock.rule_version)
        due = due_of(clock)
    except (ClockError, handbook.NoRuleError, calendars.CalendarError) as error:
        return [f"clock {clock.id}: {error}"]
    pairs = {
        "due_at": (clock.due_at, due.due_at),
        "step": (clock.step, due.step),
        "paused": (clock.paused, due.paused),
        "provisional": (clock.provisional, due.provisional),
    }
    return [
        f"clock {clock.id} ({clock.rule_code}): {name} is stored as {stored}, computed {computed}"
        for name, (stored, computed) in pairs.items()
        if stored != computed
    ]


def all_open() -> QuerySet[Clock]:
    """Every running clock of the house with its events, for recomputing."""
    return Clock.objects.filter(state=ClockState.RUNNING).prefetch_related("events")


def verify_all() -> Iterator[str]:
    """Everything that differs, over all clocks, ended ones too; streaming."""
    for clock in Clock.objects.prefetch_related("events").order_by("-id").iterator(chunk_size=1000):
        yield from verify(clock)


def tasks_of(owner: Owner) -> QuerySet[Task]:
    """The tasks and promises of an owner: open ones first, by their time."""
    rows = Task.objects.filter(owner_kind=owner[0], owner_id=owner[1]).select_related("assignee", "unit")
    return rows.order_by(F("ended_at").desc(nulls_first=True), F("due_at").asc(nulls_last=True), "id")


def open_tasks(*, assignee: UUID | None = None, units: Sequence[UUID] | None = None) -> QuerySet[Task]:
    """Open tasks of a person or of units, the most urgent first."""
    rows = Task.objects.filter(state=TaskState.OPEN).select_related("assignee", "unit")
    if assignee is not None:
        rows = rows.filter(assignee_id=assignee)
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    return rows.order_by(F("due_at").asc(nulls_last=True), "id")


def promises_of(owner: Owner) -> QuerySet[Promise]:
    """The promises made to an owner's customer: open ones first, by their time; the newest of the ended ones next."""
    rows = Promise.objects.filter(owner_kind=owner[0], owner_id=owner[1]).select_related("responsible")
    return rows.order_by(F("ended_at").desc(nulls_first=True), "due_at", "id")


def open_promises(*, responsible: UUID, until: datetime) -> QuerySet[Promise]:
    """What somebody has promised and not kept yet, due by `until`, the most urgent first."""
    rows = Promise.objects.filter(state=PromiseState.OPEN, responsible=responsible, due_at__lte=until)
    return rows.order_by("due_at", "id")


def promises_to_note(at: datetime, limit: int = 500) -> list[UUID]:
    """Open promises that are near or over and of which nobody was told, read without a lock."""
    rows = Promise.objects.filter(state=PromiseState.OPEN)
    over = rows.filter(due_at__lt=at, broken_at=None).order_by("due_at")
    near = rows.filter(due_at__gte=at, due_at__lte=at + timedelta(days=1), warned_at=None).order_by("due_at")
    return [*over.values_list("pk", flat=True)[:limit], *near.values_list("pk", flat=True)[:limit]]
