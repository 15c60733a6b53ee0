"""What happens to a running clock, and how times are read. A wrong event is an error with a sentence, never a guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

KINDS = ("extend", "pause", "resume", "restart", "agree")
_KEYS = frozenset({"kind", "at", "until", "ref", "reason"})
FIRST_YEAR, LAST_YEAR = 1900, 2199


class ClockError(ValueError):
    """What was asked cannot be computed. `code` is for machines; the message is a sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a clock.

    `ref` pairs a pause with its resume. For `agree`, `until` is the agreed date and `at` the moment of the agreement;
    without `until`, `at` itself is the agreed date.
    """

    kind: str
    at: datetime
    until: datetime | None = None
    ref: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ClockError("event_unknown", f"Unknown event {self.kind!r}; expected one of {', '.join(KINDS)}.")
        if self.until is not None and self.kind != "agree":
            raise ClockError("event_until", f"Only an agreed date has 'until', not {self.kind}.")
        for moment in (self.at, self.until):
            if moment is not None and moment.tzinfo is None:
                raise ClockError("time_naive", f"The time {moment.isoformat()} of {self.kind} has no offset.")


def read_time(value: object, zone: ZoneInfo) -> datetime:
    """An ISO 8601 time; without offset it is meant in `zone`, a bare date is its 00:00.

    Raises ClockError when it cannot be read or lies outside the years 1900 to 2199.
    """
    if isinstance(value, datetime):
        found = value
    elif isinstance(value, date):
        found = datetime.combine(value, time(), zone)
    elif not isinstance(value, str) or not value.strip():
        raise ClockError("time_unreadable", f"{value!r} is not a time; write it like 2026-11-01T10:00+08:00.")
    else:
        try:
            found = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ClockError(
                "time_unreadable", f"{value!r} is not a time; write it like 2026-11-01T10:00+08:00."
            ) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ClockError("time_range", f"{value!r} lies outside the years {FIRST_YEAR} to {LAST_YEAR}.")
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)


def read_event(value: object, zone: ZoneInfo) -> Event:
    """An event from a JSON object {"kind", "at", "until"?, "ref"?, "reason"?}. Raises ClockError."""
    if not isinstance(value, Mapping):
        raise ClockError("event_shape", f'{value!r} is not an event; write {{"kind": "pause", "at": "2026-11-01"}}.')
    for key in value:
        if key not in _KEYS:
            raise ClockError("event_shape", f"An event has no {key!r}; it has kind, at, until, ref, reason.")
    if "kind" not in value or "at" not in value:
        raise ClockError("event_shape", "An event needs a kind and a time 'at'.")
    kind, ref, reason = value["kind"], value.get("ref"), value.get("reason")
    for name, text in (("kind", kind), ("ref", ref or ""), ("reason", reason or "")):
        if not isinstance(text, str):
            raise ClockError("event_shape", f"The {name} of an event is a text, not {text!r}.")
    until = value.get("until")
    return Event(
        kind,
        read_time(value["at"], zone),
        read_time(until, zone) if until is not None else None,
        ref or "",
        reason or "",
    )


def in_order(events: Sequence[Event], start: datetime) -> list[Event]:
    """The events by time, in the given order where times are equal. Raises ClockError for one before the start."""
    for event in events:
        if event.at < start and not (event.kind == "agree" and event.until is None):
            raise ClockError(
                "event_before_start",
                f"The {event.kind} at {event.at.isoformat()} lies before the start at {start.isoformat()}.",
            )
    return sorted(events, key=lambda event: event.at)
