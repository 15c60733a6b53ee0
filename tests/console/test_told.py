"""The bell, the list behind it, and how one wants to be told."""

from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache

from huiyin.cases.actions import notifications
from huiyin.cases.models import Case, Notification, NotificationChoice, Recusal
from huiyin.core import time
from huiyin.core.actors import system
from tests.cases.make import registered
from tests.people import AT, House

BY = system("test")


@pytest.fixture
def case(house: House) -> Case:
    return registered(house).case


def tell(house: House, case: Case, name: str, *, kind: str = "handed", key: str = "k", **details: Any) -> Notification:
    notifications.tell(kind=kind, to=[house[name]], case=case, key=key, by=BY, at=time.now(), details=details)
    return Notification.objects.get(user=house[name], key=key)


def bell(client: Any) -> Any:
    cache.clear()
    return client.get("/desk/help/").context["bell_count"]()


def test_the_bell_counts_what_is_unread_and_no_further_than_99(enter, house: House, case: Case) -> None:
    client = enter("tom")
    assert bell(client) == 0
    tell(house, case, "tom")
    assert bell(client) == 1
    for n in range(120):
        tell(house, case, "tom", key=f"k{n}")
    assert bell(client) == "99+"
    assert "99+" in client.get("/desk/help/").content.decode()


def test_opening_one_goes_to_the_case_and_counts_it_as_read(enter, house: House, case: Case) -> None:
    row = tell(house, case, "tom", kind="reply")
    answer = enter("tom").get(f"/desk/notifications/{row.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/complaints/{case.number}/#case-timeline")
    row.refresh_from_db()
    assert row.read_at is not None


def test_opening_a_case_reads_what_was_told_of_it_and_the_bell_follows(enter, house: House, case: Case) -> None:
    client, other = enter("tom"), registered(house).case
    tell(house, case, "tom")
    tell(house, other, "tom", key="other")
    assert client.get("/desk/live/numbers").json()["unread"] == 2
    page = client.get(f"/desk/complaints/{case.number}/")
    assert page.context["bell_count"]() == 1  # the same page says so, although the number was asked for just before
    assert Notification.objects.get(read_at=None).case_id == other.pk
    tell(house, case, "tom", key="while it is open")
    client.get(f"/desk/complaints/{case.number}/fresh", headers={"HX-Request": "true"})
    found = client.get("/desk/live/numbers").json()
    assert (found["unread"], found["alarms"]) == (1, 0)
    assert "1" in found["bell"]
    enter("sam").get(f"/desk/complaints/{other.number}/")
    assert Notification.objects.filter(read_at=None).count() == 1  # a colleague's look reads nothing of mine


def test_somebody_elses_and_that_of_a_lost_case_are_not_there(enter, house: House, case: Case) -> None:
    row = tell(house, case, "tom")
    assert enter("sam").get(f"/desk/notifications/{row.pk}/").status_code == 404
    Recusal.objects.create(case=case, user=house["tom"], ground="declared", reason="x", at=AT, by_label="test")
    client = enter("tom")
    assert client.get(f"/desk/notifications/{row.pk}/").status_code == 404
    assert case.number not in client.get("/desk/notifications/").content.decode()
    row.refresh_from_db()
    assert row.read_at is None


def test_the_list_says_what_happened_and_pages_by_key(enter, house: House, case: Case) -> None:
    for n in range(35):
        tell(house, case, "tom", kind="broken", key=f"k{n}", rule="complaint.acceptance", due=AT.isoformat())
    client = enter("tom")
    first = client.get("/desk/notifications/")
    assert len(first.context["rows"]) == 30
    assert case.number in first.content.decode()
    second = client.get(unescape(first.context["next_url"]))
    assert len(second.context["rows"]) == 5
    assert second.context["next_url"] == ""
    shown = {one["row"].pk for page in (first, second) for one in page.context["rows"]}
    assert len(shown) == 35


