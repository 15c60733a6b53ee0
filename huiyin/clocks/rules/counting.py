"""Counting days: where a limit ends and which stretches were counted or left out on the way there.

The day of the start event is never counted (Civil Code art 201). A pause leaves out the days from the day it began up
to, not including, the day it ended; a pause on the start day itself leaves out as many days after it.
"""

import calendar as months_of_year
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from huiyin.core.calendars import Calendar

ONE_DAY = timedelta(days=1)
Span = tuple[date, date]
Stretch = dict[str, Any]


def add_months(start: date, months: int) -> date:
    """The corresponding day some months later, the month's last day where there is none (Civil Code art 202)."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    last = months_of_year.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def days_between(first: date, end: date) -> Iterator[date]:
    """Every date from `first` up to, not including, `end`."""
    while first < end:
        yield first
        first += ONE_DAY


def working_days(spans: Sequence[Span], calendar: Calendar) -> int:
    """How many working days lie in the paused spans."""
    return sum(calendar.working_between(*span) for span in spans)


def nth_working_day(start: date, number: int, calendar: Calendar) -> date:
    """The number-th working day after `start`."""
    return calendar.working_day_after(start, number)


def next_working_day(day: date, calendar: Calendar) -> date:
    """The day itself when it is a working day, else the first one after it (Civil Code art 203)."""
    while not calendar.is_working(day):
        day += ONE_DAY
    return day


def natural_stretches(start: date, number: int, spans: Sequence[Span], pause_open: date | None) -> list[Stretch]:
    """The counted and left-out stretches of a natural-day limit; with an open pause only those before it."""
    found: list[Stretch] = []
    day, used = start + ONE_DAY, 0
    for begin, end in spans:
        if begin == end:
            continue
        first = max(begin, day)
        used += _count(found, day, first, used)
        day = first + (end - begin)
        found.append(_left_out(first, day - ONE_DAY, (end - begin).days, "pause"))
    if pause_open is None:
        _count(found, day, day + (number - used) * ONE_DAY, used)
        return found
    first = max(pause_open, day)
    _count(found, day, first, used)
    return [*found, _left_out(first, None, None, "pause")]


def stretches_to(start: date, last: date, reason: str, pause_open: date | None) -> list[Stretch]:
    """The days up to a date that was set (agreed, or by a regulator) and not counted out; pauses do not move it."""
    first = start + ONE_DAY
    end = last + ONE_DAY if pause_open is None else max(first, pause_open)
    days = (end - first).days
    found = [_counted(first, end - ONE_DAY, days, days, reason)] if days > 0 else []
    return found if pause_open is None else [*found, _left_out(end, None, None, "pause")]


def _count(found: list[Stretch], first: date, end: date, used: int) -> int:
    number = (end - first).days
    if number > 0:
        found.append(_counted(first, end - ONE_DAY, number, used + number, "natural_day"))
    return max(number, 0)


class WorkingWalk:
    """Walks a working-day limit day by day, collecting stretches of equal days."""

    def __init__(self, start: date, calendar: Calendar) -> None:
        self.day = start + ONE_DAY
        self.calendar = calendar
        self.used = 0
        self.found: list[Stretch] = []

    def count(self, number: int, end: date | None = None) -> None:
        """Count up to `number` days in total, or up to (not including) `end`."""
        while self.used < number and (end is None or self.day < end):
            seen = self.calendar.day(self.day)
            self.used += seen.working
            self._grow("counted" if seen.working else "left_out", seen.reason, seen.name)
            self.day += ONE_DAY

    def pause(self, begin: date, end: date) -> None:
        """Leave out as many working days as lie in the span, from the span's place on."""
        number = working_days([(begin, end)], self.calendar)
        first, left = self.day, number
        while left > 0 or self.day < end:
            left -= self.calendar.is_working(self.day)
            self.day += ONE_DAY
        if self.day > first:
            self.found.append(_left_out(first, self.day - ONE_DAY, number, "pause"))

    def _grow(self, kind: str, reason: str, name: str) -> None:
        last = self.found[-1] if self.found else None
        if last is not None and (last["kind"], last["reason"], last["name"]) == (kind, reason, name):
            last["to"], last["number"] = self.day, last["number"] + 1
            if kind == "counted":
                last["total"] = self.used
        elif kind == "counted":
            self.found.append(_counted(self.day, self.day, 1, self.used, reason, name))
        else:
            self.found.append(_left_out(self.day, self.day, 1, reason, name))


def working_stretches(
    start: date, number: int, spans: Sequence[Span], pause_open: date | None, calendar: Calendar
) -> list[Stretch]:
    """The counted and left-out stretches of a working-day limit; with an open pause only those before it."""
    walk = WorkingWalk(start, calendar)
    for begin, end in spans:
        if begin != end:
            walk.count(number, begin)
            walk.pause(begin, end)
    if pause_open is None:
        walk.count(number)
        return walk.found
    walk.count(number, pause_open)
    return [*walk.found, _left_out(max(pause_open, walk.day), None, None, "pause")]


def _counted(first: date, last: date, number: int, total: int, reason: str, name: str = "") -> Stretch:
    return {
        "kind": "counted",
        "from": first,
        "to": last,
        "number": number,
        "total": total,
        "reason": reason,
        "name": name,
    }


def _left_out(first: date, last: date | None, number: int | None, reason: str, name: str = "") -> Stretch:
    return {"kind": "left_out", "from": first, "to": last, "number": number, "reason": reason, "name": name}
