"""Complaints by clause and version of the terms: how many to ten thousand policies, how sure that is, and the words
customers use. Pure.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from huiyin.text.likeness import Unit, units

PER = 10_000
# Both ends of an interval that holds the true rate nineteen times of twenty.
Z = 1.959964
# A phrase is shown when so many customers used it, so that it tells of none of them.
LEAST_CUSTOMERS, MOST_PHRASES = 3, 12
SHORTEST, LONGEST = 2, 6
# How much more often than elsewhere a phrase is said to be telling.
TELLING = 2.0


@dataclass(frozen=True, slots=True)
class Heat:
    """Complaints about a clause of a version in a year. `rate`, `low` and `high` are to ten thousand policies; None
    where no policy is known under the version."""

    complaints: int
    upheld: int
    policies: int
    rate: float | None
    low: float | None
    high: float | None


def heat(complaints: int, upheld: int, policies: int) -> Heat:
    """The rate with its interval (Byar's approximation of the exact limits of a Poisson count). A policy can be
    complained of more than once, so a rate may exceed the whole."""
    if policies <= 0:
        return Heat(complaints, upheld, 0, None, None, None)
    low = complaints * (1 - 1 / (9 * complaints) - Z / (3 * math.sqrt(complaints))) ** 3 if complaints else 0.0
    more = complaints + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3
    each = PER / policies
    return Heat(complaints, upheld, policies, complaints * each, max(low, 0.0) * each, high * each)


def against(one: Heat, before: Heat | None) -> Literal["", "more", "fewer"]:
    """Does a version draw more or fewer complaints than the one before: do their intervals lie apart?"""
    if before is None or one.low is None or one.high is None or before.low is None or before.high is None:
        return ""
    return "more" if one.low > before.high else "fewer" if one.high < before.low else ""


def order(one: Heat) -> tuple[float, int]:
    """What to rewrite first: the rate that is sure at least, then the number; to be sorted from the highest down."""
    return (one.low if one.low is not None else -1.0, one.complaints)


def tone(one: Heat, most: float) -> int:
    """From 0 (none) to 4 (near the highest rate of the table, `most`), in equal steps of the rate."""
    if not one.complaints or one.rate is None or most <= 0:
        return 0
    return min(4, 1 + int(4 * one.rate / most * 0.999))


def phrases(texts: Sequence[str], elsewhere: Sequence[str]) -> list[tuple[str, int]]:
    """What customers say in these complaints far more often than in others: phrases of two to six characters or
    words, with the number of texts that have them, the most telling first; at most twelve. Each was used by three
    customers at least."""
    here, there = _held(texts), _held(elsewhere)
    scored = []
    for phrase, times in here.items():
        if times < LEAST_CUSTOMERS:
            continue
        often, other = times / len(texts), (there.get(phrase, 0) + 0.5) / (len(elsewhere) + 1)
        if often / other >= TELLING:
            scored.append((times * math.log(often / other), times, phrase))
    chosen: list[tuple[str, int]] = []
    for _score, times, phrase in sorted(scored, key=lambda one: (-one[0], -len(one[2]), one[2])):
        # What overlaps with a phrase that is there already says nothing new.
        if not any(_overlap(phrase, known) for known, _times in chosen):
            chosen.append((_whole(phrase, times, here), times))
        if len(chosen) == MOST_PHRASES:
            break
    return chosen


def _held(texts: Sequence[str]) -> Mapping[str, int]:
    """In how many texts each phrase stands."""
    found: Counter[str] = Counter()
    for text in texts:
        row = units(text)
        parts = [(row[at : at + size]) for size in range(SHORTEST, LONGEST + 1) for at in range(len(row) - size + 1)]
        found.update({_joined(part) for part in parts if _together(part)})
    return found


def _together(part: Sequence[Unit]) -> bool:
    """Only what stands side by side is a phrase: a mark or a number in between ends it."""
    return all(right.start - left.end <= (not _is_han(left)) for left, right in pairwise(part))


def _joined(part: Sequence[Unit]) -> str:
    return "".join(one.text if place == 0 or _is_han(one) else f" {one.text}" for place, one in enumerate(part))


def _is_han(one: Unit) -> bool:
    return "\u3400" <= one.text[0] <= "\u9fff"


def _overlap(one: str, other: str) -> bool:
    """Do two phrases have two neighbours in common?"""
    return any(one[at : at + 2] in other for at in range(len(one) - 1))


def _whole(phrase: str, times: int, here: Mapping[str, int]) -> str:
    """The longest phrase around it that as many texts have."""
    longer = [one for one, count in here.items() if count == times and phrase in one]
    return max(longer, key=lambda one: (len(one), one), default=phrase)
