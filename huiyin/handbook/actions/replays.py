"""Playing a draft over the history: asked for here, done by a job of `cases`, its results kept here.

Each batch is one transaction: its rows, its share of the summary and where to go on. A worker that dies loses nothing;
another goes on after the last batch, and a batch done twice is not possible because the row is locked for it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.audit import actions as audit
from huiyin.core import bulk, jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.handbook.actions import base
from huiyin.handbook.models import DraftState, Replay, ReplayRow, ReplayState, RuleDraft
from huiyin.handbook.queries import drafts as reading

JOB = "cases.replay"


@action
def start_replay(*, draft: RuleDraft, since: datetime, open_only: bool = False, by: Actor, at: datetime) -> Replay:
    """Queue a replay of the draft as it stands over what began on or after `since`; `open_only` leaves out what has
    ended. One that is under way on the same ground is returned instead; one on another ground is cancelled first.
    """
    base.must_be(by)
    draft = base.lock(draft)
    base.must_stand(draft, DraftState.DRAFT, DraftState.SUBMITTED, DraftState.REJECTED)
    if since >= at:
        raise BadInput("replay.since", _("Choose a day in the past."), field="since")
    ground = reading.ground(draft)
    last = Replay.objects.select_for_update().filter(draft=draft).order_by("-created_at", "-id").first()
    if last is not None and not last.is_finished:
        if (last.ground, last.since, last.open_only) == (ground, since, open_only):
            return last
        _end(last, ReplayState.CANCELLED, at)
    replay = Replay.objects.create(
        draft=draft,
        ground=ground,
        body=draft.body,
        since=since,
        open_only=open_only,
        started_by=accounts.person(by),
        created_at=at,
        beat_at=at,
    )
    audit.record(
        aggregate=draft.key,
        kind="rule.replay_started",
        by=by,
        at=at,
        body={"replay": replay.pk, "ground": ground, "since": since, "open_only": open_only},
    )
    jobs.defer(JOB, queue="default", replay_id=str(replay.pk))
    return replay


@action
def queue_replay(*, replay_id: UUID, by: Actor, at: datetime) -> bool:
    """Queue an unfinished replay again whose worker was lost. False when it is finished or moves by now."""
    replay = Replay.objects.select_for_update(skip_locked=True).filter(pk=replay_id).first()
    if replay is None or replay.is_finished:
        return False
    replay.beat_at = at
    replay.save(update_fields=["beat_at"])
    jobs.defer(JOB, queue="default", replay_id=str(replay_id))
    return True


@action
def begin_replay(*, replay_id: UUID, total: int, by: Actor, at: datetime) -> Replay | None:
    """A worker takes the replay up, for the first time or again. None when nothing is to be done any more."""
    replay = _take(replay_id)
    if replay is None:
        return None
    replay.state, replay.beat_at = ReplayState.RUNNING, at
    replay.total = max(total, replay.done)
    replay.save(update_fields=["state", "beat_at", "total"])
    return replay


@action
def advance_replay(
    *,
    replay_id: UUID,
    after: tuple[str, UUID | None],
    phase: str,
    cursor: UUID | None,
    done: int,
    rows: Sequence[ReplayRow],
    summary: dict[str, Any],
    by: Actor,
    at: datetime,
) -> Replay | None:
    """Keep one batch: its rows and the summary with it. `after` is the (phase, cursor) it began from. None when
    the replay was cancelled or another worker has done this batch."""
    replay = _take(replay_id)
    if replay is None or (replay.phase, replay.cursor) != after:
        return None
    bulk.copy_in(ReplayRow, rows)
    replay.phase, replay.cursor, replay.summary = phase, cursor, summary
    replay.done, replay.beat_at = replay.done + done, at
    replay.total = max(replay.total, replay.done)
    replay.save(update_fields=["phase", "cursor", "summary", "done", "total", "beat_at"])
    return replay


@action
def finish_replay(*, replay_id: UUID, by: Actor, at: datetime) -> Replay | None:
    """The whole history is done; None when it was ended before."""
    replay = _take(replay_id)
    if replay is None:
        return None
    replay.total = replay.done
    _end(replay, ReplayState.DONE, at)
    audit.record(
        aggregate=("rule", replay.draft_id),
        kind="rule.replayed",
        by=by,
        at=at,
        body={"replay": replay.pk, "ground": replay.ground, "limits": replay.done, "totals": replay.summary["totals"]},
    )
    return replay


@action
def fail_replay(*, replay_id: UUID, fault: str, by: Actor, at: datetime) -> Replay | None:
    """It cannot go on; `fault` (a msgid where it is one of ours) says why."""
    replay = _take(replay_id)
    if replay is not None:
        replay.fault = fault[:500]
        _end(replay, ReplayState.FAILED, at)
    return replay


@action
def cancel_replay(*, replay: Replay, by: Actor, at: datetime) -> Replay:
    """Stop a replay; what it found so far stays, but it does not count for approval. Waits for the running batch."""
    base.must_be(by)
    found = _take(replay.pk)
    if found is None:
        return Replay.objects.get(pk=replay.pk)
    _end(found, ReplayState.CANCELLED, at)
    audit.record(
        aggregate=("rule", found.draft_id), kind="rule.replay_cancelled", by=by, at=at, body={"replay": found.pk}
    )
    return found


def _take(replay_id: UUID) -> Replay | None:
    open_ = [ReplayState.QUEUED, ReplayState.RUNNING]
    return Replay.objects.select_for_update().filter(pk=replay_id, state__in=open_).first()


def _end(replay: Replay, state: str, at: datetime) -> None:
    replay.state, replay.ended_at, replay.beat_at = state, at, at
    replay.save(update_fields=["state", "ended_at", "beat_at", "fault", "total"])
