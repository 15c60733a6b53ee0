"""Calling back: when it is owed, to whom it falls, when it has ended. Pure."""

from datetime import datetime, timedelta

# What an incoming call that ended this way leaves behind: somebody wanted us and did not get us.
OWED = frozenset({"missed", "abandoned", "voicemail", "busy"})
# By when, unless another time was agreed with the caller: the first answer to a request (6.3-1, 1.2-3).
RULE = "request.response"
# A time agreed with the caller lies within this stretch.
FARTHEST = timedelta(days=14)
# After so many attempts in vain nobody is reached; a letter or a mail takes its place.
MOST_ATTEMPTS = 3
RESULTS = ("reached", "no_answer", "not_needed")


def state_after(result: str, attempts: int) -> str:
    """What an attempt makes of a call-back: `done`, `open` for another try, `unreached`, `not_needed`. `attempts`
    counts this one."""
    if result == "reached":
        return "done"
    if result == "not_needed":
        return "not_needed"
    return "unreached" if attempts >= MOST_ATTEMPTS else "open"


def is_agreed(wish: datetime, at: datetime) -> bool:
    """May this time be agreed upon `at`?"""
    return at < wish <= at + FARTHEST
