"""Links between cases: what each says from either end, and that some never make a loop. Pure."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import TypeVar

from huiyin.core.noop import _

T = TypeVar("T")


@dataclass(frozen=True)
class Relation:
    """What a case is to another: the kind that is stored, and whether the other case holds the link."""

    code: str
    kind: str
    is_turned: bool
    title: str


RELATIONS = {
    one.code: one
    for one in (
        Relation("same_event", "same_event", False, _("Same event")),
        Relation("follow_up", "follow_up", False, _("Follows up on")),
        Relation("followed_by", "follow_up", True, _("Followed up by")),
        Relation("duplicate", "duplicate", False, _("Possibly the same matter")),
        Relation("caused_by", "caused_by", False, _("Caused by")),
        Relation("caused", "caused_by", True, _("Led to")),
        Relation("child_of", "child_of", False, _("Part of")),
        Relation("parent_of", "child_of", True, _("Has as its part")),
    )
}
# The same from both ends; the others run in one direction and never in a circle.
BOTH_WAYS = frozenset({"same_event", "duplicate"})


def relation(kind: str, *, is_turned: bool) -> Relation:
    """What a stored link says at the end that holds it, or (turned) at the other."""
    turned = is_turned and kind not in BOTH_WAYS
    return next(one for one in RELATIONS.values() if one.kind == kind and one.is_turned == turned)


def makes_loop(start: T, end: T, onward: Mapping[T, Set[T]]) -> bool:
    """Would a link from `start` to `end` close a circle, given what each case points to (`onward`)?"""
    seen: set[T] = set()
    waiting = [end]
    while waiting:
        case = waiting.pop()
        if case == start:
            return True
        if case not in seen:
            seen.add(case)
            waiting.extend(onward.get(case, ()))
    return False
