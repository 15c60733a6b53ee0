"""Two people write the same draft of the rules of assignment: what each changed holds, rule by rule. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from huiyin.cases.rules.merging import merge

ORDER = "rules"
_RULE = "rules."


def merge_bodies(
    *, was: Mapping[str, Any], now: Mapping[str, Any], typed: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """`typed`, written upon the body `was`, put upon the body that stands `now`; and the places where the two differ:
    `capacity`, `automatic`, `effort`, `rules.<code>`, `rules` for the order. Then the body is that of `now`.

    A rule is told by its code; rules that both added stand before the last one, which has no condition.
    """
    before, here, wanted = _parts(was), _parts(now), _parts(typed)
    names = [*wanted, *(name for name in before if name not in wanted)]
    empty: dict[str, Any] = dict.fromkeys([*names, *here])
    found = merge(was=empty | before, now=empty | here, typed={name: wanted.get(name) for name in names})
    moved, clashes = _order(_codes(was), _codes(now), _codes(typed)), found.conflicts
    if moved is None:
        clashes = (*clashes, ORDER)
    if clashes or moved is None:
        return dict(now), clashes
    merged = here | found.values
    rules = {name.removeprefix(_RULE): rule for name, rule in merged.items() if name.startswith(_RULE) and rule}
    plain = {name: value for name, value in merged.items() if not name.startswith(_RULE)}
    return plain | {"rules": [rules[code] for code in moved if code in rules]}, ()


def _parts(body: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in body.items() if name != "rules"}
    return plain | {f"{_RULE}{rule['code']}": rule for rule in body["rules"]}


def _codes(body: Mapping[str, Any]) -> list[str]:
    return [str(rule["code"]) for rule in body["rules"]]


def _order(was: Sequence[str], now: Sequence[str], typed: Sequence[str]) -> list[str] | None:
    """The codes of both in the order of whoever moved rules; None when both moved them, and differently."""
    common = [code for code in was if code in now and code in typed]
    mine = [code for code in typed if code in common]
    theirs = [code for code in now if code in common]
    if mine != common and theirs != common and mine != theirs:
        return None
    first, second = (typed, now) if mine != common else (now, typed)
    added = [code for code in second if code not in first]
    return [*first[:-1], *added, *first[-1:]]
