"""Playing rules of assignment over a day with many complaints."""

import logging
from uuid import UUID

from huiyin.complaints.actions import trials as actions
from huiyin.complaints.models import AssignmentTrial
from huiyin.complaints.queries import trials
from huiyin.core.actors import system
from huiyin.core.jobs import job
from huiyin.core.noop import _
from huiyin.core.time import now

log = logging.getLogger(__name__)
BY = system("complaints.trial")
STOPPED = _("The dry run stopped before its end. Start it again; if it stops again, tell whoever runs the system.")


@job(actions.JOB)
def play_assignment(trial_id: str) -> None:
    """Play a dry run batch by batch, so that its page tells how far it is; a second attempt begins anew."""
    trial = AssignmentTrial.objects.select_related("started_by").filter(pk=UUID(trial_id)).first()
    if trial is None or not actions.begin_trial(trial=trial, by=BY, at=now()):
        return
    try:
        for rows in trials.play(trial, trials.edition_of(trial)):
            actions.keep_rows(trial=trial, rows=rows, by=BY, at=now())
    except Exception:
        log.exception("the dry run %s stopped", trial.pk)
        actions.finish_trial(trial=trial, by=BY, at=now(), fault=STOPPED)
    else:
        actions.finish_trial(trial=trial, by=BY, at=now())
