"""What a measure says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One row of the report. `kept` is None where there is no goal."""

    what: str
    value: str
    goal: str = ""
    kept: bool | None = None
