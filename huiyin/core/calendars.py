"""Working calendars as dated data: official days off, make-up working days (调休), and which years are announced.

A calendar is immutable and named by its version (years and a hash of its content), so that a time limit computed
with it can be computed again years later. Knows no insurance and no Django.
"""

import csv
import hashlib
import io
import os
import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path

DATA = Path(__file__).with_name("calendar_data")
ONE_DAY = timedelta(days=1)
SATURDAY = 5
_LAST_ORDINAL = date.max.toordinal()
_FILE_NAME = re.compile(r"(?P<code>[a-z]+)_holidays_(?P<first>\d{4})_(?P<last>\d{4})\.csv")


class CalendarError(ValueError):
    """A calendar file is damaged, or the calendar asked for does not exist."""


@dataclass(frozen=True, slots=True)
class Day:
    """What a calendar says of one date.

    `reason` is workday, weekend, holiday or makeup; `name` is the holiday's name, also for its make-up day;
    `announced` is False when no notice covers the date, so that Monday to Friday was assumed.
    """

    working: bool
    reason: str
    name: str
    announced: bool


Rows = Mapping[date, tuple[str, bool]]


@dataclass(frozen=True)
class Calendar:
    """One version of one calendar. `first` and `last` are the announced years, both included; `rows` are the days off
    (True) and make-up days (False) by date, each with the name of its holiday."""

    code: str
    version: str
    first: int
    last: int
    rows: Rows = field(repr=False)
    _days: dict[date, Day] = field(default_factory=dict, repr=False, compare=False)

    def day(self, on: date) -> Day:
        """What this calendar says of a date; the same answer every time."""
        known = self._days.get(on)
        if known is None:
            known = self._days[on] = self._look(on)
        return known

    def is_working(self, on: date) -> bool:
        """Whether the date is a working day, make-up days included."""
        return self.day(on).working

    def working_between(self, first: date, end: date) -> int:
        """How many working days lie from `first` up to, not including, `end`; none when `end` is not after it."""
        return max(self._before(end.toordinal()) - self._before(first.toordinal()), 0)

    def working_day_after(self, start: date, number: int) -> date:
        """The number-th working day after `start`; `start` itself for 0. Raises OverflowError beyond the year 9999."""
        if number < 1:
            return start
        first = start.toordinal() + 1
        wanted = self._before(first) + number
        end = first + number * 7 // 5 + 16
        while self._before(end) < wanted:
            if end > _LAST_ORDINAL:
                raise OverflowError("the working day lies outside the calendar")
            end += number + 16
        found = first + bisect_left(range(first, end), wanted, key=lambda day: self._before(day + 1))
        if found > _LAST_ORDINAL:
            raise OverflowError("the working day lies outside the calendar")
        return date.fromordinal(found)

    def is_announced(self, first: date, last: date) -> bool:
        """Whether a notice covers every day from `first` to `last`, both included."""
        if self.first <= first.year and last.year <= self.last:
            return True
        return all(self.day(date.fromordinal(day)).announced for day in range(first.toordinal(), last.toordinal() + 1))

    def _before(self, ordinal: int) -> int:
        """How many working days lie before a day, counted from the beginning of the calendar (a Monday)."""
        weeks, rest = divmod(ordinal - 1, 7)
        ordinals, moved = self._exceptions
        return weeks * 5 + (rest if rest < 5 else 5) + moved[bisect_left(ordinals, ordinal)]

    @cached_property
    def _exceptions(self) -> tuple[list[int], list[int]]:
        """The days that differ from Monday to Friday, in order, and how many working days more there are before each
        of them (and after the last)."""
        differing = sorted(on for on, (_name, off) in self.rows.items() if off is (on.weekday() < SATURDAY))
        steps = (-1 if self.rows[on][1] else 1 for on in differing)
        return [on.toordinal() for on in differing], list(accumulate(steps, initial=0))

    def may_still_move(self, on: date) -> bool:
        """Whether the notice for the year after the last announced one may still change this date.

        New Year's days off and their make-up days reach back into the last days of December.
        """
        return on.year == self.last and on.month == 12 and on.day >= 29

    def _look(self, on: date) -> Day:
        row = self.rows.get(on)
        if row is not None:
            name, off = row
            return Day(not off, "holiday" if off else "makeup", name, announced=True)
        announced = self.first <= on.year <= self.last
        if on.weekday() >= SATURDAY:
            return Day(False, "weekend", "", announced)
        return Day(True, "workday", "", announced)


