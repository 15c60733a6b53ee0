"""Are groups of complainants treated alike? Shares, medians and how sure they are. Pure.

An interval is one in which the true value lies in 95 of 100 such samples: Wilson's for a share, that of the order
statistics for a median. Neither needs the values to follow a bell.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

Z = 1.959963984540054  # of the normal distribution: 95 of 100 lie within
CONFIDENCE = 0.95
EXACT_UP_TO = 1_000  # above, the ranks come from the normal distribution: they differ by less than one


class Measured(NamedTuple):
    """A value with its interval."""

    value: float
    low: float
    high: float


class Told(NamedTuple):
    """Some complaints that ended alike: of a group, upheld (in whole or part) or not, compensation in whole percent of
    the sum claimed (None: none claimed), natural days to the decision; and how many they are."""

    group: str
    upheld: bool
    share: int | None
    days: int
    times: int


@dataclass(frozen=True)
class Line:
    """One group. `share` is None when fewer than the least named a sum."""

    group: str
    cases: int
    upheld: Measured
    share: Measured | None
    days: Measured


@dataclass(frozen=True)
class Compared:
    """The groups that are large enough, largest first; the whole of them; and how many groups were too small to be
    shown. What is hidden is not in the whole either, so that it cannot be counted back."""

    lines: tuple[Line, ...]
    whole: Line | None
    hidden: int


def compared(rows: Iterable[Told], least: int) -> Compared:
    """The groups side by side; those with fewer than `least` complaints are hidden."""
    groups: dict[str, list[Told]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    kept = {name: some for name, some in groups.items() if sum(row.times for row in some) >= least}
    lines = [_line(name, some, least) for name, some in kept.items()]
    lines.sort(key=lambda line: (-line.cases, line.group))
    whole = _line("", [row for some in kept.values() for row in some], least) if kept else None
    return Compared(tuple(lines), whole, len(groups) - len(kept))


def differs(one: Measured | None, whole: Measured | None) -> bool:
    """Does the interval of a group leave out the value of the whole? Among twenty groups that are treated alike one
    does by chance."""
    return one is not None and whole is not None and not one.low <= whole.value <= one.high


def wilson(hits: int, total: int) -> Measured:
    """A share with its interval (0 to 1). At least one of `total`."""
    share = hits / total
    square = Z * Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = Z * math.sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return Measured(share, max(middle - half, 0.0) if hits else 0.0, min(middle + half, 1.0) if hits < total else 1.0)


def median(times: Mapping[int, int]) -> Measured:
    """The median of values, each so many times, with its interval. At least one value."""
    values = sorted(times)
    total = sum(times.values())
    middle = (_at(values, times, (total + 1) // 2) + _at(values, times, total // 2 + 1)) / 2
    rank = lower_rank(total)
    if rank < 1:
        return Measured(middle, float(values[0]), float(values[-1]))
    return Measured(middle, _at(values, times, rank), _at(values, times, total + 1 - rank))


@cache
def lower_rank(total: int) -> int:
    """The rank (from 1) of the value at which the interval of a median begins; it ends at the same rank from above. 0
    when the sample is too small for one."""
    if total > EXACT_UP_TO:
        return math.floor((total + 1) / 2 - Z * math.sqrt(total) / 2)
    # The largest rank with P(fewer than rank of the values lie below the median) <= 2.5 %.
    allowed, below, rank = (1 - CONFIDENCE) / 2 * 2**total, 0, 0
    while (below := below + math.comb(total, rank)) <= allowed:
        rank += 1
    return rank


def age_group(age: int | None, bounds: Sequence[int]) -> str:
    """0-29, 30-44 …, 60+ for the bounds 30, 45, 60; empty when the age is not known."""
    if age is None or age < 0:
        return ""
    lower = 0
    for bound in bounds:
        if age < bound:
            return f"{lower}-{bound - 1}"
        lower = bound
    return f"{lower}+"


def _line(name: str, rows: Sequence[Told], least: int) -> Line:
    total = sum(row.times for row in rows)
    days, shares = Counter[int](), Counter[int]()
    for row in rows:
        days[row.days] += row.times
        if row.share is not None:
            shares[row.share] += row.times
    upheld = wilson(sum(row.times for row in rows if row.upheld), total)
    return Line(name, total, upheld, median(shares) if shares.total() >= least else None, median(days))


def _at(values: Sequence[int], times: Mapping[int, int], rank: int) -> float:
    """The value with this rank, from 1."""
    passed = 0
    for value in values:
        passed += times[value]
        if passed >= rank:
            return float(value)
    raise ValueError(f"there is no value {rank} of {passed}")
