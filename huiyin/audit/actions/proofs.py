"""Keeping what a night's proof found. The proving itself lies with the context whose rows are proved."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.audit.models import ProofRun
from huiyin.core import jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor

MOST_KEPT = 50


@action
def begin_proof(*, kind: str, slice_after: UUID | None, by: Actor, at: datetime) -> ProofRun:
    """A proof of this kind begins; `slice_after` is where the last one stopped among the ended rows."""
    return ProofRun.objects.create(kind=kind, started_at=at, slice_after=slice_after)


@action
def note_proof(
    *,
    run: ProofRun,
    checked: int,
    differences: Sequence[dict[str, Any]],
    slice_after: UUID | None,
    by: Actor,
    at: datetime,
) -> ProofRun:
    """Take a batch over: how many rows were proved and what differs: {"owner": [kind, id], "says": sentence}."""
    run.checked += checked
    run.differing += len(differences)
    run.first = [*run.first, *differences][:MOST_KEPT]
    run.slice_after = slice_after
    run.save(update_fields=["checked", "differing", "first", "slice_after"])
    return run


@action
def end_proof(*, run: ProofRun, by: Actor, at: datetime) -> ProofRun:
    """The proof is through. When something differs, the administrators are told by mail."""
    run.ended_at = at
    run.save(update_fields=["ended_at"])
    if run.differing:
        jobs.defer("channels.tell_of_proof", run_id=str(run.pk))
    return run


@action
def told_of_proof(*, run_id: UUID, by: Actor, at: datetime) -> ProofRun | None:
    """The administrators are being told, in this very transaction; None when they were told before."""
    run = ProofRun.objects.select_for_update().filter(pk=run_id, told_at=None, differing__gt=0).first()
    if run is None:
        return None
    run.told_at = at
    run.save(update_fields=["told_at"])
    return run
