"""When a clock warns and when it is broken: the points of a rule's escalation ladder against a due time."""

from datetime import datetime, timedelta

from huiyin.clocks.rules.due import is_met
from huiyin.handbook.rules.terms import Alarm, Rule

#: A due instant that is still in time (hour clocks) is over one microsecond later, the database's finest step.
INSTANT = timedelta(microseconds=1)


def fires_at(rule: Rule, due_at: datetime, alarm: Alarm) -> datetime:
    """The first instant at which a point of the ladder is reached; a breach only once the limit is really over."""
    at = due_at + alarm.offset
    return at if alarm.is_warning or rule.is_day_rule else at + INSTANT


def next_alarm(rule: Rule, due_at: datetime | None, fired: int) -> datetime | None:
    """When the next point fires, `fired` of them having fired; None when none is left or the clock is paused."""
    if due_at is None or fired >= len(rule.alarms):
        return None
    return fires_at(rule, due_at, rule.alarms[fired])


def reached(rule: Rule, due_at: datetime | None, fired: int, at: datetime) -> list[int]:
    """The points, by their place in the ladder, that are reached at an instant and have not fired."""
    if due_at is None:
        return []
    return [place for place, alarm in enumerate(rule.alarms) if place >= fired and fires_at(rule, due_at, alarm) <= at]


def is_broken(rule: Rule, due_at: datetime | None, at: datetime) -> bool:
    """Whether the limit is over at an instant while the clock still runs."""
    return not is_met(rule, due_at, at)
