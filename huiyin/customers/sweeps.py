"""What runs by the clock for customers. Each row in its own transaction; one that breaks does not stop the others."""

import logging
from uuid import UUID

from huiyin.clocks import queries as limits
from huiyin.core.actors import system
from huiyin.core.jobs import each, sweep
from huiyin.core.time import now
from huiyin.customers.actions import claim_limits, tallying
from huiyin.customers.queries import claims

log = logging.getLogger(__name__)
BY = system("customers.claims")


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


def _settled(pair: tuple[UUID, UUID]) -> int:
    return claim_limits.settle(clock_id=pair[0], claim_id=pair[1], by=BY, at=now())


@sweep("customers.count_policies", cron="41 3 * * *")
def count_policies() -> int:
    """The policies of every product by the day they were signed, for the rates of complaints (6.2); returns for how
    many products and days."""
    return tallying.count_policies(by=system("customers.count_policies"), at=now())
