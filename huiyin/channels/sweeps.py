"""What runs by the clock for mail."""

import logging

from huiyin.channels import jobs, queries
from huiyin.core.jobs import sweep
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
