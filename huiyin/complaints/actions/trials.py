"""Dry runs of rules of assignment over the complaints of a day. They assign nothing."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.complaints.models import Assignment, AssignmentTrial, AssignmentTrialRow, TrialState
from huiyin.complaints.queries import assignments, trials
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.jobs import defer
from huiyin.core.time import local_date
from huiyin.handbook.actions.base import must_be

JOB = "complaints.play_assignment"


@action
def start_trial(*, assignment: Assignment, day: date, by: Actor, at: datetime) -> AssignmentTrial:
    """Play an edition or a draft over the complaints that arrived on `day`: few at once, many as a job. The same text
    over the same day, while it is being played, is the run that is there. Raises Refused (role), BadInput (the day)."""
    must_be(by)
    if day > local_date(at):
        raise BadInput("trial.day", _("Choose today or a day that has passed."), field="day")
    row = Assignment.objects.select_for_update().get(pk=assignment.pk)
    version = assignments.version_of(row)
    running = AssignmentTrial.objects.filter(
        assignment=row, day=day, edition=version, state__in=[TrialState.QUEUED, TrialState.RUNNING]
    ).first()
    if running is not None:
        return running
    user = accounts.person(by)
    trial = AssignmentTrial.objects.create(
        assignment=row, edition=version, body=row.body, day=day, total=trials.total(day, user), started_by=user,
        created_at=at,
    )  # fmt: skip
    if trial.total > trials.AT_ONCE:
        defer(JOB, trial_id=str(trial.pk))
        return trial
    for rows in trials.play(trial, trials.edition_of(trial)):
        keep_rows(trial=trial, rows=rows, by=by, at=at)
    return finish_trial(trial=trial, by=by, at=at)


@action
def begin_trial(*, trial: AssignmentTrial, by: Actor, at: datetime) -> bool:
    """A worker begins; what an earlier attempt left is thrown away. False when it is finished."""
    row = AssignmentTrial.objects.select_for_update().get(pk=trial.pk)
    if row.is_finished:
        return False
    AssignmentTrialRow.objects.filter(trial=row).delete()
    row.state, row.done = TrialState.RUNNING, 0
    row.save(update_fields=["state", "done"])
    return True


@action
def keep_rows(*, trial: AssignmentTrial, rows: list[AssignmentTrialRow], by: Actor, at: datetime) -> None:
    """Keep a batch of rows and count on."""
    AssignmentTrialRow.objects.bulk_create(rows)
    row = AssignmentTrial.objects.select_for_update().get(pk=trial.pk)
    row.done += len(rows)
    row.save(update_fields=["done"])


@action
def finish_trial(*, trial: AssignmentTrial, by: Actor, at: datetime, fault: str = "") -> AssignmentTrial:
    """Sum up a run that is through, or say why it is not (`fault`, a msgid). Finished already: unchanged."""
    row = AssignmentTrial.objects.select_for_update().get(pk=trial.pk)
    if row.is_finished:
        return row
    row.state, row.ended_at, row.fault = (TrialState.FAILED if fault else TrialState.DONE), at, fault[:500]
    row.summary = {} if fault else trials.summary(row)
    row.save(update_fields=["state", "ended_at", "fault", "summary"])
    return row
