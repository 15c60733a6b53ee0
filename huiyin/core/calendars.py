"""Working calendars as dated data: official days off, make-up working days (调休), and which years are announced.

A calendar is immutable and named by its version (years and a hash of its content), so that a time limit computed
with it can be computed again years later. Knows no insurance and no Django.
"""

import csv
import hashlib
import io
import os
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("calendar_data")
ONE_DAY = timedelta(days=1)
SATURDAY = 5
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


@dataclass(frozen=True)
class Calendar:
    """One version of one calendar. `first` and `last` are the announced years, both included."""

    code: str
    version: str
    first: int
    last: int
    rows: dict[date, tuple[str, bool]] = field(repr=False)
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
    digest = hashlib.sha256("\n".join(f"{on},{name},{off:d}" for on, (name, off) in sorted(rows.items())).encode())
    return Calendar(code, f"{code}@{first}-{last}#{digest.hexdigest()[:12]}", first, last, rows)


def current(code: str) -> Calendar:
    """The newest version of a calendar, used for every limit that starts now. Raises CalendarError if there is none."""
    versions = [found for found in _versions() if found.code == code]
    if not versions:
        raise CalendarError(f"there is no calendar {code!r}")
    return versions[-1]


def by_version(version: str) -> Calendar:
    """The very calendar a stored limit was computed with. Raises CalendarError when its file is gone."""
    for found in _versions():
        if found.version == version:
            return found
    raise CalendarError(f"calendar version {version!r} is not among the files; put its file back to check old limits")


@cache
def _versions() -> tuple[Calendar, ...]:
    """All calendars, oldest first; a file in HUIYIN_CALENDAR_DIR goes before a shipped one of the same years."""
    extra = os.environ.get("HUIYIN_CALENDAR_DIR")
    folders = [DATA, Path(extra)] if extra else [DATA]
    found = [read(path) for folder in folders for path in sorted(folder.glob("*_holidays_*.csv"))]
    return tuple(sorted(found, key=lambda calendar: calendar.last))
