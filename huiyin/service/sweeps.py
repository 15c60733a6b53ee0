"""What runs by the clock for requests and visits. Each row in its own transaction; one that breaks stops no other."""

import logging
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.core.actors import system
from huiyin.core.errors import Refused
from huiyin.core.jobs import each, sweep
from huiyin.core.time import local_date, now
from huiyin.customers.models import Policy
from huiyin.service.actions import after, visits
from huiyin.service.models import ReturnVisit
from huiyin.service.queries import ended
from huiyin.service.queries import visits as queries

log = logging.getLogger(__name__)
BY = system("service.visits")
ARCHIVE = system("service.archive")


@sweep("service.owe_visits", cron="*/10 * * * *")
def owe_visits() -> int:
    """Write down the visits that new policies are owed, and those that were missed; returns how many rows changed."""
    at, done, last = now(), 0, None
    while found := queries.owed(local_date(at), at, after=last):
        done += each(found, _owe, log=log, told="the visit of policy %s could not be written down")
        last = found[-1].pk
    return done + each(queries.overdue(local_date(at)), _miss, log=log, told="visit %s could not be ended")


def _owe(policy: Policy) -> bool:
    return visits.owe(policy=policy, by=BY, at=now()) is not None


def _miss(visit_id: UUID) -> bool:
    return visits.miss(visit=ReturnVisit(pk=visit_id), by=BY, at=now()).ended_at is not None


@sweep("service.archive", cron="40 2 * * *")
def archive_ended() -> int:
    """Put requests that ended long enough ago into the archive; returns how many went."""
    done, last = 0, None
    while found := ended.to_archive(now(), after=last):
        done += each(found, _archive, log=log, told="request %s could not be archived")
        last = found[-1]
    return done


def _archive(case_id: UUID) -> bool:
    try:
        after.archive(case=Case(pk=case_id), by=ARCHIVE, at=now())
    except Refused:
        return False  # somebody was quicker
    return True
