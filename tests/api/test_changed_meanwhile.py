"""No lost update by machine: fields merged one by one, versions in If-Match, and nothing guessed about types."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from huiyin.audit.models import Access
from huiyin.core import time
from tests.api.bodies import NOBODY, body_of
from tests.api.conftest import Machine, complaint

Make = Callable[..., Machine]
WHY = {"reason": "本人来电更正"}


@pytest.fixture
def number(machine: Make) -> str:
    return str(machine("tom").post("/complaints", complaint()).json()["number"])


def test_a_correction_writes_over_nobody(machine: Make, number: str) -> None:
    tom, sam = machine("tom"), machine("sam")
    (person,) = tom.get(f"/complaints/{number}/people").json()["items"]
    address, was = f"/complaints/{number}/people/{person['id']}/correct", person["stamps"]
    assert sam.post(address, {"values": {"phone": "13911111111"}, "was": was} | WHY).status_code == 200
    late = tom.post(address, {"values": {"phone": "13922222222", "email": "new@example.com"}, "was": was} | WHY)
    assert (late.status_code, late.json()["code"]) == (409, "person.changed")
    merged = tom.post(address, {"values": {"email": "new@example.com"}, "was": was} | WHY).json()
    assert (merged["phone"], merged["stamps"]["email"] != was["email"]) == ("139****1111", True)
    (now,) = sam.get(f"/complaints/{number}/people").json()["items"]
    assert now["stamps"] == merged["stamps"]


def test_a_draft_is_decided_only_as_it_was_read(machine: Make) -> None:
    hua = machine("hua")
    day = (time.local_date(time.now()) + timedelta(days=5)).isoformat()
    new = {"pack": "cn-handbook-2025", "code": "complaint.first_response", "reason": "Faster", "effective_from": day}
    made = hua.post("/handbook/drafts", new)
    address = f"/handbook/drafts/{made.json()['id']}"
    assert made.headers["ETag"] == hua.get(address).headers["ETag"] == '"1"'
    given_up = {"seen": 1, "reason": "不再需要这份草稿"}
    stale = hua.post(f"{address}/withdraw", given_up, If_Match='"9"')
    assert (stale.status_code, stale.json()["code"], stale.headers["ETag"]) == (412, "row.changed", '"1"')
    done = [hua.post(f"{address}/withdraw", given_up, If_Match='"1"', Idempotency_Key="once") for _again in range(2)]
    assert [one.status_code for one in done] == [200, 200]
    assert done[1].headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    "make, read, change",
    [
        ("/tags", "/tags/{id}", ("/tags/{id}/change", {"name": "退保", "colour": "red"})),
        ("/checklists", "/checklists/intake", ("/checklists/intake/retire", None)),
        ("/fields", "/fields/loss", ("/fields/loss/retire", None)),
        ("/webhooks", "/webhooks/{id}", ("/webhooks/{id}/off", {})),
    ],
)
def test_what_two_people_change_is_changed_only_as_it_was_read(
    machine: Make, make: str, read: str, change: tuple[str, Any]
) -> None:
    one, other = machine("adi"), machine("adi")
    made = one.post(make, body_of(make, ""))
    name = made.json().get("id", "")
    address, (step, body) = read.format(id=name), change
    seen = made.headers["ETag"]
    assert seen == one.get(address).headers["ETag"] == f'"{made.json()["etag"]}"'
    changed = other.post(step.format(id=name), body, If_Match=seen)
    assert (changed.status_code, changed.headers["ETag"] != seen) == (200, True)
    late = one.post(step.format(id=name), body, If_Match=seen)
    assert (late.status_code, late.json()["code"], late.headers["ETag"]) == (
        412,
        "row.changed",
        changed.headers["ETag"],
    )
    assert one.get(address).headers["ETag"] == changed.headers["ETag"]
    assert one.post(step.format(id=name), body, If_Match=changed.headers["ETag"]).status_code == 200
    assert one.get(address.replace(name or "\0", NOBODY).replace("intake", "x").replace("loss", "x")).status_code == 404


def test_the_next_version_of_a_list_is_written_only_upon_the_one_that_was_read(machine: Make) -> None:
    adi = machine("adi")
    for address, word in (("/checklists", "title_zh"), ("/fields", "label_zh")):
        first = body_of(address, "")
        assert adi.post(address, first, If_Match='"none"').status_code == 412
        seen = adi.post(address, first).headers["ETag"]
        assert adi.post(address, first | {word: "别的名字"}, If_Match=seen).status_code == 200
        assert adi.post(address, first | {word: "第三个名字"}, If_Match=seen).status_code == 412


def test_a_wording_is_decided_only_as_it_was_read(machine: Make) -> None:
    max_, hua = machine("max"), machine("hua")
    made = max_.post("/templates", body_of("/templates", ""))
    address, version = f"/templates/{made.json()['id']}", made.json()["versions"][0]["id"]
    assert made.headers["ETag"] == hua.get(address).headers["ETag"]
    taken_back = max_.post(f"{address}/versions/{version}/withdraw", None, If_Match=made.headers["ETag"])
    late = hua.post(f"{address}/versions/{version}/approve", None, If_Match=made.headers["ETag"])
    assert (taken_back.status_code, late.status_code) == (200, 412)
    assert late.headers["ETag"] == taken_back.headers["ETag"]


def test_numbers_in_a_text_are_lifted_with_a_line_in_the_access_log(machine: Make, number: str) -> None:
    tom = machine("tom")
    (message,) = tom.get(f"/complaints/{number}/messages").json()["items"]
    assert "13812345678" not in message["text"]
    address = f"/complaints/{number}/texts/{message['id']}/reveal"
    assert tom.post(address, {"reason": "核对回拨号码"}).json() == {"values": ["13812345678"]}
    assert Access.objects.get(kind="reveal").reason == "核对回拨号码"
    assert tom.post(address, {"reason": "x"}).json()["code"] == "reveal.reason"
    assert machine("aud").post(address, {"reason": "核对回拨号码"}).json()["code"] == "reveal.not_yours"


def test_a_step_that_nobody_owes_a_second_look_is_not_examined_again(machine: Make, number: str) -> None:
    answer = machine("sam").post(f"/complaints/{number}/independence/1", {"verdict": "stands", "reason": "经复核"})
    assert (answer.status_code, answer.json()["code"]) == (422, "independence.step")


@pytest.mark.parametrize(
    "path, body",
    [
        ("/complaints", complaint(old_confirmed=0)),
        ("/complaints", complaint(joint_count="1")),
        ("/complaints", complaint(happened_on=0)),
        ("/complaints", complaint(received_at=1767225600)),
        ("/bulk/steps", {"rows": [{"number": "x", "step": "accept", "version": False}]}),
        ("/me/notifications/read", {"until": 0}),
        ("/me/notifications/choice", {"ways": {}, "digest_at": "25:00"}),
        ("/me/notifications/choice", {"ways": {}, "digest_at": 9}),
    ],
)
def test_a_value_of_another_type_is_refused_not_guessed(machine: Make, path: str, body: Any) -> None:
    answer = machine("tom").post(path, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "input.fields")


def test_a_number_is_no_day_in_a_query(machine: Make) -> None:
    tom = machine("tom")
    for path in ("/complaints?received_to=0", "/rules?on=0", "/taxonomy?on=0"):
        assert tom.get(path).status_code == 422, path


def test_a_sum_may_be_written_as_a_number_too(machine: Make) -> None:
    body = complaint(demands=[{"text": "按合同赔付", "amount": 100.5}])
    number = machine("tom").post("/complaints", body).json()["number"]
    assert machine("tom").get(f"/complaints/{number}").json()["amount_claimed"] == "100.50"


def test_a_filter_that_nothing_can_pass_counts_nothing(machine: Make, number: str) -> None:
    found = machine("sam").get("/groups?by=state&field=nothing&value=x")
    assert (found.status_code, found.json()["items"]) == (200, [])
