"""Carrying out the plan: tasks with their proof, payments that add up to the compensation (3.3-3, 3.4-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit, User
from huiyin.cases.actions import staff
from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Promise, Task, TaskKind
from huiyin.complaints.actions import checks, promises
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.models import Payment
from huiyin.complaints.queries import facts as gather
from huiyin.complaints.queries.letter import approved_plan
from huiyin.complaints.rules import closing
from huiyin.complaints.rules.facts import Facts
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

# Tasks that carry out a part of the plan; they are done with an evidence item.
PARTS = (TaskKind.PAYMENT, TaskKind.SERVICE, TaskKind.PROCESS)
PROVEN = (*PARTS, TaskKind.EXECUTION)


@dataclass(frozen=True, kw_only=True)
class TaskDraft:
    """A task to be added: for a person, a unit or both, by a time when there is one.

    The person takes part in the case from then on; nobody who is recused or has an interest in it can be named.
    """

    kind: str
    title: str
    assignee: User | None = None
    unit: Unit | None = None
    due_at: datetime | None = None


@action
def start(*, case: Case, tasks: Sequence[TaskDraft], by: Actor, at: datetime) -> list[Task]:
    """Start carrying out the approved plan: every part of it (payment, service, process) gets a task at least.

    Raises Refused(`execution.parts`) naming the parts without one.
    """
    case, _facts = begin(case, "execute", by=by)
    if not tasks:
        raise BadInput("execution.empty", _("Add at least one task."), field="tasks")
    rows = [_add(case, draft, by=by, at=at) for draft in tasks]
    left = sorted(gather(case).parts_without_task)
    if left:
        names = {"payment": _("compensation"), "service": _("service"), "process": _("process")}
        message = _("These parts of the plan have no task yet: %(parts)s.") % {
            "parts": ", ".join(names[part] for part in left)
        }
        raise Refused("execution.parts", message, clause="3.3-3")
    promised = promises.from_tasks(case, rows, by=by, at=at) if _owes_dates(case) else []
    body = _told(rows) | (promises.body_of(promised) if promised else {})
    finish(case, "execute", by=by, at=at, body=body, outputs={"tasks": [row.pk for row in rows]})
    return rows


@action
def add_task(*, case: Case, task: TaskDraft, by: Actor, at: datetime) -> Task:
    """Add a task to the case (3.3-3); parts of the plan only once the plan is approved."""
    case, _facts = begin(case, "add_task", by=by)
    row = _add(case, task, by=by, at=at)
    finish(case, "add_task", by=by, at=at, body=_told([row]))
    return row


@action
def complete_task(
    *, case: Case, task: Task, by: Actor, at: datetime, proof_evidence_id: UUID | None = None, note: str = ""
) -> Task:
    """Mark a task as done. What carries out the plan needs an evidence item as proof (3.4-1); a payment goes by `pay`.

    Raises Refused(`task.ended`) for a task that has ended, Refused(`task.proof_missing`) without proof.
    """
    case, _facts = begin(case, "complete_task", by=by)
    row = _own(case, task)
    if row.kind == TaskKind.PAYMENT:
        raise Refused("task.payment", _("Book the payment itself: amount, time and proof."), clause="3.4-1")
    if row.kind in PROVEN and proof_evidence_id is None:
        raise Refused("task.proof_missing", _("Attach the proof that this was carried out."), clause="3.4-1")
    proof = checks.evidence(case, [proof_evidence_id], "proof_evidence_id")[0] if proof_evidence_id else None
    words = checks.short(note, "note", most=300)
    row = clocks.complete_task(task=row, by=by, at=at, proof_evidence_id=proof, note=words)
    promises.kept_with(case, row, by=by, at=at)
    _executed(case, at=at)
    finish(case, "complete_task", by=by, at=at, body=_told([row]) | {"proof": proof}, personal={"note": words})
    return row


@action
def pay(
    *,
    case: Case,
    task: Task,
    amount: Decimal,
    paid_at: datetime,
    reference: str,
    proof_evidence_id: UUID,
    by: Actor,
    at: datetime,
) -> Payment:
    """Book a payment of the approved compensation in yuan, with reference and proof, and complete its task (3.4-1).

    Raises Refused(`payment.sum`) when the payments would be more than the plan, Refused(`task.ended`) for a task done.
    """
    case, facts = begin(case, "complete_task", by=by)
    row, plan = _own(case, task), approved_plan(case)
    if row.kind != TaskKind.PAYMENT:
        raise Refused("task.no_payment", _("This task is not a payment."), clause="3.4-1")
    if plan is None:
        raise Refused("payment.plan", _("Have the plan approved first."), clause="3.3-2")
    paid = Payment.objects.filter(case=case, plan__round=facts.round).aggregate(n=Sum("amount"))["n"] or Decimal(0)
    if wrong := closing.payment_fault(amount, planned=plan.compensation, paid=paid):
        raise Refused("payment.sum", _(wrong), clause="3.4-1")
    payment = Payment.objects.create(
        case=case,
        plan=plan,
        task_id=row.pk,
        amount=amount,
        paid_at=checks.happened(paid_at, "paid_at", at=at, since=plan.proposed_at),
        reference=checks.text(reference, "reference", _("Give the reference of the payment."), most=80),
        proof_evidence_id=checks.evidence(case, [proof_evidence_id], "proof_evidence_id")[0],
        at=at,
        by_label=by.label,
    )
    row = clocks.complete_task(task=row, by=by, at=at, proof_evidence_id=payment.proof_evidence_id)
    promises.kept_with(case, row, by=by, at=at)
    _executed(case, at=at)
    finish(
        case,
        "complete_task",
        by=by,
        at=at,
        body=_told([row])
        | {"payment": payment.pk, "amount": amount, "paid_at": paid_at, "proof": payment.proof_evidence_id},
        personal={"reference": payment.reference},
    )
    return payment


@action
def cancel_task(*, case: Case, task: Task, reason: str, by: Actor, at: datetime) -> Task:
    """Cancel an open task with the reason; a part of the plan then needs another task before the case closes."""
    case, _facts = begin(case, "cancel_task", by=by)
    words = checks.text(reason, "reason", _("Say why this task is no longer needed."), least=4, most=300)
    row = clocks.cancel_task(task=_own(case, task), by=by, at=at, reason=words)
    finish(case, "cancel_task", by=by, at=at, body=_told([row]), personal={"reason": words})
    return row


def _owes_dates(case: Case) -> bool:
    """Has the complainant been told the decision without a date for carrying it out? Then the tasks give it."""
    letters = Promise.objects.filter(owner_kind="case", owner_id=case.pk, source="letter")
    return case.complaint.notified_at is not None and not letters.exists()


def _add(case: Case, draft: TaskDraft, *, by: Actor, at: datetime) -> Task:
    if draft.kind == TaskKind.PROMISE:
        raise Refused(
            "task.promise", _("Record it as a promise: nobody takes a promise back in silence."), clause="6.3-2"
        )
    if draft.kind not in TaskKind.values:
        raise BadInput("task.kind", _("Choose what kind of task this is."), field="kind")
    plan = approved_plan(case)
    if draft.kind in PARTS and plan is None:
        raise Refused("task.plan", _("Have the plan approved first."), clause="3.3-2")
    checks.short(draft.title, "title", most=200)
    if draft.assignee is not None and draft.assignee.pk != case.owner_id:
        # Whoever has a task has to see the case it belongs to.
        staff.take_part(case, draft.assignee, "assistant", at=at)
    return clocks.add_task(
        owner=("case", case.pk),
        kind=draft.kind,
        title=draft.title,
        assignee=draft.assignee,
        unit=draft.unit,
        due_at=draft.due_at,
        ref_id=plan.pk if plan is not None and draft.kind in PARTS else None,
        by=by,
        at=at,
    )


def _own(case: Case, task: Task) -> Task:
    """The task as it is now, of this case and open. Raises BadInput for another case's, Refused for one that ended."""
    row = Task.objects.select_for_update(of=("self",)).filter(pk=task.pk, owner_kind="case", owner_id=case.pk).first()
    if row is None:
        raise BadInput("task.unknown", _("This task does not belong to the complaint."), field="task")
    if row.state != "open":
        raise Refused("task.ended", _("This task has ended already."), clause="3.3-3")
    return row


def _executed(case: Case, *, at: datetime) -> None:
    """Keep the moment when the whole plan was carried out: every part has its task, none is open, all is paid."""
    now: Facts = gather(case)
    is_whole = not now.parts_without_task and (not now.payment_planned or now.payment_proven)
    is_open = Task.objects.filter(owner_kind="case", owner_id=case.pk, kind__in=PROVEN, state="open").exists()
    if is_whole and not is_open and now.plan_state == "approved":
        case.complaint.executed_at = at
        case.complaint.save(update_fields=["executed_at"])


def _told(rows: Sequence[Task]) -> dict[str, object]:
    return {
        "tasks": [
            {"id": row.pk, "kind": row.kind, "due_at": row.due_at, "assignee": row.assignee_id, "unit": row.unit_id}
            for row in rows
        ]
    }