@pytest.mark.parametrize("wrong", ["x", "2026-01-01~y", "~", f"2026-01-01T00:00:00~{UUID(int=1)}"])
def test_a_broken_place_is_the_first_page(enter, house: House, case: Case, wrong: str) -> None:
    tell(house, case, "tom")
    assert len(enter("tom").get("/desk/notifications/", {"after": wrong}).context["rows"]) == 1


def test_all_read_leaves_what_came_while_the_page_was_open(enter, house: House, case: Case) -> None:
    tell(house, case, "tom", key="before")
    client = enter("tom")
    until = client.get("/desk/notifications/").context["until"]
    late = tell(house, case, "tom", key="after")
    Notification.objects.filter(pk=late.pk).update(at=time.now() + timedelta(seconds=5))
    client.post("/desk/notifications/read", {"until": until})
    assert list(Notification.objects.filter(read_at=None).values_list("key", flat=True)) == ["after"]


def test_one_can_be_put_away_and_the_wrong_id_is_not_there(enter, house: House, case: Case) -> None:
    row = tell(house, case, "tom")
    client = enter("tom")
    assert client.post("/desk/notifications/read", {"id": "nonsense"}).status_code == 404
    assert client.post("/desk/notifications/read", {"id": str(row.pk), "unread": "1"}).status_code == 302
    assert client.get("/desk/notifications/?unread=1").context["rows"] == []


def test_the_list_asks_few_questions(enter, house: House, case: Case, django_assert_max_num_queries) -> None:
    for n in range(31):
        tell(house, case, "tom", key=f"k{n}")
    client = enter("tom")
    client.get("/desk/notifications/")
    with django_assert_max_num_queries(7):
        client.get("/desk/notifications/")


def test_the_choices_begin_with_those_of_the_roles(enter, house: House) -> None:
    page = enter("sam").get("/desk/me/notifications/")
    rows = {row["kind"]: [cell["way"] for cell in row["cells"] if cell["on"]] for row in page.context["rows"]}
    assert rows["approval"] == ["page", "mail"]
    assert rows["mentioned"] == ["page"]
    assert "jobs" not in rows


def test_a_choice_is_kept_and_shown(enter, house: House, settings: Any) -> None:
    settings.WECOM = {"corp_id": "x", "agent_id": "1", "secret": "s", "url": "http://127.0.0.1:9"}
    client = enter("tom")
    given = {"digest": "daily", "digest_at": "08:30", "quiet_from": "20:00", "quiet_until": "08:00",
             "handed": ["page", "wecom"], "wecom_id": "tom.w"}  # fmt: skip
    assert client.post("/desk/me/notifications/", given).status_code == 302
    row = NotificationChoice.objects.get()
    assert (row.digest, row.ways["handed"], row.ways["reply"], row.wecom_id) == (
        "daily",
        ["page", "wecom"],
        [],
        "tom.w",
    )
    body = client.get("/desk/me/notifications/").content.decode()
    assert 'value="tom.w"' in body
    assert 'value="20:00"' in body


def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(enter, house: House) -> None:
    client = enter("tom")
    answer = client.post("/desk/me/notifications/", {"digest": "hourly", "digest_at": "08:30", "quiet_from": "20:00",
                                                     "handed": ["mail"]})  # fmt: skip
    assert answer.status_code == 422
    assert answer.context["form"].errors["quiet_from"]
    handed = next(row for row in answer.context["rows"] if row["kind"] == "handed")
    assert [cell["way"] for cell in handed["cells"] if cell["on"]] == ["mail"]
    assert not NotificationChoice.objects.exists()


def test_wecom_is_not_offered_where_the_house_has_none(enter, house: House, settings: Any) -> None:
    settings.WECOM = {}
    page = enter("tom").get("/desk/me/notifications/")
    assert "wecom_id" not in page.context["form"].fields
    assert all(len(row["cells"]) == 2 for row in page.context["rows"])


def test_an_alarm_that_was_seen_is_read_too(enter, house: House, case: Case) -> None:
    tell(house, case, "tom", kind="broken", key="limit")
    tell(house, case, "tom", key="handed")
    enter("tom").post("/desk/alarms/seen", {"case": case.number})
    assert list(Notification.objects.filter(read_at=None).values_list("key", flat=True)) == ["handed"]
