"""After a calendar was published: the provisional limits of cases are computed with it, one case after the other."""

import logging
from uuid import UUID

from huiyin.cases.actions import due
from huiyin.clocks import queries as clocks
from huiyin.core.actors import system
from huiyin.core.jobs import each, job
from huiyin.core.time import now
from huiyin.handbook.queries import published

log = logging.getLogger(__name__)
BY = system("cases.settle_calendar")


@job("cases.settle_calendar")
def settle_calendar() -> int:
    """Settle every provisional limit that has a newer calendar; returns how many moved or became certain.

    A case that somebody works on right now, or that breaks, is left to the hourly sweep.
    """
    published.forget()
    settled, last = 0, None
    while page := clocks.unsettled_owners("case", after=last):
        settled += each(page, _settled, log=log, told="the provisional limit and case %s could not be settled")
        last = page[-1][0]
    return settled


def _settled(limit: tuple[UUID, UUID]) -> bool:
    clock_id, case_id = limit
    return due.settle(case_id=case_id, clock_id=clock_id, by=BY, at=now()) is not None
