"""Every error is a problem document that says what happened and what to do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from huiyin.api import access, problems
from huiyin.complaints.actions import intake
from tests.api.conftest import Machine, complaint


def problem(answer: Any, status: int) -> Any:
    """The document, after checking what all problems have."""
    assert answer.status_code == status, answer.content.decode()
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == status
    assert document["type"].startswith("/api/v1/docs#")
    assert document["title"]
    assert document["detail"]
    assert document["request_id"] == answer.headers["X-Request-Id"]
    return document


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/v2/complaints",
        "/v1",
        "/v1/nothing",
        "/v1/complaints/",
        "/v1/complaints/X/y",
        "/v1/uni%0Ats",
        "/v1/units%0A",
    ],
)
def test_an_unknown_address_is_a_problem(path: str, db: None) -> None:
    for method in ("GET", "POST", "DELETE"):
        assert problem(Client().generic(method, f"/api{path}"), 404)["code"] == "not_found"


def test_a_wrong_method_names_the_right_ones(machine: Callable[..., Machine]) -> None:
    answer = machine("tom").call("DELETE", "/complaints")
    assert problem(answer, 405)["code"] == "method"
    assert {one.strip() for one in answer.headers["Allow"].split(",")} == {"GET", "POST"}


def test_head_answers_like_get_without_a_body(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    answer = tom.call("HEAD", "/units")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(tom.get("/units").content))


@pytest.mark.parametrize(
    "body", [b"{", b"[1,", b"NaN", b'{"text": "\\ud800"}', b"\xff\xfe", b"[" * 100_000, b'{"a": "\\u0000"}']
)
def test_what_is_no_json_is_refused(machine: Callable[..., Machine], body: bytes) -> None:
    assert problem(machine("tom").post("/complaints", body), 400)["code"] == "request.malformed"


def test_a_text_about_nul_is_not_nul(machine: Callable[..., Machine]) -> None:
    made = machine("tom").post("/complaints", complaint(text="密码里有 \\u0000 字样"))
    assert made.status_code == 201


def test_a_nul_in_the_address_is_refused(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    assert problem(tom.get("/complaints?q=%00"), 400)["code"] == "request.malformed"
    assert problem(tom.get("/complaints/TS%00"), 400)["code"] == "request.malformed"


def test_another_media_type_is_refused(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    headers = {"Authorization": f"Bearer {tom.secret}"}
    as_form = tom.client.post("/api/v1/complaints", {"channel": "phone"}, headers=headers)
    assert problem(as_form, 415)["code"] == "request.media_type"
    assert problem(tom.post("/uploads", {"files": []}), 415)["code"] == "request.media_type"


def test_too_large_a_body_is_refused(machine: Callable[..., Machine], settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    answer = machine("tom").post("/complaints", complaint(text="长" * 3000))
    assert problem(answer, 413)["code"] == "request.too_large"


def test_wrong_fields_are_all_named_in_words(machine: Callable[..., Machine]) -> None:
    body = complaint(channel="pigeon", colour="red", people=[{"name": "李春梅", "role": "king"}], joint_count=0)
    del body["text"]
    document = problem(machine("tom").post("/complaints", body), 422)
    errors = {one["field"]: one["code"] for one in document["errors"]}
    assert errors == {
        "channel": "literal_error",
        "colour": "extra_forbidden",
        "people.0.role": "literal_error",
        "joint_count": "greater_than_equal",
        "text": "missing",
    }
    assert all(one["message"] for one in document["errors"])


def test_what_the_rules_find_is_named_with_its_clause(machine: Callable[..., Machine]) -> None:
    people = [{"name": f"代表{n}", "role": "representative", "phone": "13800000000"} for n in range(6)]
    document = problem(machine("tom").post("/complaints", complaint(people=people, face_to_face_count=30)), 422)
    assert (document["code"], document["clause"]) == ("intake.representatives_many", "令2020-3 art 12")
    assert document["needs"]


@pytest.mark.parametrize(
    "changes",
    [
        {"received_at": "9999-12-31T23:59:59Z"},
        {"received_at": "0001-01-01T00:00:00Z"},
        {"received_at": "2999-01-01T00:00:00+08:00"},
        {"happened_on": "9999-12-31"},
        {"amount_claimed": "1e400"},
        {"amount_claimed": "NaN"},
        {"amount_claimed": "-1"},
        {"amount_claimed": "1.234"},
        {"demands": [{"text": "x", "amount": 1e30}]},
        {"joint_count": 10**40},
        {"unit": "NOWHERE"},
        {"respondent_unit": "NOWHERE"},
        {"evidence": ["made-up"]},
        {"evidence": ["%%%"]},
        {"external_ref": "x" * 200},
        {"line": "x" * 200},
        {"people": []},
        {"people": [{"name": "李春梅", "phone": "1", "authority": 3}]},
        {"people": [{"name": "李春梅", "email": "not an address"}]},
        {"text": "   "},
    ],
)
def test_values_that_cannot_be_are_refused(machine: Callable[..., Machine], changes: dict[str, Any]) -> None:
    problem(machine("tom").post("/complaints", complaint(**changes)), 422)


def test_a_plain_request_id_is_kept_and_a_wild_one_replaced(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    assert tom.get("/units", X_Request_Id="trace-0001").headers["X-Request-Id"] == "trace-0001"
    assert problem(tom.get("/nothing", X_Request_Id="trace-0001"), 404)["request_id"] == "trace-0001"
    assert tom.get("/units", X_Request_Id="a b\tc; --").headers["X-Request-Id"] != "a b\tc; --"


def test_the_words_follow_the_language_of_the_request(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    english = problem(tom.get("/complaints/TS1", Accept_Language="en"), 404)
    assert english["detail"] == "There is no such complaint, or you may not see it."


def test_too_many_requests_are_told_when_to_come_back(machine: Callable[..., Machine], settings: Any) -> None:
    settings.API_PER_MINUTE = 3
    tom, tia = machine("tom"), machine("tia")
    assert [tom.get("/units").status_code for _ in range(3)] == [200] * 3
    answer = tom.get("/units")
    assert problem(answer, 429)["code"] == "rate.exceeded"
    assert 1 <= int(answer.headers["Retry-After"]) <= 20
    assert tia.get("/units").status_code == 200


def test_a_bucket_fills_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    buckets, tick = access._Buckets(), 100.0
    monkeypatch.setattr("huiyin.api.access.time.monotonic", lambda: tick)
    assert [buckets.wait("a", 2) for _ in range(3)] == [0, 0, 30]
    tick = 130.0
    assert [buckets.wait("a", 2), buckets.wait("a", 2)] == [0, 30]


def test_a_fault_of_ours_is_logged_and_told_without_its_inside(
    machine: Callable[..., Machine], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_told: Any) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(intake, "register", broken)
    answer = machine("tom").post("/complaints", complaint())
    document = problem(answer, 500)
    assert "secret inside" not in answer.content.decode()
    assert any(document["request_id"] in record.getMessage() for record in caplog.records)


def test_a_busy_database_is_said_so(machine: Callable[..., Machine], monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_told: Any, **_named: Any) -> None:
        raise OperationalError("deadlock detected")

    monkeypatch.setattr("huiyin.api.complaints.queue.page", busy)
    answer = machine("tom").get("/complaints")
    assert problem(answer, 503)["code"] == "database.busy"
    assert answer.headers["Retry-After"] == "2"


def test_a_question_that_takes_too_long_is_stopped_and_told_what_to_ask_instead(
    machine: Callable[..., Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_told: Any, **_named: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 20")
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr("huiyin.api.complaints.queue.page", slow)
    document = problem(machine("tom").get("/complaints"), 503)
    assert document["code"] == "request.too_slow"
    assert document["detail"] != document["title"]


def test_every_kind_is_explained_on_the_page(db: None) -> None:
    page = Client().get("/api/v1/docs").content.decode()
    assert all(f'id="{kind}"' in page for kind in problems.KINDS)
