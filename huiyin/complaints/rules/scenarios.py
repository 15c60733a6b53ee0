"""Situations in which we speak to customers, each with the order of what is said (2.2-2). Dated; pure.

A version names its edition: `scenarios-2026@2026-01-01#hash`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from huiyin.complaints.rules.editions import bound_by, head, shipped
from huiyin.core.words import Words
from huiyin.handbook.rules.node import Node

FOLDER = Path(__file__).parents[1] / "packs"
PREFIX = "scenarios-"
STATES = frozenset({
    "received", "accepted", "assigned", "investigating", "liability_set", "plan_pending", "plan_approved", "executing",
    "decided_notified", "confirming", "closed", "not_proceeded", "rerouted", "withdrawn",
})  # fmt: skip
FLAGS = frozenset(
    {"major", "collective", "vulnerable", "regulator_referred", "media", "litigation", "personal_data", "repeat"}
)


@dataclass(frozen=True)
class Scenario:
    """A situation: when it is likely, what is said in which order, what a good text holds, within how many hours."""

    code: str
    title: Words
    states: frozenset[str]
    flags: frozenset[str]
    flow: tuple[Words, ...]
    good: Words
    hours: int | None


@dataclass(frozen=True)
class Scenarios:
    """One edition; `effective_to` is its last day, None while it is in force."""

    version: str
    effective_from: date
    effective_to: date | None
    all: tuple[Scenario, ...]

    def get(self, code: str) -> Scenario | None:
        """The situation of this code."""
        return next((one for one in self.all if one.code == code), None)

    def likely(self, state: str, flags: Collection[str] = ()) -> list[Scenario]:
        """Those that a complaint is in: what its flags bring on, then what its state does, then those of any time."""
        by_flag = [one for one in self.all if one.flags & set(flags)]
        by_state = [one for one in self.all if state in one.states and one not in by_flag]
        return by_flag + by_state + [one for one in self.all if not one.flags and not one.states]


def in_force(on: date) -> Scenarios:
    """The edition of a day."""
    return bound_by(editions(), on)


@cache
def editions() -> tuple[Scenarios, ...]:
    """All shipped editions, oldest first. Raises PackError for a wrong file or overlapping dates."""
    return shipped(FOLDER, PREFIX, read)


def read(tree: object, file: str) -> Scenarios:
    """Check a parsed edition and make it typed. Raises PackError naming the file and the place of the first fault."""
    node = Node(tree, file)
    node.keys(("pack", "title", "effective_from", "scenarios"), ("effective_to",))
    first = head(node, "scenarios-2026")
    found = tuple(_scenario(one) for one in node.at("scenarios").items())
    if len({one.code for one in found}) != len(found):
        raise node.at("scenarios").wrong("a code stands twice")
    return Scenarios(first.version(tree), first.effective_from, first.effective_to, found)


def _scenario(node: Node) -> Scenario:
    node.keys(("code", "title", "flow", "good"), ("states", "flags", "hours"))
    flow = tuple(one.words() for one in node.at("flow").items())
    if not flow:
        raise node.at("flow").wrong("expected at least one thing that is said")
    return Scenario(
        code=node.at("code").match(r"[a-z_]{2,24}", "a short code"),
        title=node.at("title").words(),
        states=frozenset(node.at("states").several_of(STATES)),
        flags=frozenset(node.at("flags").several_of(FLAGS)),
        flow=flow,
        good=node.at("good").words(),
        hours=node.at("hours").number() if node.at("hours").value is not None else None,
    )
