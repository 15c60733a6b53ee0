"""What runs by the clock for customers. Each row in its own transaction; one that breaks does not stop the others."""

import logging
import time
from uuid import UUID

from huiyin.clocks import queries as limits
from huiyin.core.actors import system
from huiyin.core.jobs import each, sweep
from huiyin.core.time import now
from huiyin.customers.actions import claim_limits, measuring
from huiyin.customers.queries import claims

log = logging.getLogger(__name__)
BY = system("customers.claims")
MEASURES = system("customers.measure")
GO_ON = 15.0  # seconds


@sweep("customers.carry_claim_alarms", cron="* * * * * */20")
def carry_claim_alarms() -> int:
    """Take warnings and breaches of claims that fired over to their columns; returns how many claims."""
    return each(
        claims.claims_with_alarms(),
        lambda claim_id: claim_limits.carry(claim_id=claim_id, by=BY, at=now()) is not None,
        log=log,
        told="the alarms of claim %s could not be carried",
    )


@sweep("customers.settle_claims", cron="17 * * * *")
def settle_claims() -> int:
    """Provisional limits of claims whose year was announced meanwhile; returns how many."""
    done, after = 0, None
    while found := limits.unsettled_owners("claim", after):
        done += each(found, _settled, log=log, told="the limit and claim %s could not be settled")
        after = found[-1][0]
    return done


@sweep("customers.measure", cron="*/2 * * * * 40")
def measure() -> int:
    """Go on with the round that measures every record: some seconds in one go, then where it stopped; returns how many
    records. Cut off, it goes on after the last whole batch."""
    began, done = time.monotonic(), 0
    while time.monotonic() - began < GO_ON and (some := measuring.measure_next(by=MEASURES, at=now())):
        done += some
    return done


def _settled(pair: tuple[UUID, UUID]) -> int:
    return claim_limits.settle(clock_id=pair[0], claim_id=pair[1], by=BY, at=now())
