"""Notifications and the load of the team through the interface, as at the desk."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from huiyin.cases.actions import notifications
from huiyin.cases.models import Case, Notification, Recusal
from huiyin.core import time
from huiyin.core.actors import system
from tests.api.conftest import Machine, complaint
from tests.api.test_story import ok
from tests.people import AT, House

BY = system("test")


@pytest.fixture
def case(machine: Callable[..., Machine]) -> Case:
    return Case.objects.get(number=machine("tom").post("/complaints", complaint()).json()["number"])


def tell(house: House, case: Case, name: str, n: int = 0) -> None:
    at = time.now() + timedelta(seconds=n - 100)
    notifications.tell(kind="handed", to=[house[name]], case=case, key=f"k{n}", by=BY, at=at)


def test_the_list_pages_without_gap_and_leaves_out_what_was_lost(
    machine: Callable[..., Machine], house: House, case: Case
) -> None:
    for n in range(7):
        tell(house, case, "tom", n)
    tom, seen, cursor = machine("tom"), list[str](), ""
    while True:
        page = ok(tom.get(f"/me/notifications?limit=3&cursor={cursor}"))
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 7
    assert page["items"][0]["complaint"] == case.number
    assert tom.get("/me/notifications?cursor=x").status_code == 422
    assert ok(machine("zoe").get("/me/notifications"))["items"] == []
    Recusal.objects.create(case=case, user=house["tom"], ground="declared", reason="x", at=AT, by_label="test")
    assert ok(machine("tom").get("/me/notifications"))["items"] == []


def test_reading_counts_once_and_only_ones_own(machine: Callable[..., Machine], house: House, case: Case) -> None:
    for n in range(3):
        tell(house, case, "tom", n)
    first = str(Notification.objects.earliest("at").pk)
    assert ok(machine("sam").post("/me/notifications/read", {"ids": [first]})) == {"read": 0}
    assert ok(machine("tom").post("/me/notifications/read", {"ids": [first]})) == {"read": 1}
    assert ok(machine("tom").post("/me/notifications/read", {})) == {"read": 2}
    assert ok(machine("tom").get("/me/notifications?unread=true"))["items"] == []


def test_the_choice_is_that_of_the_roles_until_one_is_kept(machine: Callable[..., Machine], house: House) -> None:
    sam = machine("sam")
    given = ok(sam.get("/me/notifications/choice"))
    assert given["ways"]["approval"] == ["page", "mail"]
    given |= {"digest": "daily", "digest_at": "08:30", "quiet_from": "20:00", "quiet_until": "07:00"}
    given["ways"]["approval"] = []
    kept = ok(sam.call("POST", "/me/notifications/choice", given))
    assert (kept["digest"], kept["ways"]["approval"]) == ("daily", [])
    assert ok(sam.get("/me/notifications/choice")) == kept
    wrong = sam.call("POST", "/me/notifications/choice", given | {"quiet_until": None})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "notification.quiet")
    assert sam.call("POST", "/me/notifications/choice", given | {"ways": {"weather": ["page"]}}).status_code == 422


def test_the_load_is_that_of_the_board(machine: Callable[..., Machine], house: House, case: Case) -> None:
    found = ok(machine("sam").get("/load"))
    assert sum(row["total"] for row in found["items"]) == 1
    assert found["items"][0]["unit"] == case.unit.code
    assert ok(machine("hua").get("/load"))["items"] == found["items"]
    refused = machine("tom").get("/load")
    assert (refused.status_code, refused.json()["code"]) == (403, "load.role")
