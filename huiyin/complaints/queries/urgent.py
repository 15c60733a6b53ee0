"""The most urgent matter that waits for somebody: of what they own, have promised, have to do and to decide."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from huiyin.accounts.models import User
from huiyin.audit.models import Access
from huiyin.cases.models import Case
from huiyin.cases.queries import presence, queue, visible_to
from huiyin.cases.queries.queue import Wanted, end_of_today
from huiyin.cases.rules import numbers
from huiyin.clocks.models import Task, TaskState
from huiyin.clocks.queries import open_promises
from huiyin.complaints.queries import waiting
from huiyin.core.actors import Actor

AT_ONCE = 50


def following(user: User, by: Actor, *, at: datetime, since: datetime, leave_out: str = "") -> Case | None:
    """The case to open next: the one whose time is nearest. Left out:
    cases that somebody else is at, and the one with the number `leave_out`; what the person has opened since `since`
    comes only when nothing else waits. A few statements however much waits."""
    times = _times(user, by, at)
    if not times:
        return None
    rows = visible_to(user).filter(pk__in=list(times), is_open=True).select_related("unit", "owner")
    known = {row.pk: row for row in rows.exclude(number=numbers.tidy(leave_out))}
    taken = set(presence.others(known, user, at))
    seen = Access.objects.filter(
        aggregate_kind="case", aggregate_id__in=list(known), actor_id=user.pk, at__gte=since
    ).values_list("aggregate_id", flat=True)
    mine = set(seen)
    free = [pk for pk in known if pk not in taken]
    free.sort(key=lambda pk: (pk in mine, times[pk] or datetime.max.replace(tzinfo=at.tzinfo), pk))
    return known[free[0]] if free else None


def _times(user: User, by: Actor, at: datetime) -> dict[UUID, datetime | None]:
    """When each matter that waits for the person is due: the nearest of its limit, promise and task."""
    ends = end_of_today(at)
    found: dict[UUID, datetime | None] = {}

    def take(pairs: Iterable[tuple[UUID, datetime | None]]) -> None:
        for pk, due in pairs:
            before = found.get(pk)
            found[pk] = min(due, before) if due and before else due or before

    mine = queue.page(user, Wanted(owner_id=user.pk), at=at, size=AT_ONCE).rows
    take((row.pk, row.next_due_at) for row in mine)
    words = waiting.for_word_of(by)
    if words is not None:
        take((row.pk, row.next_due_at) for row in queue.page(user, Wanted(among=words), at=at, size=AT_ONCE).rows)
    tasks = Task.objects.filter(state=TaskState.OPEN, assignee=user, due_at__lte=ends, owner_kind="case")
    take(tasks.order_by("due_at", "id").values_list("owner_id", "due_at")[:AT_ONCE])
    promised = open_promises(responsible=user.pk, until=ends)[:AT_ONCE]
    take((row.owner_id, row.due_at) for row in promised)
    return found
