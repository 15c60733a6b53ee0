"""Which rules bind a case, and why: asked of the packs of its unit when limits start, and when somebody looks."""

from typing import Any

from huiyin.cases.models import Case
from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.binding import bind
from huiyin.handbook import queries as handbook
from huiyin.handbook.queries.units import packs_of
from huiyin.handbook.rules.resolver import Binding


def binding_facts(case: Case) -> dict[str, Any]:
    """What the resolver weighs of a case: kind, line of insurance, sales channel. What is not known is left out."""
    found = {"kind": case.kind, "line": case.line, "channel": case.sales_channel}
    return {name: value for name, value in found.items() if value}


def packs_of_case(case: Case) -> tuple[str, ...]:
    """The packs of the unit of a case on the day whose rules bind it."""
    return packs_of(case.unit, case.rules_on)


def bindings(case: Case) -> list[Binding]:
    """Every duty of the case: those that begin with its receipt, then those of its other limits, each with all rules
    that competed and the reason of each."""
    packs, facts = packs_of_case(case), binding_facts(case)
    found = list(
        clocks.bindings(event="received", at=case.received_at, facts=facts, rules_on=case.rules_on, packs=packs)
    )
    known = {one.duty for one in found}
    for clock in clocks.of_owner(("case", case.pk)):
        duty = clocks.rule_of(clock).duty
        if duty not in known:
            known.add(duty)
            found += _of_clock(clock, duty, case, packs, facts)
    return found


def _of_clock(clock: Clock, duty: str, case: Case, packs: tuple[str, ...], facts: dict[str, Any]) -> list[Binding]:
    """The duty of a limit that began later, as it was when it began."""
    candidates = handbook.candidates(packs, duty=duty) or handbook.candidates(duty=duty)
    given = facts | clock.facts
    return [one for one in bind(candidates, on=case.rules_on, start=clock.started_at, facts=given) if one.duty == duty]
