"""The resolver of the handbook with the engine's dates: which rules bind a case that starts now, and why."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from huiyin.clocks.rules import facts as conditions
from huiyin.clocks.rules.events import ClockError
from huiyin.clocks.rules.fast import due_only
from huiyin.core import calendars
from huiyin.handbook.rules.resolver import Binding, Candidate, Question, resolve
from huiyin.handbook.rules.terms import Rule


def bind(
    candidates: Sequence[Candidate],
    *,
    on: date,
    start: datetime,
    facts: Mapping[str, Any],
    switched_on: Collection[str] = (),
) -> tuple[Binding, ...]:
    """The binding of every duty the candidates name, for a limit that starts at `start` under the rules of day `on`."""

    def due(rule: Rule) -> datetime | None:
        known = {name: facts[name] for name in (*rule.applies, *rule.requires, rule.due_fact) if name in facts}
        try:
            return due_only(rule, calendars.current(rule.calendar), start, (), known).due_at
        except ClockError:
            return None

    question = Question(
        on=on,
        unmet=lambda rule: conditions.unmet(rule, facts),
        unknown=lambda rule: conditions.unknown(rule, facts),
        due=due,
        switched_on=switched_on,
    )
    return resolve(candidates, question)
