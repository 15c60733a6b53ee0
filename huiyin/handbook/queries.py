"""The rules in force: reads the packs once, checks them, and answers by code and day or by stored version."""

from collections.abc import Hashable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from huiyin.handbook.rules.node import PackError
from huiyin.handbook.rules.reading import check_no_overlap, read_pack
from huiyin.handbook.rules.terms import Pack, Rule

PACKS = Path(__file__).with_name("packs")
EXAMPLES = Path(__file__).with_name("examples")
_BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NoRuleError(LookupError):
    """No such rule, or none in force on that day. The message is a sentence."""


class _Loader(_BaseLoader):  # type: ignore[misc]  # the C loader where libyaml is built in
    """Safe YAML that leaves dates as text and refuses a key given twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} is given twice", node.start_mark)
        found: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return found


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _BaseLoader.yaml_implicit_resolvers.items()
}


def parse(text: str, file: str) -> object:
    """Parse one YAML file of the handbook; raises PackError with file, line and reason."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except yaml.YAMLError as error:
        raise PackError(f"{file}: {' '.join(str(error).split())}") from error


def load(folder: Path) -> tuple[Pack, ...]:
    """Read and check every pack of a folder, and that no two versions of a rule overlap. Raises PackError."""
    found = tuple(
        read_pack(parse(path.read_text("utf-8"), path.name), path.name) for path in sorted(folder.glob("*.yaml"))
    )
    codes = [pack.code for pack in found]
    for code in codes:
        if codes.count(code) > 1:
            raise PackError(f"two packs are called {code}")
    check_no_overlap(found)
    return found


@cache
def packs() -> tuple[Pack, ...]:
    """All shipped packs, checked."""
    return load(PACKS)


@cache
def versions(code: str) -> tuple[Rule, ...]:
    """All versions of a rule, oldest first. Raises NoRuleError when the code is unknown."""
    found = [rule for pack in packs() for rule in pack.rules if rule.code == code]
    if not found:
        raise NoRuleError(f"There is no rule called {code!r}. Known rules: {', '.join(codes())}.")
    return tuple(sorted(found, key=lambda rule: rule.effective_from))


@cache
def codes() -> tuple[str, ...]:
    """The codes of all rules, sorted."""
    return tuple(sorted({rule.code for pack in packs() for rule in pack.rules}))


def in_force(code: str, on: date, pack: str | None = None) -> Rule:
    """The one version of a rule that binds what starts on a day; `pack` narrows the search.

    Raises NoRuleError with a sentence when the code is unknown or nothing was in force then.
    """
    known = versions(code)
    if pack is not None:
        if pack not in {found.code for found in packs()}:
            raise NoRuleError(f"There is no pack called {pack!r}. Known packs: {', '.join(p.code for p in packs())}.")
        known = tuple(rule for rule in known if rule.pack == pack)
        if not known:
            raise NoRuleError(f"Pack {pack} has no rule {code}.")
    for rule in known:
        if rule.in_force_on(on):
            return rule
    spans = ", ".join(f"{rule.effective_from} to {rule.effective_to or 'now'}" for rule in known)
    raise NoRuleError(f"No version of {code} was in force on {on} (in force: {spans}).")


def find(code: str, on: date) -> Rule | None:
    """The version of a rule in force on a day, None when there was none. Raises NoRuleError for an unknown code."""
    return next((rule for rule in versions(code) if rule.in_force_on(on)), None)


@cache
def recorded(version: str) -> Rule:
    """The rule a stored version names; when its text was changed since, the rule of the same pack, code and date.

    Packs are append-only, so a changed text is a fault, which `by_version` and the doctor tell. Raises NoRuleError when
    even the date is gone.
    """
    name = version.partition("#")[0]
    for pack in packs():
        for rule in pack.rules:
            if rule.version == version or rule.version.partition("#")[0] == name:
                return rule
    raise NoRuleError(f"Rule version {version} is not among the packs; packs are append-only, put the old text back.")


@cache
def by_version(version: str) -> Rule:
    """The very version a clock was started with. Raises NoRuleError when the packs no longer hold it unchanged."""
    for pack in packs():
        for rule in pack.rules:
            if rule.version == version:
                return rule
    raise NoRuleError(f"Rule version {version} is not among the packs; packs are append-only, put the old text back.")


def in_force_with_event(moment: str, event: str, on: date) -> tuple[Rule, ...]:
    """The rules in force on a day whose `moment` (start, stop, pause, resume, restart, agree) names a case event."""
    return tuple(
        rule
        for pack in packs()
        for rule in pack.rules
        if rule.in_force_on(on) and event in getattr(rule.events, moment)
    )
