"""Proving that stored limits are what their rule, events and calendar give: some at a time, nothing is changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.audit import actions as audit
from huiyin.audit.models import ProofRun
from huiyin.clocks import queries
from huiyin.clocks.models import Clock
from huiyin.core import jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor

KIND = "clocks"


@action
def prove(*, run: ProofRun, clock_ids: Sequence[UUID], slice_after: UUID | None, by: Actor, at: datetime) -> ProofRun:
    """Compute these limits again and note what differs. One that seems to is read once more under its lock: it may
    just have been moving."""
    rows = Clock.objects.filter(pk__in=clock_ids).prefetch_related("events")
    doubtful = sorted(row.pk for row in rows if queries.verify(row))
    differences: list[dict[str, Any]] = []
    for row in Clock.objects.select_for_update().filter(pk__in=doubtful).order_by("pk"):
        says = "; ".join(queries.verify(row))
        if says:
            differences.append({"owner": [row.owner_kind, str(row.owner_id)], "says": says})
    return audit.note_proof(
        run=run, checked=len(clock_ids), differences=differences, slice_after=slice_after, by=by, at=at
    )


@action
def ask_for_proof(*, by: Actor, at: datetime) -> int:
    """Have the worker prove everything that a night would, now. Returns the id of the job."""
    return jobs.defer("clocks.prove_stored", queue="sweeps", timestamp=int(at.timestamp()))
