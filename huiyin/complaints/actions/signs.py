"""Telling people at once of urgent signs in what a customer writes (3.2-7, domain §8-2). Advice to people: nothing of
the case changes by it, so its ledger says nothing of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from huiyin.accounts.queries import staff_with_role
from huiyin.audit.queries.feed import Change, Position
from huiyin.cases.actions import notifications
from huiyin.cases.actions.notifications import News
from huiyin.cases.models import Case, FeedPlace
from huiyin.complaints.queries.suggesting import signs
from huiyin.complaints.rules.signals import Found
from huiyin.complaints.rules.table import LEADING
from huiyin.core.actions import action
from huiyin.core.actors import Actor

READER = "signs"
# What brings words of a customer: a matter that begins, and a message.
BRINGS = ("complaint.registered", "service.registered", "case.opened_", "case.message_added")
MOST = 30  # people of one role


@action
def begin(*, end: Position, by: Actor, at: datetime) -> Position:
    """Where the reader stands in the feed of changes. The first time it begins at `end`: what was before was read by
    people long ago."""
    row, _is_new = FeedPlace.objects.get_or_create(reader=READER, defaults={"xact": end.xact, "entry_id": end.id})
    return Position(row.xact, row.entry_id)


@action
def begin_again(*, end: Position, by: Actor, at: datetime) -> Position:
    """Go to `end` of the feed: after a backup was restored the old place means nothing."""
    FeedPlace.objects.filter(reader=READER).update(xact=end.xact, entry_id=end.id)
    return end


@action
def take_changes(*, before: Position, changes: Sequence[Change], by: Actor, at: datetime) -> int:
    """Read the open matters to which `changes`, the next of the feed behind `before`, brought words, tell of urgent
    signs, and move the reader behind them; returns how many rows. Nothing when somebody else moved it meanwhile."""
    place = FeedPlace.objects.select_for_update().get(reader=READER)
    if not changes or Position(place.xact, place.entry_id) != before:
        return 0
    end = changes[-1].position
    place.xact, place.entry_id = end.xact, end.id
    place.save(update_fields=["xact", "entry_id"])
    ids = {one.case_id for one in changes if one.kind.startswith(BRINGS)}
    rows = Case.objects.filter(pk__in=ids, is_open=True).select_related("unit")
    return notifications.tell_all(news=list(_news(list(rows.order_by("pk")))), by=by, at=at)


def _news(cases: Sequence[Case]) -> Iterator[News]:
    """One word for each case, and one more when a later message brings another urgent sign."""
    for case in cases:
        codes = sorted(found.sign.code for found in signs(case) if _calls(found))
        if codes:
            yield News("sign", _who(case), f"sign:{case.pk}:{'+'.join(codes)}", case.pk)


def _calls(found: Found) -> bool:
    """Is it urgent by its strong words, even denied ones? Words that are only maybe meant stand on the page."""
    return found.sign.urgent and any(map(found.sign.strong.search, found.words))


def _who(case: Case) -> set[UUID]:
    """Its owner, and everybody of the first leading role that somebody holds for its unit: who calls such a customer
    has a supervisor present."""
    for role in LEADING:
        people = {user.pk for user in staff_with_role(role, case.unit)[:MOST]}
        if people:
            return {case.owner_id, *people}
    return {case.owner_id}
