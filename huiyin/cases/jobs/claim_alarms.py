"""Telling of the limits of claims, once the claim carries them (`customers.actions.claim_limits.carry`)."""

from uuid import UUID

from huiyin.cases.actions import claim_alarms
from huiyin.core.actors import system
from huiyin.core.jobs import job
from huiyin.core.time import now

BY = system("cases.claim_alarms")


@job("cases.tell_claim_alarms")
def tell_claim_alarms(alarm_ids: list[str]) -> int:
    """Tell whoever leads the unit of each claim; returns how many notifications were written."""
    return claim_alarms.tell_claim_alarms(alarm_ids=[UUID(one) for one in alarm_ids], by=BY, at=now())
