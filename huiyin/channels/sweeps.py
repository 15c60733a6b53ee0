"""What runs by the clock for mail and webhooks."""

import logging
from uuid import UUID

from huiyin.channels import actions, jobs, queries
from huiyin.channels.queries import inbound
from huiyin.core.actors import system
from huiyin.core.jobs import defer, each, sweep
from huiyin.core.time import now

log = logging.getLogger(__name__)


@sweep("channels.resend_mail", cron="* * * * *")
def resend_mail() -> int:
    """Try what waits for its next rung, and what a lost job or a dead worker left behind; returns how many were tried.

    One that breaks does not stop the others; it is claimed already and comes again after its lease.
    """
    return each(queries.due_ids(now()), _tried, log=log, told="mail %s could not be tried")


def _tried(outgoing_id: UUID) -> int:
    jobs.send_mail(outgoing_id=str(outgoing_id))
    return 1


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


@sweep("channels.fetch_mail_due", cron="* * * * * */15")
def fetch_mail_due() -> int:
    """Give a round to every mailbox whose time has come; returns how many. The rounds are jobs, so that a server that
    is away holds nobody up."""
    due = inbound.mailboxes_due(now())
    for mailbox_id in due:
        defer("channels.fetch_mail", queue="mail", mailbox_id=str(mailbox_id))
    return len(due)
