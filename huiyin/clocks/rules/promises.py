"""When somebody is reminded of a promise, and how it stands. Pure."""

from datetime import datetime, timedelta
from typing import Literal

# Reminded a day before; of promises made for sooner, when a quarter of the time is left.
_BEFORE = timedelta(days=1)
Standing = Literal["open", "near", "broken", "kept", "late", "released", "moved"]
SOURCES = ("message", "call", "plan", "letter", "other")


def remind_at(made_at: datetime, due_at: datetime) -> datetime:
    """The instant from which the promise is near: a day before, and never before a quarter of its time is left."""
    return due_at - min(_BEFORE, (due_at - made_at) / 4)


def standing(*, state: str, made_at: datetime, due_at: datetime, ended_at: datetime | None, at: datetime) -> Standing:
    """How a promise stands at an instant. One kept at the very instant it was due is kept.

    A release or another date agreed after the time had passed does not mend it: it was broken.
    """
    if state == "open":
        return "broken" if at > due_at else "near" if at >= remind_at(made_at, due_at) else "open"
    assert ended_at is not None
    if ended_at > due_at:
        return "late" if state == "kept" else "broken"
    return "kept" if state == "kept" else "released" if state == "released" else "moved"
