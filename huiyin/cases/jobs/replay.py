"""Playing a draft of a rule over the real history (`handbook.actions.replays`): batch by batch, each kept at once."""

import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings

from huiyin.cases.queries import history
from huiyin.cases.rules.replay import Ground, Judged, Past, Tally, readable
from huiyin.core.actors import system
from huiyin.core.ids import uuid7
from huiyin.core.jobs import job
from huiyin.core.noop import _
from huiyin.core.time import now
from huiyin.handbook import actions as handbook
from huiyin.handbook.models import Replay, ReplayRow, RuleDraft
from huiyin.handbook.queries import drafts, published
from huiyin.handbook.rules.node import PackError

log = logging.getLogger(__name__)
BY = system("cases.replay")
CHANGED = _("The draft was changed while it waited.")
CLOCKS, CASES, DONE = "clocks", "cases", "done"


@job("cases.replay")
def replay(replay_id: str) -> None:
    """Play one replay to its end, from where it stands; does nothing when it is finished or cancelled."""
    published.forget()
    row = Replay.objects.select_related("draft").filter(pk=UUID(replay_id)).first()
    if row is None or row.is_finished:
        return
    draft = row.draft
    if drafts.ground(draft) != row.ground:
        handbook.fail_replay(replay_id=row.pk, fault=CHANGED, by=BY, at=now())
        return
    try:
        ground = Ground(drafts.terms_of(draft), drafts.calendar_of(draft), row.created_at)
    except PackError as error:
        handbook.fail_replay(replay_id=row.pk, fault=str(error), by=BY, at=now())
        return
    total = history.count(
        draft.code, draft.pack, row.since, open_only=row.open_only, with_cases=_with_cases(ground, row)
    )
    going: Replay | None = handbook.begin_replay(replay_id=row.pk, total=total, by=BY, at=now())
    while going is not None and going.phase != DONE:
        going = _batch(going, draft, ground)
    if going is not None:
        handbook.finish_replay(replay_id=row.pk, by=BY, at=now())


def _batch(row: Replay, draft: RuleDraft, ground: Ground) -> Replay | None:
    """One batch: read, judge, keep."""
    phase, cursor = row.phase, row.cursor
    if phase == CLOCKS:
        past, last = history.clocks(draft.code, draft.pack, row.since, open_only=row.open_only, after=cursor)
        seen = len(past)
        following = CLOCKS if last else CASES if _with_cases(ground, row) else DONE
    else:
        assert ground.draft is not None
        past, seen, last = history.cases(draft.code, drafts.base_of(draft), ground.draft, row.since, after=cursor)
        following = CASES if last else DONE
    tally, rows = Tally.of(row.summary), []
    for one in past:
        judged = readable(one, ground)
        if judged is None:
            tally.totals["unreadable"] += 1
            continue
        tally.add(one, judged, ground)
        if judged.change:
            rows.append(_row(row, one, judged))
    return handbook.advance_replay(
        replay_id=row.pk,
        after=(phase, cursor),
        phase=following,
        cursor=last,
        done=seen,
        rows=rows,
        summary=tally.as_json(),
        by=BY,
        at=now(),
    )


def _with_cases(ground: Ground, row: Replay) -> bool:
    """Whether cases without a limit of the rule are looked at: only receipt tells when theirs would have begun."""
    rule = ground.draft
    if rule is None or row.open_only or "received" not in rule.events.start:
        return False
    return not rule.optional or rule.code in settings.OPTIONAL_RULES


def _row(row: Replay, past: Past, judged: Judged) -> ReplayRow:
    return ReplayRow(
        id=uuid7(),
        replay_id=row.pk,
        case_id=past.case_id,
        clock_id=past.clock_id,
        unit_id=past.unit_id,
        change=judged.change,
        started_at=past.started_at,
        old_due_at=past.old_due,
        new_due_at=judged.new_due,
        old_broken=judged.old_broken,
        new_broken=judged.new_broken,
    )


def resume(at: datetime) -> int:
    """Go on with replays whose worker was lost; returns how many were queued again."""
    lost = drafts.stuck_replays(at)
    for replay_id in lost:
        handbook.queue_replay(replay_id=replay_id, by=BY, at=at)
    return len(lost)
