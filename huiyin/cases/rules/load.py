"""The ages by which open cases are counted. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Protocol

# A case that arrived so many days ago or more stands in the column; the law's 15, 30 and 60 days are among the edges.
EDGES = (0, 4, 8, 16, 31, 61)


class Effort(Protocol):
    """What an open case costs in points: by grade, and more for what marks it; a paused one half of it, rounded up."""

    @property
    def grades(self) -> Mapping[str, int]:
        """Points by grade."""

    @property
    def flags(self) -> Mapping[str, int]:
        """Points that a flag adds."""


def days_of(age: int, today: date) -> tuple[date | None, date]:
    """The days of receipt (from, to) of a column, both included; the oldest column has no first day."""
    last = today - timedelta(days=EDGES[age])
    return (today - timedelta(days=EDGES[age + 1] - 1) if age + 1 < len(EDGES) else None), last
