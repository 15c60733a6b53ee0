"""Changing many complaints at once: shown first, then done row by row, each in its own transaction, and taken back the
same way within an hour. Confirming twice, or a job that runs twice, does nothing twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.cases.models import BulkRow, BulkRun, BulkState, Case, RowState
from huiyin.complaints.actions.bulk_kinds import KINDS
from huiyin.complaints.rules import bulk as rules
from huiyin.core import jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

JOB = "complaints.run_bulk"


@action
def draft(
    *, user: User, kind: str, given: Mapping[str, str], cases: Sequence[Case], where: str, by: Actor, at: datetime
) -> BulkRun:
    """Keep what is to be done with `cases` (which have passed the gate), so that it can be shown before it is done.

    `given` holds what the kind asks for (`to`, `code`, `severity`, `due_at`, `words`). Raises BadInput for no cases,
    more than `rules.MOST`, an unknown kind, or what the kind refuses.
    """
    if kind not in KINDS:
        raise BadInput("bulk.kind", _("Choose what to do with the cases."), field="kind")
    if not cases:
        raise BadInput("bulk.cases", _("Choose the cases first."), field="ids")
    if len(cases) > rules.MOST:
        raise BadInput("bulk.many", _("At most %(count)d cases at once.") % {"count": rules.MOST}, field="ids")
    arguments, words = KINDS[kind].check(given, at)
    run = BulkRun.objects.create(
        user=user, kind=kind, arguments=arguments, words=words, created_at=at, where=where[:500]
    )
    BulkRow.objects.bulk_create([BulkRow(run=run, case=case, place=place) for place, case in enumerate(cases)])
    return run


@action
def confirm(*, run: BulkRun, by: Actor, at: datetime) -> BulkRun:
    """Let the change begin. The caller does the rows of a small one (`work`), a job those of a large one. Confirmed
    already: unchanged."""
    row = _own(run, by)
    if row.state != BulkState.SHOWN:
        return row
    row.state, row.started_at = BulkState.RUNNING, at
    row.save(update_fields=["state", "started_at"])
    _defer(row, at)
    return row


@action
def undo(*, run: BulkRun, by: Actor, at: datetime) -> BulkRun:
    """Let it be taken back row by row. Raises Refused(`bulk.too_late`) after an hour or before it is done. Undone
    already: unchanged."""
    row = _own(run, by)
    if row.state in (BulkState.UNDOING, BulkState.UNDONE):
        return row
    if not rules.may_undo(row.state, row.started_at, at):
        raise Refused("bulk.too_late", _("This can be undone only within an hour of it, once it is done."))
    row.state, row.undo_started_at = BulkState.UNDOING, at
    row.save(update_fields=["state", "undo_started_at"])
    _defer(row, at)
    return row


def _defer(run: BulkRun, at: datetime) -> None:
    """A large change begins at once. A small one is done while somebody waits; the job only goes on with what a web
    process that died has left."""
    is_large = rules.runs_as_job(BulkRow.objects.filter(run=run).count())
    jobs.defer(JOB, at=None if is_large else at + rules.LEFT_AFTER, bulk_id=str(run.pk))


def _own(run: BulkRun, by: Actor) -> BulkRun:
    row = BulkRun.objects.select_for_update().get(pk=run.pk)
    if row.user_id != by.id:
        raise Refused("bulk.not_yours", _("Only who began a change of many goes on with it."))
    return row


@action
def do_row(*, row: BulkRow, by: Actor, at: datetime) -> BulkRow:
    """Change one case. A refusal stays with its row and stops no other; done already: unchanged."""
    row = BulkRow.objects.select_for_update(of=("self",)).select_related("run", "case").get(pk=row.pk)
    if row.state != RowState.WAITING:
        return row
    try:
        with transaction.atomic():
            row.before = KINDS[row.run.kind].do(row.case, row.run, by, at)
    except Refused as refused:
        row.state, row.message = RowState.REFUSED, refused.message[:600]
    else:
        row.state, row.done_at = RowState.DONE, at
    row.save(update_fields=["state", "message", "before", "done_at"])
    return row


@action
def undo_row(*, row: BulkRow, by: Actor, at: datetime) -> BulkRow:
    """Take the change of one case back, unless the case has moved on. Undone already: unchanged."""
    row = BulkRow.objects.select_for_update(of=("self",)).select_related("run", "case").get(pk=row.pk)
    if row.state != RowState.DONE:
        return row
    try:
        with transaction.atomic():
            KINDS[row.run.kind].undo(row.case, row, by, at)
    except Refused as refused:
        row.state, row.message = RowState.KEPT, refused.message[:600]
    else:
        row.state, row.undone_at = RowState.UNDONE, at
    row.save(update_fields=["state", "message", "undone_at"])
    return row


@action
def finish(*, run: BulkRun, by: Actor, at: datetime) -> BulkRun:
    """Every row has been worked on: the change is done, or undone. Not yet: unchanged."""
    row = BulkRun.objects.select_for_update().get(pk=run.pk)
    waits, ends = {
        BulkState.RUNNING: (RowState.WAITING, BulkState.DONE),
        BulkState.UNDOING: (RowState.DONE, BulkState.UNDONE),
    }.get(BulkState(row.state), (None, None))
    if ends is None or BulkRow.objects.filter(run=row, state=waits).exists():
        return row
    row.state, row.ended_at = ends, at
    row.save(update_fields=["state", "ended_at"])
    return row
