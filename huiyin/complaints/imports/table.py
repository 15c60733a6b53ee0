"""What a reader hands over: the columns, and the rows one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

ROW, REASON, RAW = "_row", "_reason", "_raw"
OWN_COLUMNS = frozenset({ROW, REASON, RAW})  # what a rejects file adds; ignored when it is read again


class Unreadable(Exception):  # noqa: N818 - an answer for the person at the keyboard, not a fault
    """The file as a whole cannot be imported; the message says why and what to do. Nothing was done."""


@dataclass(slots=True)
class Row:
    """One row of the file. `number` is the line (CSV, JSONL) or sheet row (XLSX) a person finds it at.

    A row that could not be read has a `problem` in words and its text in `raw`; its cells may be empty.
    """

    number: int
    cells: dict[str, str]
    problem: str = ""
    raw: str = ""


@dataclass
class Table:
    """An open file: its `columns`, a lazy `rows` to go through once, and notes for the report."""

    columns: list[str]
    rows: Iterator[Row]
    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    blank: int = 0
    done: float = 0.0  # share of the file read so far, 0 to 1, for the progress bar
    notes: list[str] = field(default_factory=list)


def tidy_columns(names: list[str]) -> list[str]:
    """Column names without spaces around them; a missing name becomes `column 3`, a repeated one `name (2)`."""
    seen: dict[str, int] = {}
    result = []
    for position, raw in enumerate(names, start=1):
        name = raw.strip().strip("\ufeff").strip() or f"column {position}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def cell_text(value: Any) -> str:
    """A cell as text: dates in ISO form, whole numbers without `.0`, numbers without exponent."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)
