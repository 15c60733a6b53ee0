"""The periods of the versions of a rule inside one pack: no overlap, no gap, and no circle of rules."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise

from huiyin.handbook.rules.node import PackError
from huiyin.handbook.rules.terms import Figure, Pack, Principle, Rule

ONE_DAY = timedelta(days=1)


def check_codes(pack: Pack) -> None:
    """Refuse two versions of a rule on one day, a gap between two, codes given twice, rules that feed each other."""
    by_code: dict[str, list[Rule]] = {}
    for rule in pack.rules:
        by_code.setdefault(rule.code, []).append(rule)
    for code, versions in by_code.items():
        versions.sort(key=lambda rule: rule.effective_from)
        for earlier, later in pairwise(versions):
            _follow(code, earlier, later)
    beside: list[Figure | Principle] = [*pack.figures, *pack.principles]
    for code, times in Counter([*by_code, *(it.code for it in beside)]).items():
        if times > 1:
            named = [it for it in beside if it.code == code]
            raise PackError(pack.file, named[-1].line, code, "is given twice", "Give each figure a code of its own.")
    _circle(pack)


def _follow(code: str, earlier: Rule, later: Rule) -> None:
    place, day = (later.file, later.line, code), later.effective_from - ONE_DAY
    if earlier.effective_to is None or later.effective_from <= earlier.effective_to:
        problem = f"overlap: the version of {earlier.effective_from} is still in force on {later.effective_from}"
        raise PackError(*place, problem, f"Give that version (line {earlier.line}) `effective_to: {day}`.")
    if earlier.effective_to < day:
        problem = f"gap: nothing is in force between {earlier.effective_to} and {later.effective_from}"
        mend = f"Let the earlier version (line {earlier.line}) last to {day}, or give the later its own code."
        raise PackError(*place, problem, mend)


def _circle(pack: Pack) -> None:
    """Refuse rules whose ends start each other in a circle: such clocks would never come to rest."""
    after: dict[str, set[str]] = {rule.code: set() for rule in pack.rules}
    for rule in pack.rules:
        starts = (other for other in pack.rules if other.code != rule.code)
        after[rule.code] |= {other.code for other in starts if set(rule.events.stop) & set(other.events.start)}
    settled: set[str] = set()
    for code in after:
        circle = _walk(code, after, [], settled)
        if circle:
            rule = next(rule for rule in pack.rules if rule.code == circle[-1])
            problem = f"a cycle of events: {' → '.join([*circle, circle[0]])}"
            mend = f"Let {circle[0]} start with an event that {circle[-1]} does not stop with."
            raise PackError(pack.file, rule.line, rule.code, problem, mend)


def _walk(code: str, after: Mapping[str, set[str]], path: list[str], settled: set[str]) -> list[str]:
    """The circle that is met when walking on from a rule, empty when there is none."""
    if code in path:
        return path[path.index(code) :]
    if code in settled:
        return []
    for following in sorted(after[code]):
        circle = _walk(following, after, [*path, code], settled)
        if circle:
            return circle
    settled.add(code)
    return []
