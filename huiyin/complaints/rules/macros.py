"""Macros: several steps behind one button, as data. Pure.

Each step is a mapping with its `kind` and what that kind asks for; reading makes it typed and names the first fault.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.core.noop import _

MOST_STEPS = 8
MOST_DAYS = 60
LONGEST = 5_000

# Kind → (what it does, the fields it asks for).
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "reply": (_("Reply to the complainant with a template"), ("template",)),
    "note": (_("Write an internal note"), ("text",)),
    "tag": (_("Put a tag on"), ("text",)),
    "task": (_("Give a task to the owner"), ("text", "days")),
    "remind": (_("Remind the owner"), ("text", "days")),
    "hand_over": (_("Hand the complaint over"), ("to", "text")),
}
# Handing over comes last: who has handed a complaint over may not be the one to take the next step.
LAST = "hand_over"
_SHORT = {"task": 200, "remind": 200, "tag": 40, "hand_over": 300}


@dataclass(frozen=True)
class Step:
    """One step. `text`: words of a note, name of a tag, title of a task, reason of a hand-over; `days` from now on;
    `template` its key; `to` an employee number."""

    kind: str
    text: str = ""
    template: str = ""
    to: str = ""
    days: int = 0

    def as_data(self) -> dict[str, object]:
        """As it is kept: only what the kind asks for."""
        return {"kind": self.kind} | {name: getattr(self, name) for name in KINDS[self.kind][1]}


class StepError(ValueError):
    """A step is wrong: its place from 1 (0: the macro as a whole), the field, and a sentence to translate."""

    def __init__(self, place: int, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.place = place
        self.field = field
        self.sentence = sentence


def read(rows: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The steps, typed. Raises StepError for the first fault."""
    if not rows:
        raise StepError(0, "steps", _("Add at least one step."))
    if len(rows) > MOST_STEPS:
        raise StepError(0, "steps", _("At most eight steps: make two macros of it."))
    steps = tuple(_step(place, row) for place, row in enumerate(rows, start=1))
    for place, step in enumerate(steps[:-1], start=1):
        if step.kind == LAST:
            raise StepError(place, "kind", _("Handing over comes last."))
    return steps


def _step(place: int, row: Mapping[str, Any]) -> Step:
    kind = row.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise StepError(place, "kind", _("Choose what the step does."))
    values: dict[str, Any] = {}
    for name in KINDS[kind][1]:
        value = row.get(name)
        if name == "days":
            values[name] = _days(place, value)
            continue
        words = value.strip() if isinstance(value, str) else ""
        if not words:
            raise StepError(place, name, _ASKS[name])
        if len(words) > _SHORT.get(kind, LONGEST) or "\x00" in words:
            raise StepError(place, name, _("This text is too long for the step."))
        values[name] = words
    return Step(kind, **values)


def _days(place: int, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).strip().isdecimal():
        raise StepError(place, "days", _("Say in how many days, 1 to 60."))
    days = int(str(value).strip()[:6])
    if not 1 <= days <= MOST_DAYS:
        raise StepError(place, "days", _("Say in how many days, 1 to 60."))
    return days


_ASKS = {
    "text": _("Write the words of the step."),
    "template": _("Choose the template."),
    "to": _("Give the employee number of who takes it over."),
}
