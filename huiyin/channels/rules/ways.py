"""Whether a channel of the house works, judged by what waits in it. Pure (2.2: a channel that is down says so)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Standing = Literal["off", "ok", "some", "late", "down"]
# So long something may wait in a channel before it counts as late, or as down when it was tried in vain.
LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Way:
    """One channel in one direction: `code` (such as `email_out`), and `name` where there are several of its kind.

    `waiting_since`: since when the oldest message lies there. `failing_since`: since when the oldest of those that were
    tried in vain does, or since when the other side has not answered; `taken_since`: something queued later was taken.
    `answer`: what the other side said last.
    """

    code: str
    name: str = ""
    is_set_up: bool = True
    waiting_since: datetime | None = None
    failing_since: datetime | None = None
    taken_since: bool = False
    answer: str = ""


def standing(way: Way, at: datetime) -> Standing:
    """`off`: not set up, and nothing waits for it; `down`: what was tried is not taken for longer than LATE, and
    nothing else either; `late`: something waits for longer than LATE; `some`: a few are tried again while others are
    taken."""
    waiting = min((one for one in (way.waiting_since, way.failing_since) if one is not None), default=None)
    if not way.is_set_up:
        return "off" if waiting is None else "down"
    if way.failing_since is not None:
        if way.taken_since:
            return "some"
        if at - way.failing_since > LATE:
            return "down"
    if way.waiting_since is not None and at - way.waiting_since > LATE:
        return "late"
    return "ok"


def since(way: Way) -> datetime | None:
    """Since when it has been as it is."""
    return way.failing_since or way.waiting_since
