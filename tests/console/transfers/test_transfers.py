"""Answers to the regulator at the desk and by machine: ready and missing are told, a file stays to be had."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from huiyin.cases.models import Recusal
from huiyin.complaints.models import HandBack
from huiyin.core.time import now
from tests.api.conftest import Machine, machine  # noqa: F401
from tests.cases.make import registered
from tests.complaints.test_hand_back import TODAY, transferred
from tests.people import House

pytestmark = pytest.mark.django_db
PERIOD = {"since": str(TODAY), "until": str(TODAY)}


def test_the_liaison_gives_back_and_has_the_file(enter: Any, house: House, django_assert_max_num_queries: Any) -> None:
    case = transferred(house, "12378-1")
    left = registered(house, channel="regulator", external_ref="12378-2").case
    client = enter("hua")
    with django_assert_max_num_queries(30):
        page = client.get("/desk/transfers/", PERIOD).content.decode()
    assert case.number in page
    assert left.number in page
    assert client.post("/desk/transfers/give", PERIOD).status_code == 302
    made = HandBack.objects.get()
    text = client.get(f"/desk/transfers/{made.pk}/file").content.decode("utf-8-sig")
    assert case.number in text
    assert client.get(f"/desk/transfers/{made.pk}/file?as=xlsx").content.startswith(b"PK")
    assert client.post("/desk/transfers/give", PERIOD).status_code == 409
    for wrong in ({"since": "x"}, {"since": "2026-03-02", "until": "2020-03-02"}):
        assert client.get("/desk/transfers/", wrong).status_code == 422
        assert client.post("/desk/transfers/give", wrong).status_code == 422
    Recusal.objects.create(case=case, user=house["hua"], ground="declared", reason="x", at=now(), by_label="test")
    assert client.get(f"/desk/transfers/{made.pk}/file").status_code == 404


def test_who_reads_may_not_give_and_others_do_not_come_in(enter: Any, house: House) -> None:
    transferred(house, "12378-1")
    reader = enter("aud")
    assert reader.get("/desk/transfers/", PERIOD).status_code == 200
    assert reader.post("/desk/transfers/give", PERIOD).status_code == 409
    assert enter("tom").get("/desk/transfers/").status_code == 403
    assert not HandBack.objects.exists()


def test_a_machine_does_the_same(machine: Callable[..., Machine], house: House) -> None:  # noqa: F811
    transferred(house, "12378-1")
    left = registered(house, channel="regulator", external_ref="12378-2").case
    hua, zoe = machine("hua"), machine("zoe")
    query = f"?since={TODAY}&until={TODAY}"
    items = hua.get(f"/transfers/answers{query}").json()["items"]
    assert sorted((one["external_ref"], bool(one["missing"])) for one in items) == [
        ("12378-1", False), ("12378-2", True),
    ]  # fmt: skip
    made = hua.post("/transfers/answers", PERIOD)
    assert made.status_code == 201
    assert made.json()["left_out"] == [left.number]
    assert hua.get(f"/transfers/answers/{made.json()['id']}").json()["items"][0]["days"] == 9
    assert zoe.get(f"/transfers/answers/{made.json()['id']}").status_code == 404
    assert zoe.post("/transfers/answers", PERIOD).json()["code"] == "hand_back.not_yours"
    wrong = hua.get(f"/transfers/answers?since={TODAY}&until={TODAY - timedelta(days=1)}")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "hand_back.period")
