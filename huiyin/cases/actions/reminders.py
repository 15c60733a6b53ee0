"""What can be written to a case and taken back: a reminder for its owner, an internal note."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.actions.base import lock, record, said, text_hash
from huiyin.cases.models import Case, Note
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Task, TaskKind, TaskState
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused

LONGEST = 200


@action
def remind(*, case: Case, text: str, due_at: datetime, by: Actor, at: datetime) -> Task:
    """Give the owner a task with a time. Raises Refused(`remind.ended`) for a case that has ended, and as
    `clocks.add_task` does for a time that has passed."""
    case = lock(case, by=by, staff_only=True)
    if not case.is_open:
        raise Refused("remind.ended", _("The case has ended: nobody is reminded of it."))
    words = said(text, most=LONGEST)
    task = clocks.add_task(
        owner=("case", case.pk), kind=TaskKind.OTHER, title=words, assignee=case.owner, due_at=due_at, by=by, at=at
    )
    body = {"task": task.pk, "owner": case.owner_id, "due_at": due_at, "text": text_hash(task.pk, words)}
    record(case, "reminder_set", by=by, at=at, body=body)
    return task


@action
def drop_reminder(*, case: Case, task_id: UUID, by: Actor, at: datetime) -> Task:
    """Take back a reminder that nobody has done yet. Taken back already: unchanged. Raises Refused
    (`remind.done`, `remind.unknown`)."""
    case = lock(case, by=by, staff_only=True)
    task = Task.objects.filter(owner_kind="case", owner_id=case.pk, kind=TaskKind.OTHER, pk=task_id).first()
    if task is None:
        raise Refused("remind.unknown", _("There is no such reminder in this case."))
    if task.state == TaskState.CANCELLED:
        return task
    if task.state == TaskState.DONE:
        raise Refused("remind.done", _("Somebody has acted on the reminder already."))
    task = clocks.cancel_task(task=task, by=by, at=at, reason=_("Taken back"))
    record(case, "reminder_dropped", by=by, at=at, body={"task": task.pk})
    return task


@action
def take_back_note(*, case: Case, note_id: UUID, by: Actor, at: datetime) -> Note:
    """Take back a note of one's own: it is no longer shown, its text and both entries stay on record. Taken back
    already: unchanged. Raises Refused(`note.not_yours`, `note.unknown`)."""
    case = lock(case, by=by, staff_only=True)
    note = Note.objects.filter(case=case, pk=note_id).first()
    if note is None:
        raise Refused("note.unknown", _("There is no such note in this case."))
    if note.author_id != by.id:
        raise Refused("note.not_yours", _("Only who wrote a note takes it back."))
    if note.taken_back_at is None:
        note.taken_back_at = at
        note.save(update_fields=["taken_back_at"])
        record(case, "note_taken_back", by=by, at=at, body={"note": note.pk})
    return note
