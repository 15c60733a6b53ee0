"""What the feed, the clocks and the customer tell people; what leaves by mail and WeCom."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from huiyin.accounts.models import User
from huiyin.audit.queries import feed
from huiyin.cases import sweeps
from huiyin.cases.actions import due, following, notification_feed, notification_mail, notifications, talk
from huiyin.cases.jobs import notifications as rounds
from huiyin.cases.models import Case, FeedPlace, Notification, NotificationChoice, Recusal
from huiyin.channels.models import Outgoing
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Clock
from huiyin.core.actors import customer, system
from tests.cases.make import TEXT, registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
BY = system("test")


@pytest.fixture
def case(house: House) -> Case:
    return registered(house).case


def told(kind: str) -> list[str]:
    return sorted(row.user.name for row in Notification.objects.filter(kind=kind).select_related("user"))


def fire(case: Case, hours: int) -> None:
    at = AT + timedelta(hours=hours)
    for clock in Clock.objects.filter(owner_id=case.pk, rule_code="complaint.acceptance"):
        clocks.fire(clock_id=clock.pk, by=BY, at=at)
    due.carry(case_id=case.pk, by=BY, at=at)


def test_a_warning_goes_to_the_owner_and_a_breach_up_the_ladder_too(case: Case) -> None:
    fire(case, 17)
    assert told("warned") == ["Tom"]
    fire(case, 25)
    assert "Tom" in told("broken") or "Sam" in told("broken")
    row = Notification.objects.filter(kind="broken").first()
    assert row is not None
    assert row.details["rule"] == "complaint.acceptance"
    before = Notification.objects.count()
    fire(case, 25)
    assert Notification.objects.count() == before


def test_points_passed_together_are_told_once_and_no_warning_of_what_is_over(house: House, case: Case) -> None:
    fire(case, 25)
    assert told("warned") == []
    told_once = Notification.objects.filter(kind="broken").values_list("user", flat=True)
    assert len(told_once) == len(set(told_once)) > 0


def test_an_alarm_of_long_ago_wakes_nobody(case: Case) -> None:
    fire(case, 24 * 60)
    assert not Notification.objects.exists()


def test_what_the_complainant_writes_reaches_the_owner(house: House, case: Case) -> None:
    message = talk.hear(case=case, text="请问进展如何？", by=customer(case.people.get().pk), at=LATER)
    row = Notification.objects.get()
    assert (row.kind, row.user, row.ref_id) == ("reply", house["tom"], message.pk)


def test_a_watcher_hears_of_the_work_of_others_once_until_it_is_read(house: House, case: Case) -> None:
    following.watch(case=case, user=house["sam"], by=house.by("sam"), at=AT)
    FeedPlace.objects.create(reader="notifications", xact=feed.BEGINNING.xact, entry_id=feed.BEGINNING.id)
    changes = [_change(case, 1, house.by("tom").label), _change(case, 2, house.by("tom").label)]
    take(changes)
    assert told("changed") == ["Sam"]
    assert Notification.objects.get().by_label == house.by("tom").label
    take([_change(case, 3, house.by("tia").label)])
    assert told("changed") == ["Sam"]
    Notification.objects.update(read_at=LATER)
    take([_change(case, 4, house.by("tia").label)])
    assert told("changed") == ["Sam", "Sam"]


def test_a_watcher_does_not_hear_of_their_own_work_nor_of_clocks(house: House, case: Case) -> None:
    following.watch(case=case, user=house["sam"], by=house.by("sam"), at=AT)
    FeedPlace.objects.create(reader="notifications", xact=feed.BEGINNING.xact, entry_id=feed.BEGINNING.id)
    take([_change(case, 1, house.by("sam").label), _change(case, 2, "clocks.fire_due", kind="clock.warned")])
    assert told("changed") == []


def test_the_first_round_begins_at_the_end_of_the_feed_and_tells_nothing_of_before(case: Case) -> None:
    assert rounds.take_feed(LATER) == 0
    assert FeedPlace.objects.get().xact > 0


def test_two_workers_at_the_same_place_tell_once(house: House, case: Case) -> None:
    following.watch(case=case, user=house["sam"], by=house.by("sam"), at=AT)
    FeedPlace.objects.create(reader="notifications", xact=feed.BEGINNING.xact, entry_id=feed.BEGINNING.id)
    changes = [_change(case, 1, house.by("tom").label)]
    for _worker in range(2):
        notification_feed.take_changes(before=feed.BEGINNING, changes=changes, by=BY, at=LATER)
    assert told("changed") == ["Sam"]


def test_one_mail_tells_of_everything_and_of_nothing_personal(house: House, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(subject="李春梅 13812345678 医疗险拒赔")
    for n in range(3):
        notifications.tell(kind="broken", to=[house["tom"]], case=case, key=f"k{n}", by=BY, at=LATER,
                           details={"rule": "complaint.acceptance", "due": LATER.isoformat()})  # fmt: skip
    assert rounds.send(LATER) == 3
    mail = Outgoing.objects.get(purpose="notification")
    assert mail.address == house["tom"].email
    whole = mail.subject + mail.body
    assert case.number in whole
    assert "医疗险拒赔" in whole
    for secret in ("李春梅", "13812345678", "li@example.com", TEXT[:20]):
        assert secret not in whole, secret
    assert "/desk/notifications/" in whole
    assert rounds.send(LATER) == 0
    assert Outgoing.objects.filter(purpose="notification").count() == 1


def test_who_lost_the_case_meanwhile_gets_no_mail_of_it(house: House, case: Case) -> None:
    notifications.tell(kind="broken", to=[house["tom"]], case=case, key="k", by=BY, at=LATER)
    Recusal.objects.create(case=case, user=house["tom"], ground="declared", reason="x", at=AT, by_label="test")
    assert rounds.send(LATER) == 0
    assert not Outgoing.objects.filter(purpose="notification").exists()
    assert Notification.objects.get().mail_due_at is None


def test_who_left_and_what_was_read_leave_by_no_mail(house: House, case: Case) -> None:
    for name in ("tom", "sam"):
        notifications.tell(kind="broken", to=[house[name]], case=case, key="k", by=BY, at=LATER)
    User.objects.filter(pk=house["tom"].pk).update(is_active=False)
    notifications.read_all(user=house["sam"], by=house.by("sam"), at=LATER)
    assert rounds.send(LATER) == 0


def test_what_is_not_due_yet_stays(house: House, case: Case) -> None:
    notifications.choose(user=house["tom"], ways={"handed": ["mail"]}, digest="hourly", by=house.by("tom"), at=AT)
    notifications.tell(kind="handed", to=[house["tom"]], case=case, key="k", by=BY, at=LATER)
    assert rounds.send(LATER) == 0
    assert rounds.send(LATER + timedelta(hours=1)) == 1


def test_a_person_of_the_house_reads_the_mail_in_their_language(house: House, case: Case) -> None:
    User.objects.filter(pk=house["tom"].pk).update(language="en")
    notifications.tell(kind="reply", to=[house["tom"]], case=case, key="k", by=BY, at=LATER)
    Notification.objects.update(mail_due_at=LATER)
    notification_mail.send_mail(user_id=house["tom"].pk, by=BY, at=LATER)
    mail = Outgoing.objects.get(purpose="notification")
    assert mail.subject == f"The complainant of {case.number} has written."


def test_a_flood_is_one_mail_with_an_end(house: House, case: Case) -> None:
    for n in range(50):
        notifications.tell(kind="broken", to=[house["tom"]], case=case, key=f"k{n}", by=BY, at=LATER)
    rounds.send(LATER)
    assert Outgoing.objects.get(purpose="notification").body.count("/desk/notifications/") == 30


def test_wecom_gets_numbers_and_a_link_only(house: House, case: Case, settings: Any) -> None:
    settings.WECOM = {"corp_id": "x", "agent_id": "1", "secret": "s", "url": "http://127.0.0.1:9"}
    by = house.by("tom")
    notifications.choose(user=house["tom"], ways={"handed": ["wecom"]}, wecom_id="tom.w", by=by, at=AT)
    notifications.tell(kind="handed", to=[house["tom"]], case=case, key="k", by=BY, at=LATER)
    assert rounds.send(LATER) == 1
    row = Outgoing.objects.get(method="wecom")
    assert row.address == "tom.w"
    assert case.number in row.body
    assert case.subject not in row.body
    assert row.body.endswith(f"/desk/notifications/{Notification.objects.get().pk}/")


def test_without_an_account_name_nothing_is_sent_to_wecom(house: House, case: Case, settings: Any) -> None:
    settings.WECOM = {"corp_id": "x", "agent_id": "1", "secret": "s", "url": "http://127.0.0.1:9"}
    notifications.tell(kind="broken", to=[house["tom"]], case=case, key="k", by=BY, at=LATER)
    assert Notification.objects.get().wecom_due_at is None
    assert not NotificationChoice.objects.exists()


def test_what_is_old_is_forgotten(house: House, case: Case) -> None:
    notifications.tell(kind="handed", to=[house["tom"]], case=case, key="k", by=BY, at=LATER)
    assert notification_mail.forget(by=BY, at=LATER + timedelta(days=89)) == 0
    assert notification_mail.forget(by=BY, at=LATER + timedelta(days=91)) == 1


def test_the_sweeps_run_on_an_empty_house(house: House) -> None:
    assert sweeps.tell_of_changes() == 0
    assert sweeps.send_notifications() == 0
    assert sweeps.forget_notifications() == 0


def take(changes: list[feed.Change]) -> int:
    row = FeedPlace.objects.get()
    before = feed.Position(row.xact, row.entry_id)
    return notification_feed.take_changes(before=before, changes=changes, by=BY, at=LATER)


def _change(case: Case, n: int, label: str, *, kind: str = "case.note_added") -> feed.Change:
    actor = "system" if kind.startswith("clock.") else "staff"
    return feed.Change(feed.Position(n, UUID(int=n)), case.pk, n, kind, LATER, LATER, actor, label)
