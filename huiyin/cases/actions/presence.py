"""Who has a case before them. Personal and short-lived: no ledger, a table without a log, gone by itself."""

from datetime import datetime, timedelta
from uuid import UUID

from huiyin.cases.models import Case, Doing, Presence
from huiyin.cases.rules.limits import PRESENT_FOR
from huiyin.core import live
from huiyin.core.actions import action
from huiyin.core.actors import Actor

_WORTH_NOTHING = timedelta(minutes=5)


@action
def here(*, case: Case, slot: str, doing: str, by: Actor, at: datetime) -> bool:
    """A window says that its person looks at the case, or writes in it; said again every 20 seconds. True when that is
    news, which wakes the pages of the others. Two statements."""
    mine = Presence.objects.filter(case=case, user=by.id, slot=slot)
    found = mine.values_list("doing", "seen_at").first()
    if found is None:
        rows = [Presence(case=case, user_id=by.person, slot=slot, doing=Doing(doing), since=at, seen_at=at)]
        Presence.objects.bulk_create(rows, ignore_conflicts=True)
    else:
        mine.update(doing=Doing(doing), seen_at=at)
    is_news = found is None or found[0] != doing or found[1] < at - PRESENT_FOR
    if is_news:
        live.tell("here", case.pk)
    return is_news


@action
def gone(*, case_id: UUID, slot: str, by: Actor, at: datetime) -> bool:
    """The window shows the case no longer. True when it did before."""
    was_here = Presence.objects.filter(case=case_id, user=by.id, slot=slot).delete()[0] > 0
    if was_here:
        live.tell("here", case_id)
    return was_here


@action
def forget(*, by: Actor, at: datetime) -> int:
    """Remove what windows that were closed without a word have left; returns how many."""
    return Presence.objects.filter(seen_at__lt=at - _WORTH_NOTHING).delete()[0]