def read(path: Path) -> Calendar:
    """Read one calendar file; raises CalendarError naming the file and line when something in it is wrong."""
    match = _FILE_NAME.fullmatch(path.name)
    if match is None:
        raise CalendarError(f"{path}: the name must look like cn_holidays_2012_2026.csv")
    code, first, last = match["code"], int(match["first"]), int(match["last"])
    if first > last:
        raise CalendarError(f"{path}: the first year is after the last")
    raw = path.read_bytes()
    rows: dict[date, tuple[str, bool]] = {}
    reader = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    for line, row in enumerate(reader, start=2):
        try:
            on, name, off = date.fromisoformat(row["date"]), row["name"], {"0": False, "1": True}[row["is_off_day"]]
        except (KeyError, ValueError, TypeError) as error:
            raise CalendarError(f"{path}, line {line}: expected date,name,is_off_day with 0 or 1") from error
        if on in rows:
            raise CalendarError(f"{path}, line {line}: {on} is listed twice")
        rows[on] = (name, off)
    bare = sorted(set(range(first, last + 1)) - {on.year for on in rows})
    if bare:
        raise CalendarError(f"{path}: no day is listed for {bare[0]}, although the name says it is announced")
    return of(code, first, last, rows)


def of(code: str, first: int, last: int, rows: Rows) -> Calendar:
    """The calendar of these rows, named by its years and a hash of its content: the same rows, the same version."""
    digest = hashlib.sha256("\n".join(f"{on},{name},{off:d}" for on, (name, off) in sorted(rows.items())).encode())
    return Calendar(code, f"{code}@{first}-{last}#{digest.hexdigest()[:12]}", first, last, rows)


def current(code: str) -> Calendar:
    """The newest version of a calendar, used for every limit that starts now. Raises CalendarError if there is none."""
    versions = [found for found in (*_versions(), *published()) if found.code == code]
    if not versions:
        raise CalendarError(f"there is no calendar {code!r}")
    newest = max(found.last for found in versions)
    return [found for found in versions if found.last == newest][-1]


def codes() -> tuple[str, ...]:
    """The names of all calendars, sorted."""
    return tuple(sorted({found.code for found in (*_versions(), *published())}))


def by_version(version: str) -> Calendar:
    """The very calendar a stored limit was computed with. Raises CalendarError when its file is gone."""
    for found in (*_versions(), *published()):
        if found.version == version:
            return found
    raise CalendarError(f"calendar version {version!r} is not among the files; put its file back to check old limits")


def published() -> tuple[Calendar, ...]:
    """The calendar versions that this house published itself, oldest first; none where no reader was set."""
    return _readers[-1]() if _readers else ()


def read_published_with(reader: Callable[[], tuple[Calendar, ...]]) -> None:
    """Set who reads the published versions (the handbook's app, once, when Django is set up): what lies in a database
    is not for this module to know, and the command line answers from the files alone."""
    _readers[:] = [reader]


_readers: list[Callable[[], tuple[Calendar, ...]]] = []


@cache
def _versions() -> tuple[Calendar, ...]:
    """All calendars, oldest first; a file in HUIYIN_CALENDAR_DIR goes before a shipped one of the same years."""
    extra = os.environ.get("HUIYIN_CALENDAR_DIR")
    folders = [DATA, Path(extra)] if extra else [DATA]
    found = [read(path) for folder in folders for path in sorted(folder.glob("*_holidays_*.csv"))]
    return tuple(sorted(found, key=lambda calendar: calendar.last))
