"""Promises to the complainant (1.1-7, 6.3-2): made in a message or by hand, kept with proof, changed only by them; and
those that come by themselves: what the decision letter and the tasks of the plan say will be done, and by when.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.cases.actions import staff
from huiyin.cases.actions.base import text_hash
from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Promise, PromiseState, Task
from huiyin.complaints.actions import checks
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.actions.letters import in_language_of
from huiyin.complaints.models import Decision
from huiyin.complaints.rules.promises import due_of, is_payment
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date
from huiyin.text.commitments import find

WAYS = ("released", "moved", "carried")


@dataclass(frozen=True, kw_only=True)
class PromiseDraft:
    """What is promised and by when; `responsible` answers for it, None: the owner of the case."""

    text: str
    due_at: datetime
    responsible: User | None = None


@action
def make(*, case: Case, draft: PromiseDraft, source: str, by: Actor, at: datetime) -> Promise:
    """Write down a promise that was made on the phone or elsewhere (`source` call or other). Twice makes one.

    Raises BadInput for no words, a time that has passed; Refused for somebody responsible who may not be named.
    """
    case, _facts = begin(case, "promise", by=by)
    if source not in ("call", "other"):
        raise BadInput("promise.source", _("Choose where it was promised."), field="source")
    row = add(case, draft, source=source, by=by, at=at)
    finish(case, "promise", by=by, at=at, body=body_of([row]), outputs={"promise": row.pk})
    return row


def add(
    case: Case, draft: PromiseDraft, *, source: str, by: Actor, at: datetime, source_id: UUID | None = None,
    task_id: UUID | None = None,
) -> Promise:  # fmt: skip
    """The row of a promise. A building block: the caller has locked the case and writes the ledger entry."""
    who = draft.responsible or case.owner
    if who.pk != case.owner_id:
        # Whoever answers for a promise has to see the case it belongs to.
        staff.take_part(case, who, "assistant", at=at)
    return clocks.promise(
        owner=("case", case.pk), text=draft.text, due_at=draft.due_at, responsible=who, source=source,
        source_id=source_id, task_id=task_id, by=by, at=at,
    )  # fmt: skip


@action
def keep(
    *, case: Case, promise: Promise, by: Actor, at: datetime, kept_at: datetime | None = None, note: str = "",
    proof_evidence_id: UUID | None = None,
) -> Promise:  # fmt: skip
    """Report a promise as kept, at `kept_at` (None: now), with an evidence item or a few words."""
    case, _facts = begin(case, "keep_promise", by=by)
    row = _own(case, promise)
    proof = checks.evidence(case, [proof_evidence_id], "proof_evidence_id")[0] if proof_evidence_id else None
    words = checks.short(note, "note", most=300)
    row = clocks.keep_promise(promise=row, by=by, at=at, kept_at=kept_at or at, proof_evidence_id=proof, note=words)
    body = body_of([row]) | {"kept_at": row.ended_at, "proof": proof}
    finish(case, "keep_promise", by=by, at=at, body=body, personal={"note": words}, outputs={"promise": row.pk})
    return row


@action
def change(
    *, case: Case, promise: Promise, way: str, proof: str, by: Actor, at: datetime, due_at: datetime | None = None,
    evidence_id: UUID | None = None,
) -> Promise:  # fmt: skip
    """Change a promise: the complainant `released` us, agreed to another date (`moved`, with `due_at`), or it is
    `carried` beyond the end of the complaint. `proof` says how they agreed, or why it is carried.

    Returns the promise, of a moved one the new one; the old one stays to be seen. Raises BadInput for another way.
    """
    case, _facts = begin(case, "change_promise", by=by)
    row = _own(case, promise)
    if way not in WAYS:
        raise BadInput("promise.way", _("Choose what happens to the promise."), field="way")
    words = checks.short(proof, "proof", most=300)
    item = checks.evidence(case, [evidence_id], "evidence_id")[0] if evidence_id else None
    if way == "released":
        new = clocks.release_promise(promise=row, by=by, at=at, proof=words, evidence_id=item)
    elif way == "carried":
        new = clocks.carry_promise(promise=row, reason=words, by=by, at=at)
    elif due_at is None:
        raise BadInput("promise.date", _("Give the date that the complainant agreed to."), field="due_at")
    else:
        new = clocks.move_promise(promise=row, due_at=due_at, proof=words, by=by, at=at, evidence_id=item)
    body = body_of([new]) | {"way": way, "before": row.pk, "before_due_at": row.due_at, "evidence": item}
    finish(case, "change_promise", by=by, at=at, body=body, personal={"proof": words}, outputs={"promise": new.pk})
    return new


def from_letter(case: Case, decision: Decision, *, by: Actor, at: datetime) -> list[Promise]:
    """What the letter that was told at `at` says will be done, and by when: each sentence with a time is a promise; so
    is every task of the plan that already has one. A building block."""
    told_on, made = local_date(at), []
    for one in find(decision.follow_up, told_on):
        due = due_of(one, at)
        is_done = is_payment(one.quote) and not _unpaid(case)
        if due is not None and due > at and not is_done:
            draft = PromiseDraft(text=one.quote[:300], due_at=due)
            made.append(add(case, draft, source="letter", source_id=decision.pk, by=by, at=at))
    return made + ([] if made else from_tasks(case, _planned(case), by=by, at=at))


def from_tasks(case: Case, tasks: Sequence[Task], *, by: Actor, at: datetime) -> list[Promise]:
    """The dated tasks of a plan that the complainant has been told of. A building block."""
    with in_language_of(case):  # the words are the complainant's to read; titles of tasks are the house's own
        words = {
            "payment": _("We pay the compensation named in the decision."),
            "service": _("We improve our service as the decision says."),
            "process": _("We change our process as the decision says."),
        }
    return [
        add(case, PromiseDraft(text=words[task.kind], due_at=task.due_at), source="plan", task_id=task.pk, by=by, at=at)
        for task in tasks
        if task.kind in words and task.due_at is not None and task.due_at > at
    ]


def _planned(case: Case) -> list[Task]:
    rows = Task.objects.filter(owner_kind="case", owner_id=case.pk, state="open", due_at__isnull=False)
    return list(rows.filter(kind__in=("payment", "service", "process")).order_by("due_at", "id"))


def _unpaid(case: Case) -> bool:
    """Is a payment of the plan still to be made, or not even planned as a task?"""
    rows = Task.objects.filter(owner_kind="case", owner_id=case.pk, kind="payment")
    return not rows.exists() or rows.filter(state="open").exists()


def kept_with(case: Case, task: Task, *, by: Actor, at: datetime) -> list[Promise]:
    """Promises that a finished task keeps, with its proof: the task's own, and what the letter said of a payment once
    the last one is made. A building block."""
    rows = Promise.objects.filter(owner_kind="case", owner_id=case.pk, state=PromiseState.OPEN)
    is_last = task.kind == "payment" and not _unpaid(case)
    kept = [
        row for row in rows if row.task_id == task.pk or (is_last and row.source == "letter" and is_payment(row.text))
    ]
    return [
        clocks.keep_promise(
            promise=row, by=by, at=at, kept_at=at, proof_evidence_id=task.proof_evidence_id,
            note=task.note if len(task.note) >= 4 else _("The task was done."),
        )
        for row in kept
    ]  # fmt: skip


def _own(case: Case, promise: Promise) -> Promise:
    """The promise as it is now, of this case. Raises BadInput for another case's."""
    row = Promise.objects.filter(pk=promise.pk, owner_kind="case", owner_id=case.pk).first()
    if row is None:
        raise BadInput("promise.unknown", _("This promise does not belong to the complaint."), field="promise")
    return row


def body_of(rows: Sequence[Promise]) -> dict[str, object]:
    """What the ledger says of promises; of the words a hash."""
    return {
        "promises": [
            {
                "id": row.pk,
                "text": text_hash(row.pk, row.text),
                "due_at": row.due_at,
                "responsible": row.responsible_id,
                "source": row.source,
                "follows": row.follows_id,
            }
            for row in rows
        ]
    }
