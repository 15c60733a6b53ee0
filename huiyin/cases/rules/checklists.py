"""Checklists: what a list may look like, what of it is open on a case. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from huiyin.cases.rules.shape import is_code
from huiyin.core.noop import _

MOST_LINES = 40
# A case moves forward along these; only a step forward asks for what is open.
FORWARD = (
    "received", "accepted", "assigned", "investigating", "liability_set", "plan_pending", "plan_approved", "executing",
    "decided_notified", "confirming", "closed",
)  # fmt: skip
STAGES = FORWARD[:-1]


@dataclass(frozen=True)
class Line:
    """One line of a list. `key` is made of the words: other words, another line."""

    zh: str
    en: str
    mandatory: bool = True
    clause: str = ""

    @property
    def key(self) -> str:
        """What ticks refer to."""
        return sha256(f"{self.zh}\n{self.en}".encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """As a version keeps it."""
        return {"key": self.key, "zh": self.zh, "en": self.en, "mandatory": self.mandatory, "clause": self.clause}


@dataclass(frozen=True)
class Draft:
    """A version of a list as somebody writes it."""

    code: str
    title_zh: str
    title_en: str
    stage: str
    lines: Sequence[Line] = field(default_factory=tuple)
    kind: str = "complaint"
    class_code: str = ""


def faults(draft: Draft) -> list[tuple[str, str]]:
    """(field, sentence) for everything that keeps the list from being kept; sentences are to be translated."""
    found: list[tuple[str, str]] = []
    if not is_code(draft.code):
        found.append(("code", _("A code has 2 to 40 small letters, digits and underscores; it begins with a letter.")))
    if not draft.title_zh.strip() or not draft.title_en.strip():
        found.append(("title_zh", _("Give the name in Chinese and in English.")))
    if draft.stage not in STAGES:
        found.append(("stage", _("Choose the stage that the list belongs to.")))
    if not draft.lines:
        found.append(("lines", _("Write at least one line.")))
    if len(draft.lines) > MOST_LINES:
        found.append(("lines", _("A list has at most 40 lines; make two of it.")))
    if any(not line.zh.strip() or not line.en.strip() for line in draft.lines):
        found.append(("lines", _("Every line needs its words in Chinese and in English.")))
    if any(len(text) > 200 for line in draft.lines for text in (line.zh, line.en)):
        found.append(("lines", _("A line has at most 200 characters.")))
    if len({line.key for line in draft.lines}) != len(draft.lines):
        found.append(("lines", _("Two lines say the same.")))
    return found


@dataclass(frozen=True)
class Check:
    """A line as it stands on a case: `state` is empty while it is open."""

    list: str
    version: int
    title_zh: str
    title_en: str
    line: str
    zh: str
    en: str
    mandatory: bool
    clause: str
    state: str = ""
    by: str = ""
    at: str = ""

    @property
    def is_open(self) -> bool:
        """Neither done nor waived."""
        return not self.state

    def words(self, language: str) -> str:
        """The line in a language."""
        return self.zh if language.startswith("zh") else self.en


def standing(lists: Iterable[Mapping[str, Any]], ticks: Iterable[Mapping[str, Any]]) -> tuple[Check, ...]:
    """The lines of the lists in force, with what was ticked. A tick counts for the line with the same words, whichever
    version it was made under."""
    made = {(one["list"], one["line"]): one for one in ticks}
    found = []
    for one in sorted(lists, key=lambda row: row["code"]):
        for line in one["lines"]:
            tick = made.get((one["code"], line["key"]), {})
            found.append(
                Check(
                    one["code"], one["version"], one["title_zh"], one["title_en"], line["key"], line["zh"], line["en"],
                    line["mandatory"], line["clause"], tick.get("state", ""), tick.get("by", ""), tick.get("at", ""),
                )
            )  # fmt: skip
    return tuple(found)


def is_forward(state: str, to: str) -> bool:
    """Does a step from `state` to `to` lead forward on the path? Only such a step is held up by a list or a field:
    whoever withdraws, or is sent another way, owes nobody a checklist."""
    return state in FORWARD and to in FORWARD and FORWARD.index(to) > FORWARD.index(state)
