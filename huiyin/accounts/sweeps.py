"""Periodic work of accounts."""

import logging
from datetime import timedelta

from procrastinate.contrib.django import app

from huiyin.accounts import actions
from huiyin.accounts.models import Absence
from huiyin.accounts.queries import work
from huiyin.core import actors
from huiyin.core.jobs import each, in_true_time, sweep
from huiyin.core.time import now

log = logging.getLogger(__name__)
ABSENCES = actors.system("accounts.absences")
# How long the answer to a request with an Idempotency-Key is kept.
KEPT = timedelta(days=7)


@app.periodic(cron="17 3 * * *")
@app.task(name="accounts.forget_old_keys", queueing_lock="accounts.forget_old_keys", pass_context=False)
@in_true_time
def forget_old_keys(timestamp: int) -> None:
    """Drop the answers remembered for repeated requests after a week."""
    at = now()
    actions.forget_old_keys(before=at - KEPT, by=actors.system("accounts.forget_old_keys"), at=at)


@sweep("accounts.follow_absences", cron="* * * * * 5")
def follow_absences() -> int:
    """Begin and end absences when their time has come; returns how many."""
    begun = each(work.absences_to_begin(now()), _begun, log=log, told="absence %s could not begin")
    return begun + each(work.absences_to_end(now()), _ended, log=log, told="absence %s could not end")


def _begun(absence: Absence) -> int:
    return actions.begin_absence(absence=absence, by=ABSENCES, at=now())


def _ended(absence: Absence) -> int:
    return actions.end_absence(absence=absence, by=ABSENCES, at=now())
