"""Two versions of a rule side by side: what is the same, what is not, term by term."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.handbook.rules.terms import Rule
from huiyin.handbook.rules.writing import MOMENTS, span

#: The terms in the order in which people read them.
TERMS = (
    "title", "clause", "note", "unit", "steps", "due_fact", "calendar", "zone", "roll", "start", "stop", "pause",
    "resume", "restart", "agree", "applies", "requires", "alarms", "breach", "obliges", "optional", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One term of two versions. The values are plain: texts, numbers, lists and mappings of them."""

    term: str
    before: Any
    after: Any

    @property
    def is_changed(self) -> bool:
        """Whether the two versions differ in this term."""
        return bool(self.before != self.after)


def side_by_side(before: Rule, after: Rule) -> list[Difference]:
    """Every term of two versions, changed or not, in the order of `TERMS`."""
    left, right = terms_of(before), terms_of(after)
    return [Difference(term, left[term], right[term]) for term in TERMS]


def changed(before: Rule, after: Rule) -> list[Difference]:
    """Only what differs."""
    return [one for one in side_by_side(before, after) if one.is_changed]


def terms_of(rule: Rule) -> Mapping[str, Any]:
    """A rule as plain values by term."""
    return {
        "title": {"zh": rule.title.zh, "en": rule.title.en},
        "clause": rule.clause,
        "note": {"zh": rule.note.zh, "en": rule.note.en},
        "unit": rule.unit,
        "steps": [
            {"length": step.length, "needs": dict(step.needs), "approvers": list(step.approvers)} for step in rule.steps
        ],
        "due_fact": rule.due_fact,
        "calendar": rule.calendar,
        "zone": rule.zone.key,
        "roll": rule.roll,
        **{moment: list(getattr(rule.events, moment)) for moment in MOMENTS},
        "applies": {name: list(values) for name, values in rule.applies.items()},
        "requires": list(rule.requires),
        "alarms": [
            {"when": "before" if alarm.is_warning else "after", "span": span(abs(alarm.offset)), "tell": alarm.tell}
            for alarm in rule.alarms
        ],
        "breach": rule.breach,
        "obliges": rule.obliges,
        "optional": rule.optional,
        "status": rule.status,
    }
