"""The life of an ordered case file: ordered, made by a job, handed out, deleted again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.audit.actions.ledger import Aggregate, looked
from huiyin.audit.models import Dossier, DossierState
from huiyin.core.actions import action
from huiyin.core.actors import Actor

KEPT = timedelta(days=7)


@action
def order_dossier(*, aggregate: Aggregate, choices: Mapping[str, Any], reason: str, by: Actor, at: datetime) -> Dossier:
    """Order a case file; the caller has checked the right to take it out and defers the job. The access log says who
    asked for it and why."""
    row = Dossier.objects.create(
        aggregate_kind=aggregate[0],
        aggregate_id=aggregate[1],
        choices=dict(choices),
        reason=reason,
        ordered_at=at,
        ordered_by_id=by.id,
        ordered_by_label=by.label,
    )
    looked(kind="export", by=by, at=at, aggregate=aggregate, fields=["dossier"], reason=reason)
    return row


@action
def note_progress(*, dossier_id: UUID, done: int, total: int, by: Actor, at: datetime) -> None:
    """How far the file is, in bytes."""
    Dossier.objects.filter(pk=dossier_id).update(done=done, total=total)


@action
def finish_dossier(
    *, dossier_id: UUID, digest: str, size: int, manifest_sha256: str, key_id: str, by: Actor, at: datetime
) -> Dossier | None:
    """The file is there, for a week. None when it was finished or given up before."""
    row = Dossier.objects.select_for_update().filter(pk=dossier_id, state=DossierState.ORDERED).first()
    if row is None:
        return None
    row.state, row.made_at, row.expires_at = DossierState.READY, at, at + KEPT
    row.digest, row.size, row.done, row.total = digest, size, size, size
    row.manifest_sha256, row.key_id = manifest_sha256, key_id
    row.save()
    return row


@action
def fail_dossier(*, dossier_id: UUID, failure: str, by: Actor, at: datetime) -> None:
    """It could not be made; the sentence says why."""
    rows = Dossier.objects.filter(pk=dossier_id, state=DossierState.ORDERED)
    rows.update(state=DossierState.FAILED, failure=failure[:300])


@action
def hand_out_dossier(*, dossier: Dossier, by: Actor, at: datetime) -> None:
    """Somebody takes the file: one more line in the access log, with the reason it was ordered for."""
    looked(
        kind="export", by=by, at=at, aggregate=(dossier.aggregate_kind, dossier.aggregate_id),
        fields=["dossier", str(dossier.pk)], reason=dossier.reason,
    )  # fmt: skip


@action
def expire_dossiers(*, by: Actor, at: datetime) -> int:
    """Give up the files whose week is over (nothing refers to them then, and the sweep of files deletes them), and the
    orders that nobody worked on for a day. Returns how many."""
    over = Dossier.objects.filter(state=DossierState.READY, expires_at__lte=at)
    gone = over.update(state=DossierState.EXPIRED, digest="")
    lost = Dossier.objects.filter(state=DossierState.ORDERED, ordered_at__lte=at - timedelta(days=1))
    return gone + lost.update(state=DossierState.FAILED, failure="No worker made it within a day.")
