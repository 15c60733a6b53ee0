"""The rules that compete for a case of a unit: those of its packs, with what the resolver weighs."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from huiyin.handbook.queries import shelf
from huiyin.handbook.queries.rules import home, pack, rules_of
from huiyin.handbook.rules.resolver import Candidate


def candidates(packs: Sequence[str] | None = None, *, event: str = "", duty: str = "") -> tuple[Candidate, ...]:
    """Every rule version of some packs (default: home); with `event` those that it starts, with `duty` those of a duty
    or code. Raises NoRuleError for an unknown pack."""
    return _candidates(home() if packs is None else tuple(packs), event, duty, shelf.published().stamp)


@lru_cache(maxsize=256)
def _candidates(packs: tuple[str, ...], event: str, duty: str, _stamp: int) -> tuple[Candidate, ...]:
    known = rules_of(packs)
    since: dict[tuple[str, str], date] = {}
    for rule in known:  # a version the house published later does not make the law behind it a later law
        key = (rule.pack, rule.code)
        since[key] = min(since.get(key, rule.effective_from), rule.effective_from)
    return tuple(
        Candidate(rule, pack(rule.pack).jurisdiction, since[rule.pack, rule.code])
        for rule in known
        if (not event or event in rule.events.start) and (not duty or duty in (rule.duty, rule.code))
    )
