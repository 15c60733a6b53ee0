"""Promises to customers (1.1-7, 6.3-2): made, kept with proof, released or given another date by the customer.

Building blocks: the caller has locked the aggregate and writes the ledger entry. Only `note_time` comes from a sweep
and writes its own.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.audit import actions as audit
from huiyin.clocks import queries
from huiyin.clocks.models import Promise, PromiseState
from huiyin.clocks.rules import promises as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

_MOST = 300


@action
def promise(
    *,
    owner: queries.Owner,
    text: str,
    due_at: datetime,
    responsible: User,
    source: str,
    by: Actor,
    at: datetime,
    source_id: UUID | None = None,
    person_id: UUID | None = None,
    task_id: UUID | None = None,
    follows: Promise | None = None,
    agreement: str = "",
) -> Promise:
    """Write down a promise. The same words for the same time from the same source, still open, come back unchanged.

    Raises BadInput without words or for more than 300 characters, for a time that is not after `at`, or no such source.
    """
    words = text.strip()
    if not words:
        raise BadInput("promise.text", _("Write what was promised."), field="promise_text")
    if len(words) > _MOST:
        raise BadInput("promise.long", _("At most %(count)d characters.") % {"count": _MOST}, field="promise_text")
    if due_at <= at:
        raise BadInput("promise.past", _("A promise is for a time that is still to come."), field="promise_due")
    if source not in rules.SOURCES:
        raise BadInput("promise.source", _("Choose where it was promised."), field="source")
    known = Promise.objects.filter(
        owner_kind=owner[0], owner_id=owner[1], text=words, due_at=due_at, source=source, source_id=source_id,
        state=PromiseState.OPEN,
    ).first()  # fmt: skip
    if known is not None:
        return known
    return Promise.objects.create(
        owner_kind=owner[0], owner_id=owner[1], text=words, person_id=person_id, responsible=responsible, due_at=due_at,
        made_at=at, made_by_label=by.label, source=source, source_id=source_id, task_id=task_id, follows=follows,
        agreement=agreement,
    )  # fmt: skip


@action
def keep_promise(
    *,
    promise: Promise,
    by: Actor,
    at: datetime,
    kept_at: datetime,
    proof_evidence_id: UUID | None = None,
    note: str = "",
) -> Promise:
    """Say that a promise was kept at `kept_at`, with an evidence item or a few words as proof. Kept already: unchanged.

    Raises Refused(`promise.proof`) without either, BadInput for a moment in the future or before it was made.
    """
    row = _open(promise, PromiseState.KEPT)
    if row.state != PromiseState.OPEN:
        return row
    if proof_evidence_id is None and len(note.strip()) < 4:
        raise Refused("promise.proof", _("Attach the proof, or write down how it was kept."), clause="3.4-1")
    if not row.made_at <= kept_at <= at:
        raise BadInput(
            "promise.kept_at", _("The moment lies in the future or before the promise was made."), field="kept_at"
        )
    row.proof_evidence_id = proof_evidence_id
    return _end(row, PromiseState.KEPT, kept_at, by, note)


@action
def release_promise(
    *, promise: Promise, by: Actor, at: datetime, proof: str, evidence_id: UUID | None = None
) -> Promise:
    """The customer releases us from a promise; `proof` says how they did. Released already: unchanged."""
    row = _open(promise, PromiseState.RELEASED)
    if row.state != PromiseState.OPEN:
        return row
    _agreed(proof)
    row.proof_evidence_id = evidence_id
    return _end(row, PromiseState.RELEASED, at, by, proof)


@action
def move_promise(
    *, promise: Promise, due_at: datetime, proof: str, by: Actor, at: datetime, evidence_id: UUID | None = None
) -> Promise:
    """Another date, to which the customer agreed; `proof` says how. The old promise stays to be seen, the new one
    follows it. Returns the new one, also when it was moved to that very time already.
    """
    row = _open(promise, PromiseState.MOVED)
    if row.state != PromiseState.OPEN:
        return Promise.objects.get(follows=row)
    _agreed(proof)
    row.proof_evidence_id = evidence_id
    _end(row, PromiseState.MOVED, at, by, proof)
    return Promise.objects.create(
        owner_kind=row.owner_kind, owner_id=row.owner_id, text=row.text, person_id=row.person_id,
        responsible=row.responsible, due_at=_later(due_at, at), made_at=at, made_by_label=by.label, source=row.source,
        source_id=row.source_id, task_id=row.task_id, follows=row, agreement=proof.strip()[:_MOST],
    )  # fmt: skip


@action
def carry_promise(*, promise: Promise, reason: str, by: Actor, at: datetime) -> Promise:
    """Let an open promise outlive the end of its case: it stays owed, and the reason is kept."""
    row = _open(promise, PromiseState.OPEN)
    if len(reason.strip()) < 4:
        raise BadInput("promise.reason", _("Say why it is kept after the end of the case."), field="reason")
    row.carried_reason = reason.strip()[:_MOST]
    row.save(update_fields=["carried_reason"])
    return row


@action
def note_time(*, promise_id: UUID, by: Actor, at: datetime) -> str:
    """Remember, in the ledger too, that a promise is near or was broken. Returns `near`, `broken`, or nothing."""
    row = Promise.objects.select_for_update(skip_locked=True).filter(pk=promise_id, state=PromiseState.OPEN).first()
    if row is None or not audit.try_hold((row.owner_kind, row.owner_id)):
        return ""
    body: dict[str, Any] = {"promise": row.pk, "due_at": row.due_at, "responsible": row.responsible_id}
    if at > row.due_at and row.broken_at is None:
        row.broken_at, kind = row.due_at, "broken"
    elif row.warned_at is None and row.broken_at is None and at >= rules.remind_at(row.made_at, row.due_at):
        row.warned_at, kind = at, "near"
    else:
        return ""
    row.save(update_fields=["broken_at", "warned_at"])
    audit.record(aggregate=(row.owner_kind, row.owner_id), kind=f"promise.{kind}", by=by, at=at, body=body)
    return kind


def _agreed(proof: str) -> None:
    if len(proof.strip()) < 4:
        raise BadInput(
            "promise.agreement", _("Write down when and how the customer agreed: call record, message, letter."),
            field="proof",
        )  # fmt: skip


def _later(due_at: datetime, at: datetime) -> datetime:
    if due_at <= at:
        raise BadInput("promise.past", _("A promise is for a time that is still to come."), field="due_at")
    return due_at


def _open(promise: Promise, wanted: str) -> Promise:
    """The row as it is now, locked: open, or ended already as wanted. Raises Refused when it ended the other way."""
    row = Promise.objects.select_for_update(of=("self",)).select_related("responsible").get(pk=promise.pk)
    if row.state not in (PromiseState.OPEN, wanted):
        raise Refused(
            "promise.ended", _("This promise has ended already: %(state)s.") % {"state": row.get_state_display()}
        )
    return row


def _end(row: Promise, state: str, moment: datetime, by: Actor, note: str) -> Promise:
    row.state, row.ended_at, row.ended_by_label, row.note = state, moment, by.label, note.strip()[:_MOST]
    row.broken_at = row.broken_at or (row.due_at if moment > row.due_at else None)
    row.save(update_fields=["state", "ended_at", "ended_by_label", "proof_evidence_id", "note", "broken_at"])
    return row
