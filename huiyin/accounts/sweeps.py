"""Periodic work of accounts."""

from datetime import timedelta

from procrastinate.contrib.django import app

from huiyin.accounts import actions
from huiyin.core import actors
from huiyin.core.time import now

# How long the answer to a request with an Idempotency-Key is kept.
KEPT = timedelta(days=7)


@app.periodic(cron="17 3 * * *")
@app.task(name="accounts.forget_old_keys", queueing_lock="accounts.forget_old_keys", pass_context=False)
def forget_old_keys(timestamp: int) -> None:
    """Drop the answers remembered for repeated requests after a week."""
    at = now()
    actions.forget_old_keys(before=at - KEPT, by=actors.system("accounts.forget_old_keys"), at=at)
