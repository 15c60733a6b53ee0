"""Periodic work of the clocks: alarms that are due, and provisional limits whose year was announced."""

import logging
from collections.abc import Callable
from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.clocks import actions, queries
from huiyin.core import actors
from huiyin.core.time import now

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */20")
@app.task(name="clocks.fire_due", queueing_lock="clocks.fire_due", pass_context=False)
def fire_due(timestamp: int) -> None:
    """Warnings and breaches that are reached; after the worker slept, all of them at once, each only one time."""
    run_due()


@app.periodic(cron="17 * * * *")
@app.task(name="clocks.settle_provisional", queueing_lock="clocks.settle_provisional", pass_context=False)
def settle_provisional(timestamp: int) -> None:
    """Provisional limits, once the calendar of their year is there. Cases settle theirs, with their columns."""
    by = actors.system("clocks.settle_provisional")
    _each(
        lambda after: queries.unsettled_ids(after, left_out=("case",)),
        lambda clock_id: actions.settle(clock_id=clock_id, by=by, at=now()),
    )


def run_due() -> int:
    """One round over all due clocks, one transaction each; returns how many alarms fired."""
    by, fired = actors.system("clocks.fire_due"), 0

    def fire(clock_id: UUID) -> None:
        nonlocal fired
        fired += len(actions.fire(clock_id=clock_id, by=by, at=now()))

    _each(lambda after: queries.due_ids(now(), after), fire)
    return fired


def _each(read: Callable[[UUID | None], list[UUID]], do: Callable[[UUID], object]) -> None:
    """Work on every id, page after page; a failing row is logged and does not stop the others."""
    last: UUID | None = None
    while page := read(last):
        for row in page:
            try:
                do(row)
            except Exception:
                log.exception("clock %s could not be worked on; the next round tries again", row)
        last = page[-1]
