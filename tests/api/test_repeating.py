"""The same request again gets the same answer; a changed complaint is not changed unseen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from huiyin.accounts import actions as accounts
from huiyin.accounts import sweeps
from huiyin.accounts.models import IdempotencyKey
from huiyin.accounts.rules import SCOPES
from huiyin.cases.models import Case, Note
from huiyin.core.time import now
from tests.api.conftest import Machine, complaint
from tests.api.test_story import file, ok
from tests.people import AT, House, build


def test_a_repeated_registration_gets_the_same_answer(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    first = tom.post("/complaints", complaint(), Idempotency_Key="k-1")
    again = tom.post("/complaints", complaint(), Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["ETag"] == first.headers["ETag"] == '"1"'
    assert Case.objects.count() == 1


def test_the_key_belongs_to_one_request(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    tom.post("/complaints", complaint(), Idempotency_Key="k-1")
    other = tom.post("/complaints", complaint(text="另一件事，请处理。"), Idempotency_Key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.other_request")
    number = Case.objects.get().number
    elsewhere = tom.post(f"/complaints/{number}/notes", {"text": "备注"}, Idempotency_Key="k-1")
    assert elsewhere.status_code == 422
    assert Note.objects.count() == 0


def test_each_token_has_its_own_keys(machine: Callable[..., Machine]) -> None:
    tom, tia = machine("tom"), machine("tia")
    numbers = {ok(one.post("/complaints", complaint(), Idempotency_Key="k-1"), 201)["number"] for one in (tom, tia)}
    assert len(numbers) == 2


@pytest.mark.parametrize("key", ["x" * 201, "with space", "号码"])
def test_a_key_that_cannot_be_kept_is_refused(machine: Callable[..., Machine], key: str) -> None:
    answer = machine("tom").post("/complaints", complaint(), Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency.key")


def test_an_upload_is_told_from_another_by_its_content(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    first = tom.upload("/uploads", {"files": file(more=b"1")}, Idempotency_Key="u-1")
    again = tom.upload("/uploads", {"files": file(more=b"1")}, Idempotency_Key="u-1")
    other = tom.upload("/uploads", {"files": file(more=b"2")}, Idempotency_Key="u-1")
    assert (first.status_code, again.content, other.status_code) == (201, first.content, 422)


def test_kept_answers_are_encrypted_and_forgotten_after_a_week(machine: Callable[..., Machine]) -> None:
    made = machine("tom").post("/complaints", complaint(), Idempotency_Key="k-1").json()
    kept = IdempotencyKey.objects.get()
    assert made["secret"] not in kept.answer
    assert made["number"] not in kept.answer
    sweeps.forget_old_keys(0)
    assert IdempotencyKey.objects.count() == 1
    IdempotencyKey.objects.update(created_at=now() - sweeps.KEPT - timedelta(minutes=1))
    sweeps.forget_old_keys(0)
    assert not IdempotencyKey.objects.exists()


def test_a_reveal_is_logged_each_time_and_never_kept(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    number = ok(tom.post("/complaints", complaint()), 201)["number"]
    person = ok(tom.get(f"/complaints/{number}/people"))["items"][0]["id"]
    for _ in range(2):
        asked = {"fields": ["phone"], "reason": "回拨客户"}
        shown = tom.post(f"/complaints/{number}/people/{person}/reveal", asked, Idempotency_Key="r-1")
        assert ok(shown)["values"] == {"phone": "13812345678"}
    assert not IdempotencyKey.objects.exists()


def test_a_step_on_an_old_version_is_refused(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    number = ok(tom.post("/complaints", complaint()), 201)["number"]
    seen = tom.get(f"/complaints/{number}").headers["ETag"]
    how = {"how": "与保单核对"}
    changed = tom.post(f"/complaints/{number}/check_identity", how, If_Match=seen)
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    stale = tom.post(f"/complaints/{number}/accept", {}, If_Match=seen)
    assert (stale.status_code, stale.json()["code"], stale.headers["ETag"]) == (412, "complaint.changed", '"2"')
    assert tom.post(f"/complaints/{number}/accept", {}, If_Match='"1", "2"').status_code == 200
    assert tom.post(f"/complaints/{number}/respond", {"text": "正在核实。"}, If_Match="*").status_code == 200


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """The answers of calls made at the same time, each with a connection of its own."""

    def one(call: Callable[[], Any]) -> Any:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [each.result() for each in [pool.submit(one, call) for call in calls]]


@pytest.fixture
def committed(transactional_db: None) -> House:
    return build()


def _machines(house: House, count: int) -> list[Machine]:
    _token, secret = accounts.create_token(user=house["tom"], name="m", scopes=SCOPES, by=house.by("adi"), at=AT)
    return [Machine(secret) for _ in range(count)]


def test_of_the_same_registration_at_once_one_is_made(committed: House) -> None:
    machines = _machines(committed, 4)
    answers = at_once([partial(m.post, "/complaints", complaint(), Idempotency_Key="once") for m in machines])
    assert {one.status_code for one in answers} == {201}
    assert len({one.content for one in answers}) == 1
    assert Case.objects.count() == 1
    assert sum("Idempotency-Replayed" not in one.headers for one in answers) == 1


def test_of_two_steps_on_the_same_version_one_is_taken(committed: House) -> None:
    machines = _machines(committed, 3)
    number = ok(machines[0].post("/complaints", complaint()), 201)["number"]
    how = {"how": "与保单核对"}
    path = f"/complaints/{number}/check_identity"
    answers = at_once([partial(m.post, path, how, If_Match='"1"') for m in machines])
    assert sorted(one.status_code for one in answers) == [200, 412, 412]


def test_of_the_same_step_with_one_key_at_once_one_is_taken(committed: House) -> None:
    machines = _machines(committed, 4)
    number = ok(machines[0].post("/complaints", complaint()), 201)["number"]
    path = f"/complaints/{number}/notes"
    answers = at_once([partial(m.post, path, {"text": "备注"}, Idempotency_Key="n-1") for m in machines])
    assert {one.status_code for one in answers} == {201}
    assert Note.objects.count() == 1


def test_a_step_is_taken_once_for_a_key_and_a_refusal_is_not_kept(committed: House) -> None:
    (tom,) = _machines(committed, 1)
    number = ok(tom.post("/complaints", complaint()), 201)["number"]
    refused = tom.post(f"/complaints/{number}/accept", {}, Idempotency_Key="a-1")
    assert refused.status_code == 409
    assert not IdempotencyKey.objects.exists()
    tom.post(f"/complaints/{number}/check_identity", {"how": "与保单核对"})
    first = tom.post(f"/complaints/{number}/accept", {}, Idempotency_Key="a-1")
    again = tom.post(f"/complaints/{number}/accept", {}, Idempotency_Key="a-1")
    assert (first.status_code, again.status_code, again.content) == (200, 200, first.content)
    assert tom.post(f"/complaints/{number}/accept", {}).status_code == 409
