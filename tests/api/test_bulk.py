"""Many at once: every row its own answer, nothing done twice, nothing that could not be done singly."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from huiyin.audit.models import Entry
from huiyin.cases.models import Case
from tests.api.conftest import Machine, complaint
from tests.api.test_problems import problem

Make = Callable[..., Machine]
IDENTITY = {"how": "与保单核对并回拨电话"}


def registered(machine: Machine, count: int) -> list[str]:
    return [
        machine.post("/complaints", complaint(text=f"第{one}件：理赔被拒，请核实处理。")).json()["number"]
        for one in range(count)
    ]


def steps(machine: Machine, *rows: dict[str, Any], **headers: str) -> Any:
    answer = machine.post("/bulk/steps", {"rows": list(rows)}, **headers)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def test_each_row_has_its_own_answer_and_a_refusal_stops_nobody(machine: Make) -> None:
    tom = machine("tom")
    first, second = registered(tom, 2)
    done = steps(
        tom,
        {"number": first, "step": "accept", "body": {}},
        {"number": first, "step": "check_identity", "body": IDENTITY},
        {"number": "TS00000000000000", "step": "accept", "body": {}},
        {"number": second, "step": "check_identity", "body": {"wrong": 1}},
        {"number": second, "step": "notes", "body": {"text": "内部备注"}},
        {"number": second, "step": "no_such_step", "body": {}},
    )
    assert [one["status"] for one in done["items"]] == [409, 200, 404, 422, 201, 404]
    assert [one["row"] for one in done["items"]] == list(range(6))
    assert done["done"] == 2
    assert done["items"][0]["body"]["needs"]
    assert done["items"][1]["body"]["number"] == first


@pytest.mark.django_db(transaction=True)
def test_the_same_call_again_does_only_what_was_not_done(machine: Make) -> None:
    tom = machine("tom")
    (number,) = registered(tom, 1)
    rows = [
        {"number": number, "step": "accept", "body": {}},
        {"number": number, "step": "check_identity", "body": IDENTITY},
    ]
    before = steps(tom, *rows, Idempotency_Key="batch-1")
    assert [one["status"] for one in before["items"]] == [409, 200]
    again = steps(tom, *rows, Idempotency_Key="batch-1")
    assert [(one["status"], one["replayed"]) for one in again["items"]] == [(200, False), (200, True)]
    assert Entry.objects.filter(kind="complaint.identity_checked").count() == 1
    other = steps(tom, rows[1], Idempotency_Key="batch-1")
    assert other["items"][0]["body"]["code"] == "idempotency.other_request"


def test_a_row_is_done_only_on_the_version_that_was_read(machine: Make) -> None:
    tom = machine("tom")
    (number,) = registered(tom, 1)
    version = tom.get(f"/complaints/{number}").json()["version"]
    row = {"number": number, "step": "check_identity", "body": IDENTITY, "version": version}
    assert [one["status"] for one in steps(tom, row, row)["items"]] == [200, 412]


def test_complaints_are_registered_in_bulk_once(machine: Make) -> None:
    tom = machine("tom")
    rows = [complaint(text=f"第{one}件：理赔被拒，请核实处理。") for one in range(3)] + [complaint(unit="NOWHERE")]
    done = tom.post("/bulk/complaints", {"rows": rows}, Idempotency_Key="import-7").json()
    assert [one["status"] for one in done["items"]] == [201, 201, 201, 422]
    again = tom.post("/bulk/complaints", {"rows": rows}, Idempotency_Key="import-7").json()
    assert [one["body"].get("number") for one in again["items"]] == [one["body"].get("number") for one in done["items"]]
    assert Case.objects.count() == 3


def test_bulk_opens_nothing_that_is_closed_singly(machine: Make) -> None:
    (number,) = registered(machine("tom"), 1)
    row = {"number": number, "step": "check_identity", "body": IDENTITY}
    assert steps(machine("zoe"), row)["items"][0]["status"] == 404
    narrow = machine("tom", "complaints:act")
    noted = steps(narrow, {"number": number, "step": "notes", "body": {"text": "备注"}})
    assert noted["items"][0]["body"]["needs"] == ["complaints:write"]
    outside = machine("tom").post("/bulk/steps", {"rows": [row | {"step": "../../webhooks"}]})
    assert problem(outside, 422)
    away = steps(machine("tom"), row | {"number": "../webhooks?x=1#"})
    assert away["items"][0]["status"] == 404


def test_too_many_rows_are_refused_and_each_counts_for_the_rate(machine: Make, settings: Any) -> None:
    tom = machine("tom")
    row = {"number": "TS00000000000000", "step": "accept", "body": {}}
    problem(tom.post("/bulk/steps", {"rows": [row] * 101}), 422)
    problem(tom.post("/bulk/steps", {"rows": []}), 422)
    settings.API_PER_MINUTE = 3
    tia = machine("tia")
    assert [one["status"] for one in steps(tia, row, row, row)["items"]] == [404, 404, 429]


@pytest.mark.django_db(transaction=True)
def test_each_row_is_a_transaction_of_its_own(machine: Make) -> None:
    tom = machine("tom")
    first, second = registered(tom, 2)
    steps(
        tom,
        {"number": first, "step": "check_identity", "body": IDENTITY},
        {"number": second, "step": "check_identity", "body": IDENTITY},
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xact) FROM audit_entry WHERE kind = 'complaint.identity_checked'")
        assert cursor.fetchone()[0] == 2
