"""The rules in force: reads packs when they are asked for, checks them, and answers by code and day or by version.

One rule code may stand in several packs. Who asks without naming packs asks the home packs (mainland China). Versions
published in this house lie over the shipped ones: see `shelf.py`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from huiyin.handbook.queries import shelf
from huiyin.handbook.queries.files import EXAMPLES, PACKS, read_pack_file, tree
from huiyin.handbook.rules.terms import Pack, Rule

HOME_PREFIX = "cn-"
ONE_DAY = timedelta(days=1)


class NoRuleError(LookupError):
    """No such rule, or none in force on that day. The message is a sentence."""


@cache
def pack_codes() -> tuple[str, ...]:
    """The codes of all shipped packs, sorted; nothing is read for it."""
    return tuple(sorted(path.stem for path in PACKS.glob("*.yaml")))


@cache
def home() -> tuple[str, ...]:
    """The packs that bind a unit which names none: those of mainland China."""
    return tuple(code for code in pack_codes() if code.startswith(HOME_PREFIX))


@cache
def pack(code: str) -> Pack:
    """One shipped pack, checked. Raises NoRuleError for an unknown one, PackError for a wrong file."""
    if code not in pack_codes():
        raise NoRuleError(f"There is no pack called {code!r}. Known packs: {', '.join(pack_codes())}.")
    return read_pack_file(PACKS / f"{code}.yaml")


@cache
def packs() -> tuple[Pack, ...]:
    """All shipped packs, checked."""
    return tuple(pack(code) for code in pack_codes())


@cache
def examples_of(code: str, pack: str) -> tuple[dict[str, Any], ...]:
    """The worked examples that ship with a rule of a pack: says, from, events, facts, due_at or error."""
    named = [EXAMPLES / f"{pack}.{code}.yaml"]
    if pack.startswith(HOME_PREFIX):
        named.append(EXAMPLES / f"{code}.yaml")
    found = next((path for path in named if path.exists()), None)
    if found is None:
        return ()
    body: Any = tree(found)
    return tuple(body["examples"])


def rules_of(packs: Sequence[str] | None = None) -> tuple[Rule, ...]:
    """All versions of all rules of some packs (default: home), shipped and published, oldest first within a code."""
    return _rules(tuple(home() if packs is None else packs), shelf.published().stamp)


@lru_cache(maxsize=64)
def _rules(packs: tuple[str, ...], _stamp: int) -> tuple[Rule, ...]:
    shipped = [rule for code in packs for rule in pack(code).rules]
    known = {rule.version for rule in shipped}
    later = [rule for rule in shelf.published().rules if rule.pack in packs and rule.version not in known]
    found: list[Rule] = []
    for key in dict.fromkeys((rule.pack, rule.code) for rule in [*shipped, *later]):
        mine = sorted((it for it in [*shipped, *later] if (it.pack, it.code) == key), key=lambda it: it.effective_from)
        found += [_until(earlier, after.effective_from - ONE_DAY) for earlier, after in pairwise(mine)] + mine[-1:]
    return tuple(found)


def _until(rule: Rule, day: date) -> Rule:
    """A version that ends when the next begins, if it would last longer. Its name stays."""
    return replace(rule, effective_to=day) if rule.effective_to is None or rule.effective_to > day else rule


def versions(code: str, packs: Sequence[str] | None = None) -> tuple[Rule, ...]:
    """All versions of a rule, oldest first: of the named packs; else of the home packs, or of any that know the code.

    Raises NoRuleError when the code is unknown.
    """
    return _versions(code, None if packs is None else tuple(packs), shelf.published().stamp)


@lru_cache(maxsize=4096)
def _versions(code: str, packs: tuple[str, ...] | None, _stamp: int) -> tuple[Rule, ...]:
    tried = [home(), pack_codes()] if packs is None else [packs]
    for names in tried:
        found = [rule for rule in rules_of(names) if rule.code == code]
        if found:
            return tuple(sorted(found, key=lambda rule: rule.effective_from))
    known = codes(pack_codes() if packs is None else packs)
    raise NoRuleError(f"There is no rule called {code!r}. Known rules: {', '.join(known)}.")


def codes(packs: Sequence[str] | None = None) -> tuple[str, ...]:
    """The codes of all rules of some packs (default: home), sorted."""
    return tuple(sorted({rule.code for rule in rules_of(packs)}))


def in_force(code: str, on: date, pack: str | None = None, packs: Sequence[str] | None = None) -> Rule:
    """The one version of a rule that binds what starts on a day, in `pack`, in `packs`, else in the home packs.

    Where several packs know it, law goes before house rules and later law before earlier; the resolver, which knows
    the case, chooses better. Raises NoRuleError with a sentence when the code is unknown or nothing was in force then.
    """
    if pack is not None:
        known = [rule for rule in rules_of((pack,)) if rule.code == code]
        if not known:
            versions(code)
            raise NoRuleError(f"Pack {pack} has no rule {code}.")
    else:
        known = list(versions(code, packs))
    found = [rule for rule in known if rule.in_force_on(on)]
    if found:
        return min(found, key=lambda rule: (rule.breach != "law", -rule.effective_from.toordinal(), rule.pack))
    spans = ", ".join(f"{rule.effective_from} to {rule.effective_to or 'now'}" for rule in known)
    raise NoRuleError(f"No version of {code} was in force on {on} (in force: {spans}).")


def find(code: str, on: date, packs: Sequence[str] | None = None) -> Rule | None:
    """The version of a rule in force on a day, None when there was none. Raises NoRuleError for an unknown code."""
    found = [rule for rule in versions(code, packs) if rule.in_force_on(on)]
    if len(found) < 2:
        return found[0] if found else None
    return in_force(code, on, packs=packs)


def recorded(version: str) -> Rule:
    """The rule a stored version names; when its text was changed since, the rule of the same pack, code and date.

    Packs are append-only, so a changed text is a fault, which `by_version` and the doctor tell. Raises NoRuleError when
    even the date is gone.
    """
    return _recorded(version, shelf.published().stamp, strict=False)


def by_version(version: str) -> Rule:
    """The very version a clock was started with. Raises NoRuleError when the packs no longer hold it unchanged."""
    return _recorded(version, shelf.published().stamp, strict=True)


@lru_cache(maxsize=4096)
def _recorded(version: str, _stamp: int, *, strict: bool) -> Rule:
    name, code = version.partition("#")[0], version.partition("/")[0]
    known = rules_of((code,)) if code in pack_codes() else ()
    for rule in known:
        if rule.version == version:
            return rule
    for rule in known:
        if not strict and rule.version.partition("#")[0] == name:
            return rule
    raise NoRuleError(f"Rule version {version} is not among the packs; packs are append-only, put the old text back.")


def in_force_with_event(moment: str, event: str, on: date, packs: Sequence[str] | None = None) -> tuple[Rule, ...]:
    """The rules in force on a day whose `moment` (start, stop, pause, resume, restart, agree) names a case event."""
    return tuple(rule for rule in rules_of(packs) if rule.in_force_on(on) and event in getattr(rule.events, moment))
