"""When complaints of different customers look organised (domain §8-10): which two are linked and why, what a burst is.

Pure. It judges nobody: shared numbers have honest reasons too, a family, a village, a lawyer. Nothing of limits, sums
or decisions may import this; `tests/architecture/test_radar.py` holds it there.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from huiyin.complaints.rules.editions import bound_by, head, shipped
from huiyin.handbook.rules.node import Node
from huiyin.text import likeness

FOLDER = Path(__file__).parents[1] / "packs"
PREFIX = "radar-"
KINDS = ("phone", "email", "agent", "text")


@dataclass(frozen=True)
class Terms:
    """One edition of the terms; strengths and weights are 0 to 100, `near` a percentage of shared shingles."""

    version: str
    effective_from: date
    effective_to: date | None
    window: timedelta
    customers: int
    strength: int
    weights: dict[str, int]
    near: int
    units: int
    burst_days: int
    burst_one_in: int


@dataclass(frozen=True)
class Trace:
    """What a case may share with others. Numbers are keyed fingerprints. `customer` is the same for two cases of one
    person; `text` is empty when the words are not the customer's own."""

    case_id: UUID
    customer: str
    at: datetime
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    text: str = ""


@dataclass(frozen=True)
class Reason:
    """Why two cases are linked, how strong it is by itself (0 to 100), and the words that both use."""

    kind: str
    strength: int
    words: tuple[str, ...] = ()


def compare(one: Trace, other: Trace, terms: Terms) -> tuple[Reason, ...]:
    """What links two cases, strongest first. Nothing links two cases of one customer, or cases too far apart."""
    if one.customer == other.customer or abs(one.at - other.at) > terms.window:
        return ()
    found = [
        Reason(kind, terms.weights[kind])
        for kind, mine, theirs in (
            ("phone", one.phones, other.phones),
            ("email", one.emails, other.emails),
            ("agent", one.agents, other.agents),
        )
        if mine & theirs
    ]
    told = _told_alike(one.text, other.text, terms)
    return tuple(sorted([*found, *([told] if told else [])], key=lambda one: (-one.strength, one.kind)))


def _told_alike(one: str, other: str, terms: Terms) -> Reason | None:
    """The same letter with other names: counts from a likeness on, and not for a few words that anybody would use."""
    if min(len(one), len(other)) < terms.units:
        return None
    share = likeness.near(one, other)
    if share * 100 < terms.near:
        return None
    return Reason("text", round(terms.weights["text"] * share), tuple(likeness.reasons(one, other, 3)))


def strength(reasons: Iterable[Reason]) -> int:
    """How strong reasons are together, 0 to 100: as chances that do not hang together add up."""
    left = 1.0
    for one in reasons:
        left *= 1 - one.strength / 100
    return round((1 - left) * 100)


def is_linked(reasons: Sequence[Reason], terms: Terms) -> bool:
    """Are two cases linked by these reasons?"""
    return bool(reasons) and strength(reasons) >= terms.strength


def densest(moments: Iterable[datetime], days: int) -> int:
    """The most that fall into any stretch of so many days."""
    row = sorted(moments)
    span, most, start = timedelta(days=days), 0, 0
    for end, moment in enumerate(row):
        while moment - row[start] >= span:
            start += 1
        most = max(most, end - start + 1)
    return most


def chance(count: int, expected: float) -> float:
    """The chance of at least `count` arrivals where `expected` are usual (Poisson), 0 to 1. Raises ValueError for less
    than nothing."""
    if count < 0 or expected < 0:
        raise ValueError("counts and expectations are at least 0")
    if count == 0:
        return 1.0
    if expected == 0:
        return 0.0
    if count <= expected:  # what is usual: little is taken from one
        return max(0.0, 1 - math.fsum(_exactly(place, expected) for place in range(count)))
    total, place = 0.0, count  # what is rare: summed upwards, so that small chances keep their digits
    while (term := _exactly(place, expected)) > total * 1e-17:
        total += term
        place += 1
    return min(total, 1.0)


def _exactly(count: int, expected: float) -> float:
    return math.exp(count * math.log(expected) - expected - math.lgamma(count + 1))


def is_burst(count: int, expected: float, terms: Terms) -> bool:
    """Is it unusual that so many came in the days that are looked at?"""
    return count > 1 and chance(count, expected) * terms.burst_one_in < 1


def in_force(on: date) -> Terms:
    """The edition of a day."""
    return bound_by(editions(), on)


@cache
def editions() -> tuple[Terms, ...]:
    """All shipped editions, oldest first. Raises PackError for a wrong file or overlapping dates."""
    return shipped(FOLDER, PREFIX, read)


def read(tree: object, file: str) -> Terms:
    """Check a parsed edition and make it typed. Raises PackError naming the file and the place of the first fault."""
    node = Node(tree, file)
    node.keys(
        ("pack", "title", "effective_from", "window_days", "customers", "strength", "weights", "text", "burst"),
        ("effective_to",),
    )
    first = head(node, "radar-2026")
    weights, text, burst = node.at("weights"), node.at("text"), node.at("burst")
    weights.keys(KINDS)
    text.keys(("near", "units"))
    burst.keys(("days", "one_in"))
    if node.at("customers").number() < 3:
        raise node.at("customers").wrong("expected at least 3: two may be a couple")
    return Terms(
        version=first.version(tree), effective_from=first.effective_from, effective_to=first.effective_to,
        window=timedelta(days=node.at("window_days").number()), customers=node.at("customers").number(),
        strength=_percent(node.at("strength")), weights={kind: _percent(weights.at(kind)) for kind in KINDS},
        near=_percent(text.at("near")), units=text.at("units").number(), burst_days=burst.at("days").number(),
        burst_one_in=burst.at("one_in").number(),
    )  # fmt: skip


def _percent(node: Node) -> int:
    value = node.number()
    if value > 100:
        raise node.wrong(f"expected at most 100, found {value}")
    return value
