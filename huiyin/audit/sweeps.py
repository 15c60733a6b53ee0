"""Periodic work of the ledger."""

from datetime import timedelta

from procrastinate.contrib.django import app

from huiyin.audit import actions
from huiyin.core import actors
from huiyin.core.jobs import in_true_time, sweep
from huiyin.core.time import now


@app.periodic(cron="*/5 * * * *")
@app.task(name="audit.seal_access", queueing_lock="audit.seal_access", pass_context=False)
@in_true_time
def seal_access(timestamp: int) -> None:
    """Chain what was looked at until a minute ago; rows still being written are left to the next round."""
    at = now()
    while actions.seal_access(by=actors.system("audit.seal_access"), at=at, until=at - timedelta(minutes=1)):
        pass


@sweep("audit.make_checkpoint", cron="40 2 * * *")
def make_checkpoint() -> int:
    """Sign the heads of all chains, every night; returns the number of the checkpoint."""
    return actions.make_checkpoint(by=actors.system("audit.make_checkpoint"), at=now()).number


@sweep("audit.expire_dossiers", cron="25 * * * *")
def expire_dossiers() -> int:
    """Case files whose week is over; returns how many."""
    return actions.expire_dossiers(by=actors.system("audit.expire_dossiers"), at=now())
