"""Limits as a customer reads them: what, by when, and why then; and the desk that answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Clock
from huiyin.complaints.queries import papers
from huiyin.core.documents import Lang
from huiyin.portal.telling import REQUEST_TITLES, TITLES

_NAMES = TITLES | REQUEST_TITLES
ON_RECEIPT = ("complaint.acceptance", "complaint.first_response", "complaint.decision")


@dataclass(frozen=True)
class Limit:
    """One running limit. `due_at` is None while it rests; `why` are sentences that anybody can follow."""

    code: str
    title: str
    due_at: datetime | None
    paused: bool
    provisional: bool
    overdue: bool
    clause: str
    note: str
    why: tuple[str, ...]


def shown(
    case: Case, running: Sequence[Clock], *, only: Iterable[str] = tuple(TITLES), at: datetime | None = None
) -> list[Limit]:
    """The running limits of a case that concern its customer, in the order of the path."""
    order = [code for code in _NAMES if code in set(only)]
    found = sorted((clock for clock in running if clock.rule_code in order), key=lambda c: order.index(c.rule_code))
    return [_limit(clock, at) for clock in found]


def _limit(clock: Clock, at: datetime | None) -> Limit:
    told: dict[str, Any] = clocks.why(clock, get_language() or "zh-hans")
    lines = [line.partition(". ")[2] for line in told["text"].splitlines()]
    return Limit(
        code=clock.rule_code,
        title=_(_NAMES[clock.rule_code]),
        due_at=clock.due_at,
        paused=clock.paused,
        provisional=clock.provisional,
        overdue=bool(at and clock.due_at and clock.due_at <= at),
        clause=told["clause"],
        note=told["note"],
        why=tuple(lines),
    )


def desk(case: Case) -> dict[str, str]:
    """Who handles it: the department and its phone, never a person."""
    language: Lang = "en" if (get_language() or "").startswith("en") else "zh"
    return {"name": papers.unit_name(case.unit, language), "phone": papers.unit_phone(case.unit)}
