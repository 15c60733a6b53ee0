"""Marks, months, differences and lights. Pure.

A mark is one 31-bit number: the series (18 bits), the month since January 2000 (11 bits), the verdict (2 bits).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from huiyin.core.metrics import VERDICTS, Kind, Level, Verdict
from huiyin.core.time import local_date

_FIRST_YEAR = 2000
_MONTH_BITS, _VERDICT_BITS = 11, 2
MOST_SERIES = 1 << (31 - _MONTH_BITS - _VERDICT_BITS)

Light = Literal["kept", "broken", "open", "watch"]
Place = tuple[int, date, UUID]


def month_of(at: datetime) -> date:
    """The first day of the month in which an instant lies in Shanghai."""
    return local_date(at).replace(day=1)


def months_back(month: date, count: int) -> date:
    """The first day of the month `count` months before `month` (after it, when negative)."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def months(first: date, last: date) -> list[date]:
    """The first days of all months from `first` to `last`, both included."""
    found = [first]
    while found[-1] < last:
        found.append(months_back(found[-1], -1))
    return found if first <= last else []


def mark(series: int, month: date, verdict: Verdict) -> int:
    """The mark of one judgement. Raises ValueError for a series or year that has no place in it."""
    number = (month.year - _FIRST_YEAR) * 12 + month.month - 1
    if not 0 < series < MOST_SERIES or not 0 <= number < 1 << _MONTH_BITS:
        raise ValueError(f"series {series} in {month} cannot be marked")
    return (series << _MONTH_BITS | number) << _VERDICT_BITS | VERDICTS.index(verdict)


def unmark(value: int) -> tuple[int, date, Verdict]:
    """(series, month, verdict) of a mark."""
    verdict = VERDICTS[value & (1 << _VERDICT_BITS) - 1]
    rest = value >> _VERDICT_BITS
    number = rest & (1 << _MONTH_BITS) - 1
    return rest >> _MONTH_BITS, date(_FIRST_YEAR + number // 12, number % 12 + 1, 1), verdict


@dataclass(frozen=True)
class Sums:
    """How often: kept, broken, not yet judged; `total` adds up the values of what was kept."""

    kept: int = 0
    broken: int = 0
    open: int = 0
    total: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.kept + other.kept, self.broken + other.broken, self.open + other.open, self.total + other.total
        )

    def __neg__(self) -> "Sums":
        return Sums(-self.kept, -self.broken, -self.open, -self.total)

    def __bool__(self) -> bool:
        return bool(self.kept or self.broken or self.open or self.total)

    @property
    def judged(self) -> int:
        """The denominator: what has an outcome."""
        return self.kept + self.broken


@dataclass(frozen=True)
class Count:
    """What one case adds: its unit, its marks in order (one may stand several times), the value of each."""

    unit_id: UUID
    marks: tuple[int, ...]
    amounts: tuple[int, ...]


def places(count: Count) -> dict[Place, Sums]:
    """The figures that a case adds to, and what it adds."""
    found: dict[Place, Sums] = {}
    for value, amount in zip(count.marks, count.amounts, strict=True):
        series, month, verdict = unmark(value)
        one = Sums(
            kept=verdict == "kept", broken=verdict == "broken", open=verdict == "open",
            total=amount if verdict == "kept" else 0,
        )  # fmt: skip
        place = (series, month, count.unit_id)
        found[place] = found.get(place, Sums()) + one
    return found


def differences(pairs: Iterable[tuple[Count | None, Count | None]]) -> dict[Place, Sums]:
    """What the figures have to change by when cases went from the first count of a pair to the second."""
    found: dict[Place, Sums] = {}
    for before, after in pairs:
        if before == after:
            continue
        for place, sums in (places(after) if after else {}).items():
            found[place] = found.get(place, Sums()) + sums
        for place, sums in (places(before) if before else {}).items():
            found[place] = found.get(place, Sums()) + -sums
    return {place: sums for place, sums in found.items() if sums}


def light(kind: Kind, level: Level, sums: Sums, target: int) -> Light:
    """What a metric shows: `watch` where nothing is kept or broken, `open` while nothing was judged.

    Of a duty of law, one breach is a breach; of a rule of the house, fewer than `target` percent kept.
    """
    if kind != "share":
        return "watch"
    if not sums.judged:
        return "open"
    if level == "law":
        return "broken" if sums.broken else "kept"
    return "kept" if sums.kept * 100 >= target * sums.judged else "broken"


def worst(lights: Iterable[Light]) -> Light:
    """The light of several together: broken before kept before not yet judged before watched."""
    found = set(lights)
    order: tuple[Light, ...] = ("broken", "kept", "open", "watch")
    return next((one for one in order if one in found), "open")


def marks_of(series: Sequence[int], months: Sequence[date], verdicts: Sequence[Verdict]) -> list[int]:
    """Every mark of these series, months and verdicts."""
    return [mark(one, month, verdict) for one in series for month in months for verdict in verdicts]


def total(sums: Mapping[date, Sums]) -> Sums:
    """All months together."""
    return sum(sums.values(), Sums())
