"""A case as one line of a list: masked, with its nearest limit, in words. The same on every page that lists cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Flag, Kind, Severity, State
from huiyin.catalog import rules as taxonomies
from huiyin.complaints.rules import path
from huiyin.complaints.rules.facts import Facts
from huiyin.core import masking
from huiyin.core.actors import Actor
from huiyin.handbook import queries as handbook

# Advice on organised complaints is for investigators on the page of the case, never in a list (domain §8).
LISTED_FLAGS = tuple(flag for flag in Flag if flag is not Flag.AGENCY)
# The step that moves a complaint on from each state, as the next thing to do.
MOVES_ON = {
    "received": "accept",
    "accepted": "dispatch",
    "assigned": "investigate",
    "investigating": "set_liability",
    "liability_set": "propose_plan",
    "plan_pending": "approve_plan",
    "plan_approved": "issue_decision",
    "executing": "ask_satisfaction",
    "decided_notified": "ask_satisfaction",
    "confirming": "close",
}


@dataclass(frozen=True)
class Line:
    """What a list shows of a case. `clock` is for the tag `due`; `step` is (words, address) of what comes next."""

    case: Case
    number: str
    url: str
    who: str
    subject: str
    label: str
    severity: str
    clock: Any
    clock_name: str
    flags: tuple[tuple[str, str], ...]
    line_name: str
    step: tuple[str, str] | None


def lines(rows: Iterable[Case], by: Actor | None = None) -> list[Line]:
    """The rows as lines; with `by` each has the next step when the person's role takes it. No statements."""
    language = get_language() or "zh-hans"
    return [line(case, language, by) for case in rows]


def line(case: Case, language: str, by: Actor | None = None) -> Line:
    """One case as a line."""
    return Line(
        case=case,
        number=case.number,
        url=reverse("request" if case.kind == Kind.REQUEST else "case", args=[case.number]),
        who=masking.name(case.complainant_name),
        subject=masking.text(case.subject),
        label=taxonomies.in_force(case.rules_on).label(case.code, language) if case.code else _kind(case),
        severity=str(Severity(case.severity).label),
        clock=clock(case),
        clock_name=rule_title(case.next_due_rule, language),
        flags=tuple((flag.value, str(flag.label)) for flag in LISTED_FLAGS if flag in case.flags),
        line_name=line_name(case.line, language),
        step=next_step(case, by) if by else None,
    )


def _kind(case: Case) -> str:
    """What a case without a class is, when it is no complaint."""
    return "" if case.kind == Kind.COMPLAINT else str(Kind(case.kind).label)


def line_name(code: str, language: str) -> str:
    """The name of a line of business; an unknown code comes back as it is."""
    node = taxonomies.current().axes["line"].get(code)
    return node.name.text(language) if node else code


def clock(case: Case) -> Any:
    """The nearest limit of a case for the tag `due`; None when nothing runs."""
    if case.next_due_at is None and not case.is_paused:
        return None
    return SimpleNamespace(
        due_at=case.next_due_at,
        state="running",
        paused=case.next_due_at is None,
        warned=case.due_level,
        provisional=case.is_provisional,
        met_at=None,
    )


def rule_title(code: str, language: str) -> str:
    """The name of a time rule; an unknown code comes back as it is."""
    if not code:
        return ""
    try:
        return handbook.versions(code)[-1].title.in_language(language)
    except handbook.NoRuleError:
        return code


def step_to(case: Case, code: str) -> tuple[str, str]:
    """(words, address) of a step of the path."""
    return _(path.BY_CODE[code].title), reverse("case_step", args=[case.number, code])


def next_step(case: Case, by: Actor) -> tuple[str, str] | None:
    """(words, address) of the step that moves the case on, when a role of the person takes it there."""
    code = MOVES_ON.get(case.state)
    if code is None or case.kind != "complaint":
        return None
    known = Facts(state=case.state, severity=case.severity, unit_path=case.unit.path, owner_id=case.owner_id)
    if not path.may_role(path.BY_CODE[code], known, by):
        return None
    return step_to(case, code)


def state_choices() -> list[tuple[str, str]]:
    """All states with their words, in the order of the path."""
    return [(state.value, str(state.label)) for state in State]
