"""Reading the texts with which cases came in, for the index of nearly the same ones."""

from datetime import datetime, timedelta

from huiyin.cases.actions import likeness
from huiyin.cases.queries.likeness import unread
from huiyin.core.actors import system
from huiyin.core.time import now

BY = system("cases.read_likeness")
NEW_FOR, AT_ONCE = timedelta(days=7), 200


def read_new(at: datetime) -> int:
    """The cases of the last week that nobody has read; returns how many."""
    return _read(at - NEW_FOR, most=2_000)


def read_all() -> int:
    """Cases of any time, imported history and what was there before the index; returns how many."""
    return _read(None, most=200_000)


def _read(since: datetime | None, most: int) -> int:
    """Each AT_ONCE in its own transaction, so that what is done stays when the worker goes."""
    done = 0
    while done < most and (ids := list(unread(since, AT_ONCE))):
        done += likeness.read(case_ids=ids, by=BY, at=now())
    return done
