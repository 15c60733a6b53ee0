"""Whether a rule applies to given facts, and the fact a fixed date is taken from."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from huiyin.clocks.rules.events import FIRST_YEAR, LAST_YEAR, ClockError
from huiyin.handbook.rules.terms import Fact, Rule

_FLAGS = {"true": True, "false": False}


def _matches(given: Any, wanted: tuple[Fact, ...]) -> bool:
    if isinstance(given, str) and any(isinstance(value, bool) for value in wanted):
        given = _FLAGS.get(given.strip().lower(), given)
    return any(type(given) is type(value) and given == value for value in wanted)


def unmet(rule: Rule, facts: Mapping[str, Any]) -> list[str]:
    """The conditions of the rule that the facts contradict, as sentences; a fact not given contradicts nothing."""
    return [
        f"{rule.code} applies only when {name} is {' or '.join(map(_word, wanted))}, not {_word(facts[name])}."
        for name, wanted in rule.applies.items()
        if name in facts and not _matches(facts[name], wanted)
    ]


def unknown(rule: Rule, facts: Mapping[str, Any]) -> list[str]:
    """The facts the rule asks for that were not given (or are empty)."""
    wanted = [*rule.applies, *rule.requires, *([rule.due_fact] if rule.due_fact else [])]
    return [name for name in wanted if facts.get(name) in (None, "")]


def applies(rule: Rule, facts: Mapping[str, Any]) -> bool:
    """Whether a clock of this rule starts on these facts: every condition is met and nothing asked for is unknown."""
    return not unmet(rule, facts) and not unknown(rule, facts)


def due_day(rule: Rule, facts: Mapping[str, Any]) -> date:
    """The date a fixed rule lasts to, from its fact. Raises ClockError when it is missing or no date."""
    value = facts.get(rule.due_fact)
    if value in (None, ""):
        raise ClockError("fact_missing", f"{rule.code} needs the fact {rule.due_fact}, a date like 2026-12-01.")
    try:
        found = value if type(value) is date else date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ClockError("fact_wrong", f"The fact {rule.due_fact} is {value!r}; expected a date like 2026-12-01.")
    return found


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value) if not isinstance(value, str) else value
