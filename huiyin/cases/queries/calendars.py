"""What a calendar that is not yet published would do to the provisional limits of cases."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.accounts.models import User
from huiyin.cases.models import Case
from huiyin.cases.queries.access import visible_to
from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Clock, ClockState
from huiyin.clocks.rules.fast import due_only
from huiyin.core.calendars import Calendar

MOST_LOOKED_AT = 2000


@dataclass(frozen=True)
class Move:
    """One provisional limit under the new calendar."""

    case: Case
    rule: str
    before: datetime | None
    after: datetime | None
    stays_provisional: bool


def moved_by(calendar: Calendar, user: User, limit: int = 50) -> list[Move]:
    """The provisional limits, of cases that `user` may see, that would end at another time or become certain; those
    that end soonest first, at most `limit` (of the first 2,000 provisional ones)."""
    visible = visible_to(user)
    rows = (
        Clock.objects.filter(state=ClockState.RUNNING, provisional=True, owner_kind="case")
        .filter(owner_id__in=visible.values("pk"))
        .prefetch_related("events")
        .order_by("due_at", "id")[:MOST_LOOKED_AT]
    )
    found: list[tuple[Clock, datetime | None, bool]] = []
    for clock in rows:
        rule = clocks.rule_of(clock)
        if rule.calendar != calendar.code:
            continue
        due = due_only(rule, calendar, clock.started_at, clocks.events_of(clock), clock.facts)
        if due.due_at != clock.due_at or not due.provisional:
            found.append((clock, due.due_at, due.provisional))
            if len(found) == limit:
                break
    known = {case.pk: case for case in visible.filter(pk__in={clock.owner_id for clock, _at, _soft in found})}
    return [
        Move(known[clock.owner_id], clock.rule_code, clock.due_at, at, soft)
        for clock, at, soft in found
        if clock.owner_id in known
    ]
