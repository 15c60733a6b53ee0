"""Incoming mail through the interface: the ledger, what is withheld, what nobody has triaged."""

from collections.abc import Callable

import pytest

from huiyin.bench import nasty
from huiyin.channels.actions import mailboxes
from huiyin.channels.models import Mailbox
from huiyin.core.time import now
from tests.api.conftest import Machine
from tests.cases.test_mail_sorting import BY, case_of, took, written
from tests.people import House

pytestmark = pytest.mark.usefixtures("own_blobs")


@pytest.fixture
def box(house: House) -> Mailbox:
    return mailboxes.files_door(by=BY, at=now(), unit=house.units["JS-CP"])


def test_the_ledger_and_what_is_withheld(machine: Callable[..., Machine], box: Mailbox) -> None:
    rows = [took(box, nasty.newsletter(n)) for n in (1, 2, 3)]
    sam, zoe = machine("sam"), machine("zoe")
    [line] = sam.get("/mail/ledger").json()["items"]
    assert (line["fetched"], line["quarantined"], line["balances"]) == (3, 3, True)
    assert zoe.get("/mail/ledger").json()["items"] == zoe.get("/mail/withheld").json()["items"] == []
    first = sam.get("/mail/withheld?limit=2").json()
    rest = sam.get(f"/mail/withheld?limit=2&cursor={first['next']}").json()
    assert {one["id"] for one in first["items"] + rest["items"]} == {str(row.pk) for row in rows}
    place = f"/mail/withheld/{rows[0].pk}"
    assert sam.get(place).json()["text"] == "buy"
    assert zoe.get(place).status_code == 404
    assert zoe.post(f"{place}/release", {"reason": "我要"}).status_code == 404
    assert sam.post(f"{place}/turn_down", {"reason": "广告"}).json()["state"] == "rejected"
    assert sam.get("/mail/withheld?state=rejected").json()["items"][0]["id"] == str(rows[0].pk)
    passed = sam.post(f"{place}/release", {"reason": "其实是投诉"}).json()
    assert [one["number"] for one in sam.get("/triage").json()["items"]] == [passed["number"]]
    assert sam.post(f"{place}/release", {"reason": "再来"}).status_code == 404


def test_an_untriaged_matter_becomes_what_it_is(machine: Callable[..., Machine], box: Mailbox) -> None:
    numbers = [case_of(took(box, written(f"第{n}"))).number for n in range(4)]
    sam, zoe = machine("sam"), machine("zoe")
    places = [f"/complaints/{number}/triage" for number in numbers]
    assert zoe.post(f"{places[0]}/complaint", None).status_code == 404
    done = sam.post(f"{places[0]}/complaint", None)
    assert (done.json()["kind"], done.json()["state"]) == ("complaint", "received")
    assert sam.post(f"{places[0]}/complaint", None).json()["code"] == "triage.done"
    assert sam.post(f"{places[1]}/kind", {"kind": "petition", "reason": "来信"}).json()["kind"] == "petition"
    assert sam.post(f"{places[2]}/link", {"into": "TS1", "reason": "同一事项"}).status_code == 404
    linked = sam.post(f"{places[2]}/link", {"into": numbers[0], "reason": "同一事项"}).json()
    assert linked["number"] == numbers[0]
    assert sam.post(f"{places[3]}/away", {"reason": "广告"}).json()["state"] == "not_proceeded"
    assert sam.get("/triage").json()["items"] == []
    assert sam.get(f"/complaints/{numbers[0]}").json()["kind"] == "complaint"
