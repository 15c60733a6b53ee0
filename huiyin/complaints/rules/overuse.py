"""When somebody's replies are too often a template word for word (2.2-4). Pure.

The handbook asks that overuse is noticed and names no number; the house counts 30 days and half of the replies.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Limit:
    """From `since` on: of at least `least` replies in `days` days, more than `percent` unchanged templates."""

    since: date
    days: int
    least: int
    percent: int


# The newest last; a change is a row appended.
LIMITS = (Limit(date(2025, 1, 1), 30, 20, 50),)


def limit_on(day: date) -> Limit:
    """The limit of `day`; before the first row, that row."""
    return next((one for one in reversed(LIMITS) if one.since <= day), LIMITS[0])


def share(sent: int, same: int) -> int:
    """Whole percent, rounded down; 0 of nothing."""
    return same * 100 // sent if sent else 0


def is_overuse(limit: Limit, sent: int, same: int) -> bool:
    """Above the limit? Half exactly is not; a handful of replies says nothing."""
    return sent >= limit.least and same * 100 > limit.percent * sent
