"""Two people change the same thing at the same time: field by field, nothing is lost unseen. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Merged:
    """What to write, and the fields over which the two differ: those are for a person to decide."""

    values: dict[str, Any]
    conflicts: tuple[str, ...]


def merge(*, was: Mapping[str, Any], now: Mapping[str, Any], typed: Mapping[str, Any]) -> Merged:
    """`was` is what stood there when the form was opened, `now` what stands there, `typed` what this person wants.

    A field that only one of the two changed takes that change; one that both changed alike is no conflict. A field of
    which it is not known what stood there (not in `was`) is taken as unchanged by others.
    """
    values, conflicts = {}, []
    for name, value in typed.items():
        here = now.get(name)
        before = was.get(name, here)
        if value in (before, here):
            continue
        if here != before:
            conflicts.append(name)
        else:
            values[name] = value
    return Merged(values, tuple(conflicts))


def merge_marks(*, was: Collection[str], now: Collection[str], typed: Collection[str]) -> frozenset[str]:
    """The same for marks that are set or not: each person's changes hold, and two can never differ over one."""
    set_, taken = set(typed) - set(was), set(was) - set(typed)
    return frozenset((set(now) | set_) - taken)
