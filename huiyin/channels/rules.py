"""When a mail is tried again, and when it is given up. Pure."""

from datetime import datetime, timedelta

# After the first attempt fails, the next ones wait so long; when the last has failed, a person is told.
LADDER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
# While an attempt is under way nobody else tries; if its worker dies, another takes over after this time.
LEASE = timedelta(minutes=5)


def next_try(attempts: int, at: datetime) -> datetime | None:
    """When to try again after `attempts` failed attempts (1 or more), the last of them `at`; None: give up."""
    return at + LADDER[attempts - 1] if attempts <= len(LADDER) else None


def one_line(text: str, limit: int = 200) -> str:
    """A header's text: no line breaks or other controls (they could smuggle in headers), not longer than `limit`."""
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))[:limit]
