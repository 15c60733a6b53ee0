"""Changing many complaints at once: how many, until when it can be undone, and when a row has moved on. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

# More than this many at once is a project, not a change.
MOST = 500
# Up to here the page waits for it; above, a job does it and the page shows how far it has come.
AT_ONCE = 50
UNDO_WITHIN = timedelta(hours=1)
# After this long nobody waits any more for what a page began.
LEFT_AFTER = timedelta(minutes=2)
# Kinds that are a step of the path, by the step's code.
STEPS: Mapping[str, str] = {"hand_over": "hand_over", "classify": "classify", "grade": "grade"}


def may_undo(state: str, started_at: datetime | None, at: datetime) -> bool:
    """Can a change that began at `started_at` still be undone at `at`?"""
    return state == "done" and started_at is not None and at <= started_at + UNDO_WITHIN


def runs_as_job(count: int) -> bool:
    """Is it too much to wait for?"""
    return count > AT_ONCE
