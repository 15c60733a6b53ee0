"""What runs by the clock for requests and visits. Each row in its own transaction; one that breaks stops no other."""

import logging
from uuid import UUID

from huiyin.core.actors import system
from huiyin.core.jobs import each, sweep
from huiyin.core.time import local_date, now
from huiyin.customers.models import Policy
from huiyin.service.actions import visits
from huiyin.service.models import ReturnVisit
from huiyin.service.queries import visits as queries

log = logging.getLogger(__name__)
BY = system("service.visits")


@sweep("service.owe_visits", cron="*/10 * * * *")
def owe_visits() -> int:
    """Write down the visits that new policies are owed, and those that were missed; returns how many rows changed."""
    at, done, after = now(), 0, None
    while found := queries.owed(local_date(at), at, after=after):
        done += each(found, _owe, log=log, told="the visit of policy %s could not be written down")
        after = found[-1].pk
    return done + each(queries.overdue(local_date(at)), _miss, log=log, told="visit %s could not be ended")


def _owe(policy: Policy) -> bool:
    return visits.owe(policy=policy, by=BY, at=now()) is not None


def _miss(visit_id: UUID) -> bool:
    return visits.miss(visit=ReturnVisit(pk=visit_id), by=BY, at=now()).ended_at is not None
