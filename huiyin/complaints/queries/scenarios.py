"""Which situations have their templates, and which of them a complaint is in (2.2-2)."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.accounts.models import Unit
from huiyin.cases.models import Case, Purpose, Template
from huiyin.complaints.queries import templates
from huiyin.complaints.rules import scenarios
from huiyin.complaints.rules.scenarios import Scenario
from huiyin.core.time import local_date


@dataclass(frozen=True)
class Kept:
    """A situation with the templates in use for it; `holds`: at least one has a wording in force."""

    scenario: Scenario
    templates: list[Template]
    holds: bool


def kept(at: datetime, unit: Unit | None = None) -> list[Kept]:
    """Every situation in its order; with `unit` only with the templates that hold there. Two statements."""
    on = local_date(at)
    rows = templates.shelf().exclude(scenario="").filter(purpose=Purpose.REPLY)
    if unit is not None:
        rows = rows.filter(unit__path__in=templates.above(unit))
    by_code: dict[str, list[Template]] = {}
    for row in rows:
        by_code.setdefault(row.scenario, []).append(row)
    holding = set(templates.in_force(on).values_list("template", flat=True))
    return [
        Kept(one, found, any(row.pk in holding for row in found))
        for one in scenarios.in_force(on).all
        for found in [by_code.get(one.code, [])]
    ]


def likely(case: Case, at: datetime) -> list[Scenario]:
    """The situations that a complaint is in now, the likeliest first. No statement."""
    return scenarios.in_force(local_date(at)).likely(case.state, case.flags)
