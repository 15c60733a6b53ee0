"""Like complaints: how like, for which reasons, how widely their outcomes are spread, and which sum lies outside. Pure.

The house terms (`packs/likeness-*.yaml`) are dated; a case is bound by those of its `rules_on` date.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal

from huiyin.complaints.rules.editions import bound_by, head, shipped
from huiyin.complaints.rules.terms import FOLDER
from huiyin.handbook.rules.node import Node

PREFIX = "likeness-"
_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
# What makes two complaints alike, in parts of a hundred.
WEIGHTS = {"words": 50, "class": 20, "product": 10, "line": 5, "clause": 10, "amount": 5}
Basis = Literal["yuan", "share"]
Side = Literal["", "below", "above"]


@dataclass(frozen=True)
class LikeTerms:
    """One edition. Percentages are whole numbers; sums in yuan."""

    version: str
    effective_from: date
    effective_to: date | None
    shown: int
    least_percent: int
    most: int
    least_cases: int
    fence_percent: int
    narrowest_percent: int
    narrowest_yuan: int
    narrowest_points: int
    least_group: int
    ages: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What two complaints are compared by, beside their words. Empty: not known, which is never alike."""

    code: str = ""
    line: str = ""
    product: str = ""
    clauses: frozenset[str] = frozenset()
    claimed: Decimal | None = None


@dataclass(frozen=True)
class Outcome:
    """How a complaint ended: verdict, compensation in yuan, the sum claimed, natural days from receipt to telling."""

    verdict: str
    compensation: Decimal
    claimed: Decimal | None = None
    days: int | None = None


@dataclass(frozen=True)
class Spread:
    """The outcomes of like complaints: in yuan, or in percent of the sum claimed (`share`), with the fences outside
    which a sum is an outlier."""

    basis: Basis
    cases: int
    low: Decimal
    first: Decimal
    median: Decimal
    third: Decimal
    high: Decimal


def likeness(one: Matter, other: Matter, words: float) -> tuple[int, tuple[str, ...]]:
    """How like two complaints are, 0 to 100, and the reasons beside their words. `words`: likeness of the texts, 0 to
    1; a half is as like as two different texts get, and counts fully."""
    amount = _nearness(one.claimed, other.claimed)
    held = {
        "words": min(words * 2, 1.0),
        "class": float(bool(one.code) and one.code == other.code),
        "product": float(bool(one.product) and one.product == other.product),
        "line": float(bool(one.line) and one.line == other.line),
        "clause": float(bool(one.clauses & other.clauses)),
        "amount": amount,
    }
    score = round(sum(WEIGHTS[name] * share for name, share in held.items()))
    reasons = [name for name in ("class", "product", "line", "clause") if held[name]]
    if amount >= 0.8:
        reasons.append("amount")
    return score, tuple(reasons)


def spread(outcomes: Iterable[Outcome], verdict: str, claimed: Decimal | None, terms: LikeTerms) -> Spread | None:
    """The spread of the compensation of those with the same verdict; None when they are too few to tell. Measured
    against the sum claimed where this complaint and enough others name one, so that a large claim is no outlier for its
    size."""
    same = [one for one in outcomes if one.verdict == verdict]
    named = [share for one in same if (share := measure(one.compensation, one.claimed, "share")) is not None]
    if claimed and len(named) >= terms.least_cases:
        return _fenced("share", named, terms, Decimal(terms.narrowest_points))
    sums = [one.compensation for one in same]
    return _fenced("yuan", sums, terms, Decimal(terms.narrowest_yuan)) if len(sums) >= terms.least_cases else None


def measure(compensation: Decimal, claimed: Decimal | None, basis: Basis) -> Decimal | None:
    """The compensation in the unit of a spread; None when it cannot be measured so."""
    if basis == "yuan":
        return compensation
    return compensation * _HUNDRED / claimed if claimed else None


def side(found: Spread | None, compensation: Decimal, claimed: Decimal | None) -> Side:
    """Whether a compensation lies below or above the fences; the fences themselves lie inside."""
    value = measure(compensation, claimed, found.basis) if found else None
    if found is None or value is None:
        return ""
    return "below" if value < found.low else "above" if value > found.high else ""


def quantile(values: Sequence[Decimal], part: Decimal) -> Decimal:
    """The value below which `part` (0 to 1) of the values lie, with straight lines between them. At least one value."""
    row = sorted(values)
    place = part * (len(row) - 1)
    lower = int(place)
    upper = min(lower + 1, len(row) - 1)
    return row[lower] + (row[upper] - row[lower]) * (place - lower)


def _fenced(basis: Basis, values: Sequence[Decimal], terms: LikeTerms, narrowest: Decimal) -> Spread:
    first, median, third = (quantile(values, Decimal(part)) for part in ("0.25", "0.5", "0.75"))
    width = max(third - first, median * terms.narrowest_percent / _HUNDRED, narrowest)
    reach = width * terms.fence_percent / _HUNDRED
    low = max(first - reach, Decimal(0))
    return Spread(basis, len(values), *(_cents(value) for value in (low, first, median, third, third + reach)))


def _nearness(one: Decimal | None, other: Decimal | None) -> float:
    return float(min(one, other) / max(one, other)) if one and other else 0.0


def _cents(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)


def in_force(on: date) -> LikeTerms:
    """The terms that bind what arrived on a day; what arrived before the first edition is bound by the first."""
    return bound_by(editions(), on)


@cache
def editions() -> tuple[LikeTerms, ...]:
    """All shipped editions, oldest first. Raises PackError for a wrong file or overlapping dates."""
    return shipped(FOLDER, PREFIX, read)


def read(tree: object, file: str) -> LikeTerms:
    """Check a parsed edition and make it typed. Raises PackError naming the file and the place of the first fault."""
    node = Node(tree, file)
    node.keys(("pack", "title", "effective_from", "like", "outlier", "fairness"), ("effective_to",))
    first = head(node, "likeness-2026")
    like, outlier, fairness = node.at("like"), node.at("outlier"), node.at("fairness")
    like.keys(("shown", "least_percent", "most"))
    outlier.keys(("least_cases", "fence_percent", "narrowest"))
    fairness.keys(("least_group", "ages"))
    narrowest = outlier.at("narrowest")
    narrowest.keys(("percent", "yuan", "points"))
    return LikeTerms(
        version=first.version(tree),
        effective_from=first.effective_from,
        effective_to=first.effective_to,
        shown=like.at("shown").number(),
        least_percent=like.at("least_percent").number(),
        most=like.at("most").number(),
        least_cases=outlier.at("least_cases").number(),
        fence_percent=outlier.at("fence_percent").number(),
        narrowest_percent=narrowest.at("percent").number(),
        narrowest_yuan=narrowest.at("yuan").number(),
        narrowest_points=narrowest.at("points").number(),
        least_group=fairness.at("least_group").number(),
        ages=tuple(place.number() for place in fairness.at("ages").items()),
    )
