"""The derivation as a strip of calendar days, one entry per date, for the page "why this time?"."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

ONE_DAY = timedelta(days=1)
_STATES = {"workday": "counted", "natural_day": "counted", "agreed": "counted", "fixed": "counted", "hours": "counted"}


def day_strip(derivation: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry per date from the start to the end (to the pause while one is open), in order, each with

    `date`; `state`: start, counted, makeup, weekend, holiday, paused or rolled; `number`: the how-manieth counted day,
    None when not counted (hour clocks: hours counted on that date); `name`: of the holiday or make-up day;
    `last`: whether the limit ends on this date.
    """
    start = next(step for step in derivation if step["kind"] == "start")
    end = derivation[-1]
    stretches = [step for step in derivation if step["kind"] in ("counted", "left_out", "rolled")]
    if end["met"] == "at_or_before":
        found = _hour_days(stretches)
        last = end["due_at"][:10] if end["due_at"] else None
    else:
        found = [_entry(start["day"], "start")]
        for step in stretches:
            found += _days(step)
        last = end["last_day"]
    for entry in found:
        entry["last"] = entry["date"] == last
    return found


def _entry(day: str, state: str, number: int | float | None = None, name: str = "") -> dict[str, Any]:
    return {"date": day, "state": state, "number": number, "name": name, "last": False}


def _days(step: dict[str, Any]) -> list[dict[str, Any]]:
    first = date.fromisoformat(step["from"])
    if step["kind"] == "rolled":
        return [_entry((first + n * ONE_DAY).isoformat(), "rolled") for n in range(1, step["number"] + 1)]
    if step["to"] is None:
        return [_entry(step["from"], "paused")]
    length = (date.fromisoformat(step["to"]) - first).days + 1
    days = [(first + n * ONE_DAY).isoformat() for n in range(length)]
    if step["kind"] == "counted":
        state, before = _STATES.get(step["reason"], step["reason"]), step["total"] - step["number"]
        return [_entry(day, state, before + n, step["name"]) for n, day in enumerate(days, start=1)]
    state = "paused" if step["reason"] == "pause" else step["reason"]
    return [_entry(day, state, None, step["name"]) for day in days]


def _hour_days(stretches: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Hours counted on each date the clock touched; a date without any was paused throughout."""
    hours: dict[str, timedelta] = {}
    for step in stretches:
        begin = datetime.fromisoformat(step["from"])
        end = datetime.fromisoformat(step["to"]) if step["to"] else begin
        while True:
            midnight = datetime.combine(begin.date() + ONE_DAY, time(), begin.tzinfo)
            until = min(midnight, end)
            spent = until - begin if step["kind"] == "counted" else timedelta()
            key = begin.date().isoformat()
            hours[key] = hours.get(key, timedelta()) + spent
            if end <= midnight:
                break
            begin = midnight
    return [
        _entry(day, "counted" if spent else "paused", round(spent / timedelta(hours=1), 2) if spent else None)
        for day, spent in sorted(hours.items())
    ]
