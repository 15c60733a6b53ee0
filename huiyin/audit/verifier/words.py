"""What the verifier says: findings in Chinese and English, collected in a report."""

from __future__ import annotations

from typing import Any, Dict, List

OK, NOTE, BAD = "ok", "note", "bad"
MOST_OF_A_KIND = 20


class Broken(Exception):  # noqa: N818 - it names what the file is
    """The file cannot be read any further; the sentence says why, in both languages."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code, self.zh, self.en = code, zh, en


class Unusable(Exception):  # noqa: N818 - so does this
    """There is nothing to check: no such file, or a file that is something else."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


class Report:
    """Findings in order, and the figures that were counted on the way."""

    def __init__(self) -> None:
        self.findings: List[Dict[str, str]] = []
        self.figures: Dict[str, Any] = {}
        self._of_a_kind: Dict[str, int] = {}

    def ok(self, code: str, zh: str, en: str) -> None:
        """Something was checked and holds."""
        self._add(OK, code, zh, en)

    def note(self, code: str, zh: str, en: str) -> None:
        """Something that is neither: left out, not compared."""
        self._add(NOTE, code, zh, en)

    def bad(self, code: str, zh: str, en: str) -> None:
        """Something does not hold. Beyond twenty of a kind they are only counted."""
        seen = self._of_a_kind[code] = self._of_a_kind.get(code, 0) + 1
        if seen <= MOST_OF_A_KIND:
            self._add(BAD, code, zh, en)

    @property
    def holds(self) -> bool:
        """Nothing was found that does not hold."""
        return not self._of_a_kind

    @property
    def faults(self) -> int:
        """How many things do not hold."""
        return sum(self._of_a_kind.values())

    def _add(self, level: str, code: str, zh: str, en: str) -> None:
        self.findings.append({"level": level, "code": code, "zh": zh, "en": en})
