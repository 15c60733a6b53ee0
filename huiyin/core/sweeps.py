"""What runs by the clock for the queue itself."""

import logging

from huiyin.core import jobs
from huiyin.core.jobs import sweep

log = logging.getLogger(__name__)


@sweep("core.resume_jobs", cron="* * * * * */10", at_any_time=True)
def resume_jobs() -> int:
    """Jobs whose worker was killed go back into the queue; returns how many. One that brought down five workers in turn
    stays visible as failed.
    """
    jobs.bring_back()
    again, given_up = jobs.resume_lost()
    if again or given_up:
        log.warning("jobs of lost workers: %d taken up again, %d given up", again, given_up)
    return again
