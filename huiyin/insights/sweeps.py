"""What keeps the figures true: every minute the cases that changed, piece by piece a round when the metrics changed."""

import time
from collections.abc import Sequence
from uuid import UUID

from huiyin.core.actors import system
from huiyin.core.jobs import sweep
from huiyin.core.time import now
from huiyin.insights.actions import keeping
from huiyin.insights.queries import tallies

BY = system("insights.keep")
# A round through all cases works so long in one go, so that changed cases are never kept waiting for it.
GO_ON = 20.0


@sweep("insights.keep", cron="* * * * * 30")
def keep() -> int:
    """Take the changes since the last time into the figures; returns how many cases differed."""
    at = now()
    until = tallies.horizon(at)
    progress = keeping.begin(by=BY, at=at)
    differed = 0
    for batch in tallies.batches(list(tallies.changed(progress.seen_until, progress.ripe_until, at))):
        differed += keeping.absorb(case_ids=batch, by=BY, at=at)
    keeping.seen(until=until, ripe_until=at, by=BY, at=at)
    began = time.monotonic()
    while time.monotonic() - began < GO_ON and keeping.redo_some(by=BY, at=now()):
        pass
    return differed


def rebuild() -> int:
    """Make everything anew at once: every case, then every figure; returns how many cases there are."""
    at = now()
    until = tallies.horizon(at)
    keeping.redo(by=BY, at=at)
    cases = 0
    while done := keeping.redo_some(by=BY, at=at):
        cases += done
    keeping.seen(until=until, ripe_until=at, by=BY, at=at)
    return cases


def prepare() -> None:
    """Before cases are written in bulk: every metric has its number."""
    keeping.begin(by=BY, at=now())


def take(case_ids: Sequence[UUID]) -> None:
    """Note what new cases add, without the figures: `settle` makes the sums once for all of them."""
    at = now()
    for batch in tallies.batches(case_ids):
        keeping.note(case_ids=batch, by=BY, at=at)


def settle() -> None:
    """The figures from what all cases add, up to now: after cases were written in bulk."""
    at = now()
    until = tallies.horizon(at)
    keeping.sum_up(by=BY, at=at)
    keeping.seen(until=until, ripe_until=at, by=BY, at=at)
