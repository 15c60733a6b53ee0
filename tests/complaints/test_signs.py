"""Urgent signs are told at once, to whom it concerns, once; whatever they say, nothing of the case changes."""

from datetime import timedelta

import pytest

from huiyin.audit.models import Entry
from huiyin.audit.queries import feed
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, FeedPlace, Notification
from huiyin.complaints.actions import signs as actions
from huiyin.complaints.jobs import signs
from huiyin.core.actors import customer
from tests.cases.make import TEXT, registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db(transaction=True)
LATER = AT + timedelta(minutes=1)
CALL = "你们再不赔，我就从你们楼上跳楼。"


def begun() -> None:
    """The reader of the feed stands at its end."""
    assert signs.take_feed(AT) == 0


def told() -> list[tuple[str, Case | None]]:
    rows = Notification.objects.filter(kind="sign").select_related("user", "case").order_by("at", "user__name")
    return [(row.user.employee_no, row.case) for row in rows]


def test_the_owner_and_who_leads_hear_of_it_and_nothing_changes(house: House) -> None:
    begun()
    registered(house, at=AT, text=TEXT, external_ref="calm")
    case = registered(house, at=AT, text=f"{TEXT}{CALL}", external_ref="urgent").case
    version, entries = case.version, Entry.objects.filter(aggregate_id=case.pk).count()
    assert signs.take_feed(LATER) >= 1
    assert {one for _who, one in told()} == {case}
    assert {who for who, _one in told()} == {case.owner.employee_no, house["sam"].employee_no}
    assert signs.take_feed(LATER) == 0, "once"
    case.refresh_from_db()
    assert (case.version, Entry.objects.filter(aggregate_id=case.pk).count()) == (version, entries)


def test_its_owner_hears_of_a_message_that_comes_later(house: House) -> None:
    case = registered(house, at=AT, text=TEXT).case
    Case.objects.filter(pk=case.pk).update(owner=house["tom"])
    begun()
    for n, text in enumerate(("什么时候有答复？", CALL, CALL)):
        at = LATER + timedelta(minutes=n)
        talk.hear(
            case=Case.objects.get(pk=case.pk), text=text, by=customer(None, where="portal"), at=at, channel="portal"
        )
        signs.take_feed(at)
    assert [one for who, one in told() if who == house["tom"].employee_no] == [case]


def test_two_readers_tell_once(house: House) -> None:
    begun()
    registered(house, at=AT, text=f"{TEXT}{CALL}")
    place = FeedPlace.objects.get(reader=actions.READER)
    before = feed.Position(place.xact, place.entry_id)
    changes = feed.after(before, 10)
    assert actions.take_changes(before=before, changes=changes, by=signs.BY, at=LATER) >= 1
    assert actions.take_changes(before=before, changes=changes, by=signs.BY, at=LATER) == 0


def test_words_that_may_be_meant_otherwise_call_nobody_and_denied_ones_do(house: House) -> None:
    begun()
    registered(house, at=AT, text=f"{TEXT}我拼命工作才交得起保费，很绝望。", external_ref="1")
    assert signs.take_feed(LATER) == 0
    case = registered(house, at=AT, text=f"{TEXT}我没想过自杀。", external_ref="2").case
    assert signs.take_feed(LATER) >= 1
    assert {one for _who, one in told()} == {case}


def test_a_matter_that_has_ended_calls_nobody(house: House) -> None:
    begun()
    case = registered(house, at=AT, text=f"{TEXT}{CALL}").case
    Case.objects.filter(pk=case.pk).update(is_open=False, state="closed", closed_at=AT)
    assert signs.take_feed(LATER) == 0
