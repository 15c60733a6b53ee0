"""What one case of an import file becomes, before anything is written."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from huiyin.complaints.imports.table import Row


@dataclass(frozen=True, slots=True)
class Label:
    """A reason code and the word of the file it comes from; `known` is False where O99 stands for an unknown word."""

    code: str
    word: str
    known: bool = True


@dataclass(slots=True)
class Record:
    """One complaint as the file tells it. `row_digest` fingerprints its rows, so that a change is noticed."""

    source: str
    external_key: str
    rows: list[Row]
    row_digest: str
    received_at: datetime | None
    state: str
    channel: str
    closed_at: datetime | None = None
    values: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, Decimal] = field(default_factory=dict)
    answered_at: datetime | None = None
    currency: str = "CNY"
    labels: list[Label] = field(default_factory=list)
    source_fields: dict[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value of a field, empty when the file has none."""
        return self.values.get(name, "")

    @property
    def primary(self) -> str:
        """The primary reason code: the most frequent known one, the first of equals; O99 when none is known; empty when
        the mapping classes nothing."""
        return self.labels[0].code if self.labels else ""


@dataclass(slots=True)
class Rejected:
    """Rows that were turned back, each with its reason in words. Nothing of them is written."""

    rows: list[tuple[Row, str]]
