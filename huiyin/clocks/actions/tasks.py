"""Tasks and promises of an owner (3.3-3): added, done with proof, or cancelled with a reason."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit, User
from huiyin.clocks import queries
from huiyin.clocks.models import Task, TaskKind, TaskState
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused


@action
def add_task(
    *,
    owner: queries.Owner,
    kind: str,
    title: str,
    by: Actor,
    at: datetime,
    assignee: User | None = None,
    unit: Unit | None = None,
    due_at: datetime | None = None,
    ref_id: UUID | None = None,
) -> Task:
    """Add a task for a person or a unit. `ref_id` is the row it carries out (a plan, a promise's message).

    Raises Refused without a title, without anybody to do it, for a promise without a time, or a time before `at`.
    """
    if not title.strip():
        raise Refused("task.title_missing", _("Say in a few words what has to be done."))
    if assignee is None and unit is None:
        raise Refused("task.nobody", _("Name the person or the department that has to do it."))
    if kind == TaskKind.PROMISE and due_at is None:
        raise Refused("task.promise_needs_time", _("A promise needs the time by which it will be kept."))
    if due_at is not None and due_at < at:
        raise Refused("task.due_in_the_past", _("The time for this task has already passed; choose a later one."))
    return Task.objects.create(
        owner_kind=owner[0],
        owner_id=owner[1],
        kind=TaskKind(kind),
        title=title.strip(),
        assignee=assignee,
        unit=unit,
        due_at=due_at,
        ref_id=ref_id,
        created_at=at,
        created_by=by.label,
    )


@action
def complete_task(
    *, task: Task, by: Actor, at: datetime, proof_evidence_id: UUID | None = None, note: str = ""
) -> Task:
    """Mark a task as done. Carrying out a plan needs its proof (3.4-1). Done already: returned unchanged."""
    row = _open(task, TaskState.DONE)
    if row.state == TaskState.DONE:
        return row
    if row.kind == TaskKind.EXECUTION and proof_evidence_id is None:
        raise Refused("task.proof_missing", _("Attach the proof that this was carried out."), clause="3.4-1")
    row.state, row.proof_evidence_id = TaskState.DONE, proof_evidence_id
    return _end(row, by, at, note)


@action
def cancel_task(*, task: Task, by: Actor, at: datetime, reason: str) -> Task:
    """Cancel an open task with a reason. Cancelled already: returned unchanged."""
    row = _open(task, TaskState.CANCELLED)
    if row.state == TaskState.CANCELLED:
        return row
    if not reason.strip():
        raise Refused("task.reason_missing", _("Say why this task is no longer needed."))
    row.state = TaskState.CANCELLED
    return _end(row, by, at, reason)


def _open(task: Task, wanted: TaskState) -> Task:
    """The row as it is now, locked: open, or ended already as wanted. Raises Refused when it ended the other way."""
    row = Task.objects.select_for_update().get(pk=task.pk)
    if row.state not in (TaskState.OPEN, wanted):
        raise Refused("task.ended", _("This task has already ended: %(state)s.") % {"state": row.get_state_display()})
    return row


def _end(row: Task, by: Actor, at: datetime, note: str) -> Task:
    row.note, row.ended_at, row.ended_by = note.strip(), at, by.label
    row.save(update_fields=["state", "proof_evidence_id", "note", "ended_at", "ended_by"])
    return row
