"""What the change feed tells people: those who watch a case, and those who have to keep a promise."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.audit.queries.feed import Change, Position
from huiyin.cases.actions import notifications
from huiyin.cases.actions.notifications import News
from huiyin.cases.models import FeedPlace, Notification, Watch
from huiyin.clocks.models import Promise, PromiseState
from huiyin.core.actions import action
from huiyin.core.actors import Actor

READER = "notifications"
# What the machinery writes by itself is told by kinds of its own, if at all.
QUIET = ("clock.", "promise.near", "promise.broken")
_FRESH = timedelta(days=14)


@action
def begin(*, end: Position, by: Actor, at: datetime) -> Position:
    """Where the reader stands in the feed. The first time it begins at `end`: what was before is history."""
    row, _is_new = FeedPlace.objects.get_or_create(reader=READER, defaults={"xact": end.xact, "entry_id": end.id})
    return Position(row.xact, row.entry_id)


@action
def begin_again(*, end: Position, by: Actor, at: datetime) -> Position:
    """Go to `end` of the feed: after a backup was restored the old place means nothing."""
    FeedPlace.objects.filter(reader=READER).update(xact=end.xact, entry_id=end.id)
    return end


@action
def take_changes(*, before: Position, changes: Sequence[Change], by: Actor, at: datetime) -> int:
    """Tell of `changes`, the next of the feed behind `before`, and move the reader behind them; returns how many rows.
    Nothing when somebody else moved it meanwhile."""
    place = FeedPlace.objects.select_for_update().get(reader=READER)
    if not changes or Position(place.xact, place.entry_id) != before:
        return 0
    end = changes[-1].position
    place.xact, place.entry_id = end.xact, end.id
    place.save(update_fields=["xact", "entry_id"])
    promising = {one.case_id for one in changes if one.kind in ("promise.near", "promise.broken")}
    return notifications.tell_all(news=[*_watched(changes), *_promised(promising, at)], by=by, at=at)


def _watched(changes: Sequence[Change]) -> Iterator[News]:
    """One word for each case and watcher, of the last change that somebody else made; none while an earlier one of the
    same case is unread."""
    seen = [one for one in changes if not one.kind.startswith(QUIET)]
    watching = Watch.objects.filter(case__in={one.case_id for one in seen}).select_related("user") if seen else []
    told = set(
        Notification.objects.filter(
            kind="changed", read_at=None, user__in={watch.user_id for watch in watching}
        ).values_list("user_id", "case_id")
        if watching
        else ()
    )
    for watch in watching:
        label = f"{watch.user.name} {watch.user.employee_no}"
        by_others = [one for one in seen if one.case_id == watch.case_id and one.actor_label != label]
        if by_others and (watch.user_id, watch.case_id) not in told:
            last = by_others[-1]
            yield News(
                "changed", [watch.user_id], f"changed:{last.id}", watch.case_id,
                by_label=last.actor_label if last.actor_kind in ("staff", "api") else "",
            )  # fmt: skip


def _promised(cases: Collection[UUID], at: datetime) -> Iterator[News]:
    rows = Promise.objects.filter(owner_kind="case", owner_id__in=cases, state=PromiseState.OPEN) if cases else ()
    for row in rows:
        stands = "broken" if row.broken_at is not None else "near" if row.warned_at is not None else ""
        if stands and row.due_at > at - _FRESH:
            yield News(
                "promise", [row.responsible_id], f"promise:{row.pk}:{stands}", row.owner_id,
                details={"variant": stands, "due": row.due_at.isoformat()}, ref_id=row.pk,
            )  # fmt: skip
