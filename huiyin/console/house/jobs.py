"""The work in the background: what waits since when, who works, what runs by the clock, what failed."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.cases.actions import machinery
from huiyin.cases.queries import files
from huiyin.console.visit import Visit, desk
from huiyin.core import jobs_state

# A round that runs every few seconds and was not queued for so long stands still; nightly ones run once a day.
STANDS_STILL = timedelta(hours=26)


@desk("settings")
def show(visit: Visit) -> HttpResponse:
    """`settings/jobs/`: queues with the age of their oldest due job, workers, sweeps, failures."""
    queues = jobs_state.queues(visit.at)
    workers = jobs_state.workers()
    oldest = min((one.oldest for one in queues if one.oldest is not None), default=None)
    alive = [one for one in workers if not one.is_silent(visit.at)]
    context: dict[str, Any] = {
        "queues": [{"queue": one, "is_late": _is_late(one.oldest, visit.at)} for one in queues],
        "oldest": oldest,
        "is_late": _is_late(oldest, visit.at),
        "alive": alive,
        "silent": [one for one in workers if one not in alive],
        "last_seen": workers[0].at if workers else None,
        "rounds": [{"round": one, "stands": visit.at - one.at > STANDS_STILL} for one in jobs_state.rounds()],
        "failures": jobs_state.failures(),
        "most": jobs_state.FAILURES,
        "unscanned_since": _unscanned(visit.at),
    }
    return visit.page("jobs.html", context)


@desk("settings", "POST")
def again(visit: Visit, job_id: int) -> HttpResponse:
    """Try a job that was given up once more."""
    machinery.retry_job(job_id=job_id, by=visit.by, at=visit.at)
    messages.success(visit.request, _("The job is in the queue again."))
    return redirect("jobs")


def _unscanned(at: datetime) -> datetime | None:
    """Since when a file waits for the virus scanner that should have been checked long ago."""
    since = files.waiting_since()
    return since if _is_late(since, at) else None


def _is_late(oldest: datetime | None, at: datetime) -> bool:
    return oldest is not None and at - oldest > jobs_state.LATE
