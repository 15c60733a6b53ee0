"""The ages by which open cases are counted. Pure."""

from datetime import date, timedelta

# A case that arrived so many days ago or more stands in the column; the law's 15, 30 and 60 days are among the edges.
EDGES = (0, 4, 8, 16, 31, 61)


def days_of(age: int, today: date) -> tuple[date | None, date]:
    """The days of receipt (from, to) of a column, both included; the oldest column has no first day."""
    last = today - timedelta(days=EDGES[age])
    return (today - timedelta(days=EDGES[age + 1] - 1) if age + 1 < len(EDGES) else None), last
