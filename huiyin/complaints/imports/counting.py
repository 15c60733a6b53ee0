"""What an import did, in numbers that add up: cases = created + updated + unchanged + rejected cases."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.complaints.imports.record import Rejected

SHOWN = 10


@dataclass
class Counts:
    """`read` and `rejected` count rows, the others cases; `blank` rows hold nothing and are not read."""

    read: int = 0
    cases: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    rejected_cases: int = 0
    blank: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[int, str]] = field(default_factory=list)

    def reject(self, rejected: Rejected) -> None:
        """Count rows that were turned back."""
        self.rejected += len(rejected.rows)
        self.rejected_cases += 1
        for row, reason in rejected.rows:
            self.reasons[reason] += 1
            if len(self.examples) < SHOWN:
                self.examples.append((row.number, reason))

    @property
    def exit_code(self) -> int:
        """0 all in, 1 some rejected, 2 nothing done."""
        if not self.created + self.updated + self.unchanged:
            return 2
        return 1 if self.rejected else 0

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        names = ("read", "cases", "created", "updated", "unchanged", "rejected", "rejected_cases", "blank")
        return {name: getattr(self, name) for name in names} | {"reasons": dict(self.reasons.most_common(100))}

    def as_text(self) -> list[str]:
        """Lines for people."""
        rows = (
            (pgettext("import", "read"), self.read, pgettext("import", "rows")),
            (pgettext("import", "created"), self.created, pgettext("import", "complaints")),
            (pgettext("import", "updated"), self.updated, pgettext("import", "complaints")),
            (pgettext("import", "unchanged"), self.unchanged, pgettext("import", "complaints")),
            (pgettext("import", "rejected"), self.rejected, pgettext("import", "rows")),
        )
        lines = [f"{name}: {number:,} {unit}" for name, number, unit in rows]
        lines += ["  " + _("row %(row)d: %(reason)s") % {"row": row, "reason": why} for row, why in self.examples]
        if self.rejected > len(self.examples):
            lines.append("  " + _("… and %d more") % (self.rejected - len(self.examples)))
        return lines
