"""A year's official notice of days off: its rows checked, and the calendar that comes of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from huiyin.core.calendars import Calendar, of

MOST_DAYS = 150
_LINE = re.compile(
    r"(?P<first>\d{4}-\d{1,2}-\d{1,2})\s*(?:(?:~|–|—|-|至|to|\.\.)\s*(?P<last>\d{4}-\d{1,2}-\d{1,2}))?"
    r"[\s,，;；\t]+(?P<name>[^\s,，;；\t]+(?: [^\s,，;；\t]+)*?)[\s,，;；\t]+(?P<kind>\S+)",
)
OFF = frozenset({"off", "休", "放假", "1"})
WORK = frozenset({"work", "班", "上班", "调休", "补班", "0"})
ONE_DAY = timedelta(days=1)


class NoticeError(ValueError):
    """The notice cannot be used. `code` is for machines, `place` says where (a line or a date)."""

    def __init__(self, code: str, place: str = "") -> None:
        super().__init__(f"{code} {place}".strip())
        self.code, self.place = code, place


@dataclass(frozen=True, slots=True, order=True)
class NoticeDay:
    """One date of a notice: off, or a make-up working day."""

    on: date
    name: str
    off: bool


def read_lines(text: str) -> list[NoticeDay]:
    """The rows of a pasted list, one a line: `2027-02-05 ~ 2027-02-11 春节 off` or `2027-02-14 春节 work`.

    Raises NoticeError(line) for a line that says something else.
    """
    found: list[NoticeDay] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        kind = match["kind"].lower() if match else ""
        if match is None or kind not in OFF | WORK:
            raise NoticeError("line", str(number))
        first, last = _day(match["first"], number), _day(match["last"] or match["first"], number)
        if not first <= last <= first + 31 * ONE_DAY:
            raise NoticeError("span", str(number))
        days = ((last - first).days + 1) if last >= first else 0
        found += [NoticeDay(first + n * ONE_DAY, match["name"], kind in OFF) for n in range(days)]
    return found


def _day(text: str, line: int) -> date:
    try:
        year, month, day = map(int, text.split("-"))
        return date(year, month, day)
    except ValueError:
        raise NoticeError("date", str(line)) from None


def check(days: Sequence[NoticeDay], year: int, base: Calendar) -> None:
    """Refuse what no notice says. Raises NoticeError: year (neither announced nor the next), empty, many, outside,
    twice, weekday_work (a make-up day on a day that is a working day anyhow), name."""
    if not base.first <= year <= base.last + 1:
        raise NoticeError("year", str(year))
    if not any(day.off for day in days):
        raise NoticeError("empty")
    if len(days) > MOST_DAYS:
        raise NoticeError("many", str(MOST_DAYS))
    seen: set[date] = set()
    for day in days:
        if not date(year - 1, 12, 25) <= day.on <= date(year, 12, 31):
            raise NoticeError("outside", day.on.isoformat())
        if day.on in seen:
            raise NoticeError("twice", day.on.isoformat())
        if not day.name.strip() or len(day.name) > 40:
            raise NoticeError("name", day.on.isoformat())
        if not day.off and day.on.weekday() < 5:
            raise NoticeError("weekday_work", day.on.isoformat())
        seen.add(day.on)


def merged(days: Iterable[NoticeDay], year: int, base: Calendar) -> Calendar:
    """The calendar with this year's rows in place of what it knew of the year; other years stay."""
    rows = {on: row for on, row in base.rows.items() if on.year != year}
    rows |= {day.on: (day.name, day.off) for day in days}
    return of(base.code, base.first, max(base.last, year), rows)


def as_json(days: Iterable[NoticeDay]) -> list[dict[str, Any]]:
    """Rows as they are kept."""
    return [{"date": day.on.isoformat(), "name": day.name, "off": day.off} for day in sorted(days)]


def from_json(rows: Iterable[Mapping[str, Any]]) -> list[NoticeDay]:
    """Rows as they were kept."""
    return [NoticeDay(date.fromisoformat(row["date"]), row["name"], bool(row["off"])) for row in rows]
