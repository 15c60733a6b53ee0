"""Telling people of the house, and what each of them sees of it."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from huiyin.accounts.models import User
from huiyin.cases.actions import notifications
from huiyin.cases.models import Case, Notification, Participation, Recusal
from huiyin.cases.queries import notifications as queries
from huiyin.core.actors import system
from huiyin.core.errors import BadInput
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
BY = system("test")


@pytest.fixture
def case(house: House) -> Case:
    return registered(house).case


def tell(case: Case, *names: User, key: str = "k", by=BY, kind: str = "handed", at=LATER) -> int:
    return notifications.tell(kind=kind, to=names, case=case, key=key, by=by, at=at)


def test_the_same_key_tells_the_same_person_once(house: House, case: Case) -> None:
    for _again in range(3):
        tell(case, house["tom"], house["sam"], house["tom"])
    assert Notification.objects.count() == 2
    assert queries.unread_count(house["tom"]) == 1


def test_nobody_is_told_of_what_they_did_themselves(house: House, case: Case) -> None:
    assert tell(case, house["tom"], house["sam"], by=house.by("tom")) == 1
    assert Notification.objects.get().user == house["sam"]
    assert Notification.objects.get().by_label == house.by("tom").label


def test_who_left_the_house_is_told_nothing(house: House, case: Case) -> None:
    User.objects.filter(pk=house["sam"].pk).update(is_active=False)
    assert tell(case, house["sam"]) == 0
    assert notifications.tell(kind="handed", to=[uuid4()], case=case, key="k", by=BY, at=LATER) == 0


def test_it_goes_with_the_transaction_of_the_caller(house: House, case: Case) -> None:
    with transaction.atomic():
        tell(case, house["sam"])
        assert Notification.objects.count() == 1
        transaction.set_rollback(True)
    assert not Notification.objects.exists()


def test_a_hundred_people_cost_four_statements(house: House, case: Case, django_assert_num_queries) -> None:
    more = [
        User.objects.create(email=f"p{n}@house.example", name=f"P{n}", employee_no=f"P{n}", unit=house.units["JS-CP"])
        for n in range(100)
    ]
    with django_assert_num_queries(4):
        assert tell(case, *more) == 100
    with django_assert_num_queries(0):
        assert tell(case) == 0


def test_who_lost_the_case_sees_nothing_of_it_and_gains_it_back_with_the_case(house: House, case: Case) -> None:
    tell(case, house["tom"], house["sam"])
    row = Notification.objects.get(user=house["tom"])
    away = Recusal.objects.create(case=case, user=house["tom"], ground="declared", reason="x", at=AT, by_label="test")
    tom = User.objects.get(pk=house["tom"].pk)
    assert (queries.unread_count(tom), queries.page(tom).rows, queries.one(tom, row.pk)) == (0, [], None)
    assert queries.unread_count(house["sam"]) == 1
    Recusal.objects.filter(pk=away.pk).update(lifted_at=LATER)
    assert queries.unread_count(tom) == 1


def test_somebody_else_cannot_open_or_read_mine(house: House, case: Case) -> None:
    tell(case, house["tom"])
    row = Notification.objects.get()
    assert queries.one(house["sam"], row.pk) is None
    assert notifications.read(user=house["sam"], ids=[row.pk], by=house.by("sam"), at=LATER) == 0
    assert notifications.read(user=house["tom"], ids=[row.pk], by=house.by("tom"), at=LATER) == 1
    assert notifications.read(user=house["tom"], ids=[row.pk], by=house.by("tom"), at=LATER) == 0


def test_pages_follow_each_other_without_gap_or_repeat(house: House, case: Case) -> None:
    for n in range(25):
        tell(case, house["tom"], key=f"k{n}", at=LATER + timedelta(seconds=n // 3))
    seen: list[str] = []
    place = None
    for _page in range(4):
        page = queries.page(house["tom"], after=place, size=8)
        seen += [told.row.key for told in page.rows]
        place = page.next
        if place is None:
            break
    assert len(seen) == len(set(seen)) == 25
    assert place is None


def test_hidden_rows_between_do_not_end_the_list(house: House, case: Case) -> None:
    other = registered(house, external_ref="2", text="另一件事，与前一件完全无关的投诉内容。").case
    Recusal.objects.create(case=other, user=house["tom"], ground="declared", reason="x", at=AT, by_label="test")
    tell(case, house["tom"], key="old")
    for n in range(20):
        tell(other, house["tom"], key=f"k{n}", at=LATER + timedelta(seconds=n + 1))
    page = queries.page(User.objects.get(pk=house["tom"].pk), size=5)
    assert [told.row.key for told in page.rows] == ["old"]


def test_the_bell_counts_no_further_than_its_end(house: House, case: Case, django_assert_max_num_queries) -> None:
    for n in range(queries.MOST + 20):
        tell(case, house["tom"], key=f"k{n}")
    tom = User.objects.get(pk=house["tom"].pk)
    queries.unread_count(tom)
    with django_assert_max_num_queries(2):
        assert queries.unread_count(tom) == queries.MOST + 1


def test_all_read_leaves_what_came_meanwhile(house: House, case: Case) -> None:
    tell(case, house["tom"], key="before")
    tell(case, house["tom"], key="after", at=LATER + timedelta(minutes=1))
    by = house.by("tom")
    assert notifications.read_all(user=house["tom"], until=LATER, by=by, at=LATER + timedelta(minutes=2)) == 1
    assert Notification.objects.get(read_at=None).key == "after"


def test_what_was_read_leaves_by_no_mail(house: House, case: Case) -> None:
    tell(case, house["tom"], kind="broken")
    assert Notification.objects.get().mail_due_at == LATER
    notifications.read_case(user=house["tom"], case=case, by=house.by("tom"), at=LATER)
    assert Notification.objects.get().mail_due_at is None


def test_each_person_chooses(house: House, case: Case) -> None:
    by = house.by("tom")
    notifications.choose(
        user=house["tom"], ways={"handed": ["mail"], "reply": []}, quiet_from=time(9), quiet_until=time(12),
        by=by, at=AT,
    )  # fmt: skip
    tell(case, house["tom"])
    tell(case, house["tom"], kind="reply", key="reply")
    row = Notification.objects.get()
    assert (row.on_page, row.mail_due_at) == (False, LATER + timedelta(hours=1))
    assert queries.unread_count(house["tom"]) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"ways": {"weather": ["page"]}},
        {"ways": {"handed": ["pigeon"]}},
        {"ways": {"handed": ["wecom"]}},
        {"quiet_from": time(9)},
        {"quiet_from": time(9), "quiet_until": time(9)},
        {"digest": "never"},
        {"wecom_id": "a b"},
        {"wecom_id": "x" * 65},
    ],
)
def test_a_choice_that_cannot_be_is_refused_with_words(house: House, wrong: dict) -> None:
    with pytest.raises(BadInput) as refused:
        notifications.choose(user=house["tom"], by=house.by("tom"), at=AT, **({"ways": {}} | wrong))
    assert str(refused.value.message)


def test_a_participant_who_is_named_later_sees_what_was_told(house: House, case: Case) -> None:
    tell(case, house["ivy"])
    assert queries.unread_count(house["ivy"]) == 0
    Participation.objects.create(case=case, user=house["ivy"], role="investigator", from_at=AT)
    assert queries.unread_count(User.objects.get(pk=house["ivy"].pk)) == 1
