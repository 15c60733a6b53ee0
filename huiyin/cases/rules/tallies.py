"""A stretch of days cut into the pieces a wide count goes through, and counts added up. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

PIECE = timedelta(days=31)


def pieces(first: date, last: date) -> Iterator[tuple[date, date]]:
    """(from, to) of each piece, both days included; together every day from `first` to `last` once."""
    while first <= last:
        end = min(first + PIECE - timedelta(days=1), last)
        yield first, end
        first = end + timedelta(days=1)


def added(found: Mapping[str, list[int]], more: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Counts by key, added up: [how many, how many of them late]."""
    keys = {*found, *more}
    return {key: [a + b for a, b in zip(found.get(key, [0, 0]), more.get(key, [0, 0]), strict=True)] for key in keys}


def share(first: date, last: date, counted_to: date | None) -> int:
    """How many percent of the days have been counted."""
    if counted_to is None:
        return 0
    return round(100 * ((counted_to - first).days + 1) / ((last - first).days + 1))
