"""What runs by the clock for mail and webhooks."""

import logging

from huiyin.channels import actions, jobs, queries
from huiyin.core.actors import system
from huiyin.core.jobs import defer, sweep
from huiyin.core.time import now

log = logging.getLogger(__name__)


@sweep("channels.resend_mail", cron="* * * * *")
def resend_mail() -> int:
    """Try what waits for its next rung, and what a lost job or a dead worker left behind; returns how many were tried.

    One that breaks does not stop the others; it is claimed already and comes again after its lease.
    """
    tried = 0
    for outgoing_id in queries.due_ids(now()):
        try:
            jobs.send_mail(outgoing_id=str(outgoing_id))
            tried += 1
        except Exception:
            log.exception("mail %s could not be tried", outgoing_id)
    return tried


@sweep("channels.resend_webhooks", cron="* * * * * */10")
def resend_webhooks() -> int:
    """Give a round to every webhook for which something is due; returns how many. The rounds are jobs of their own, so
    that a slow system does not hold up the sweep."""
    due = queries.webhooks_with_due(now())
    for webhook_id in due:
        defer("channels.send_webhook", queue="webhooks", webhook_id=str(webhook_id))
    return len(due)


@sweep("channels.forget_webhook_messages", cron="23 4 * * *")
def forget_webhook_messages() -> int:
    """Forget the log of webhooks after a month; returns how many messages."""
    return actions.forget_messages(by=system("channels.sweep"), at=now())
