"""Registering, listing and reading complaints through the interface."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.audit.models import Access
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Evidence, Person
from huiyin.complaints.models import Demand
from tests.api.conftest import Machine, complaint
from tests.api.test_story import Journey, file, ok


def test_everything_that_intake_knows_comes_through(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    uploads = ok(tom.upload("/uploads", {"files": [file("保单.pdf", b"1"), file("委托书.pdf", b"2")]}), 201)["items"]
    received = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
    people = [
        {"name": "李春梅", "phone": "13812345678", "born_on": "1950-01-01"},
        {"name": "赵明", "role": "agent", "email": "zhao@example.com", "authority": 1, "is_contact": True},
    ]
    made = ok(
        tom.post(
            "/complaints",
            complaint(
                channel="letter", received_at=received.isoformat(), subject="拒赔", people=people, line="health",
                demands=[{"text": "赔付", "amount": 100.5}, {"text": "道歉"}], external_ref="信访 12", joint_count=3,
                evidence=[one["id"] for one in uploads], happened_on="2026-01-05", respondent_unit="JS-SZ",
                respondent_staff_no="E099", flags=["media"], code="C21", language="en",
            ),
        ),
        201,
    )  # fmt: skip
    case = Case.objects.select_related("unit", "complaint").get()
    assert (case.number, case.received_at, case.unit.code, case.code) == (made["number"], received, "JS-CP", "C21")
    assert {"collective", "vulnerable", "media"} <= set(made["flags"])
    assert made["owner"] == "E002"
    assert made["next_due"]["rule"] == "complaint.acceptance"
    assert [demand.amount for demand in Demand.objects.order_by("number")] == [case.complaint.amount_claimed, None]
    agent = Person.objects.get(role="agent")
    assert agent.authority_evidence_id == Evidence.objects.get(number=2).pk
    assert cases.by_secret(made["number"], made["secret"]) == case
    read = ok(tom.get(f"/complaints/{case.pk}"))
    assert (read["respondent_unit"]["code"], read["amount_claimed"]) == ("JS-SZ", "100.50")
    assert read["received_at"].endswith("+08:00")


def test_an_upload_belongs_to_its_sender(machine: Callable[..., Machine]) -> None:
    upload = ok(machine("tia").upload("/uploads", {"files": file()}), 201)["items"][0]["id"]
    answer = machine("tom").post("/complaints", complaint(evidence=[upload]))
    assert (answer.status_code, answer.json()["code"]) == (422, "upload.unknown")
    assert answer.json()["errors"][0]["field"] == "evidence.0"


def test_no_personal_value_appears_in_clear(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine).assigned()
    clear = ("李春梅", "13812345678", "li@example.com", "320102198001010018")
    parts = ("", "/people", "/messages", "/timeline", "/evidence", "/outcome", "/ledger", "/staff", "/turns", "/clocks")
    for part in parts:
        text = journey.by["tom"].get(f"/complaints/{journey.number}{part}").content.decode()
        assert not [value for value in clear if value in text], part
    listed = journey.by["tom"].get("/complaints").content.decode()
    assert not [value for value in clear if value in listed]
    person = journey.get("/people")["items"][0]
    assert (person["name"], person["phone"], person["email"]) == ("李**", "138****5678", "l*@example.com")


def test_reading_and_revealing_leave_a_trace(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine)
    tom = journey.by["tom"]
    before = Access.objects.count()
    journey.get()
    person = journey.get("/people")["items"][0]["id"]
    path = f"/complaints/{journey.number}/people/{person}/reveal"
    assert tom.post(path, {"fields": ["name"], "reason": "x"}).json()["code"] == "reveal.reason"
    shown = ok(tom.post(path, {"fields": ["name", "email"], "reason": "核对身份"}))["values"]
    assert shown == {"name": "李春梅", "email": "li@example.com"}
    looks = Access.objects.order_by("id")[before:]
    assert [(one.kind, one.reason) for one in looks] == [("read", ""), ("reveal", "核对身份")]
    assert looks[1].actor_kind == "api"


def test_the_ledger_names_person_and_token(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine)
    first = journey.get("/ledger")["items"][0]
    assert (first["kind"], first["actor_kind"], first["actor_label"]) == (
        "complaint.registered",
        "api",
        "Tom E002 (tom's machine)",
    )


def walk(machine: Machine, path: str) -> list[Any]:
    """All pages of a list."""
    found, cursor = [], ""
    while True:
        page = ok(machine.get(f"{path}{'&' if '?' in path else '?'}limit=2&cursor={cursor}"))
        found += page["items"]
        cursor = page["next"]
        if not cursor:
            return found


def test_lists_are_walked_by_cursor_without_gap_or_double(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    numbers = [ok(tom.post("/complaints", complaint()), 201)["number"] for _ in range(5)]
    for order in ("due", "received", "ended"):
        assert sorted(one["number"] for one in walk(tom, f"/complaints?order={order}")) == sorted(numbers)
    for n in range(5):
        ok(tom.post(f"/complaints/{numbers[0]}/notes", {"text": f"备注{n}"}), 201)
        ok(tom.post(f"/complaints/{numbers[0]}/messages", {"text": f"补充{n}", "channel": "email"}), 201)
    assert [one["text"] for one in walk(tom, f"/complaints/{numbers[0]}/notes")] == [f"备注{n}" for n in range(5)]
    assert len(walk(tom, f"/complaints/{numbers[0]}/messages")) == 6  # the statement and five more
    assert [one["seq"] for one in walk(tom, f"/complaints/{numbers[0]}/ledger")] == list(range(1, 12))
    timeline = walk(tom, f"/complaints/{numbers[0]}/timeline")
    assert len({one["id"] for one in timeline}) == len(timeline) == 12
    assert [one["at"] for one in timeline] == sorted((one["at"] for one in timeline), reverse=True)


def test_a_cursor_works_in_its_own_list_only(machine: Callable[..., Machine]) -> None:
    tom, tia = machine("tom"), machine("tia")
    for _ in range(2):
        tom.post("/complaints", complaint())
    cursor = ok(tom.get("/complaints?limit=1"))["next"]
    assert tom.get(f"/complaints?limit=1&cursor={cursor}").status_code == 200
    assert tom.get(f"/complaints?limit=1&cursor={cursor}").json()["items"]
    wrong = [
        tom.get(f"/complaints?limit=1&severity=L1&cursor={cursor}"),
        tom.get(f"/complaints?limit=1&cursor={cursor}x"),
        tom.get("/complaints?cursor=made-up"),
        tia.get(f"/complaints?limit=1&cursor={cursor}"),
    ]
    assert {(one.status_code, one.json()["code"]) for one in wrong} == {(422, "cursor.foreign")}
    assert tom.get("/complaints?limit=201").status_code == 422
    assert tom.get("/complaints?limit=0").status_code == 422


def test_the_list_is_narrowed_like_the_queue(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    one = ok(tom.post("/complaints", complaint(line="health", code="C21", flags=["media"])), 201)["number"]
    two = ok(tom.post("/complaints", complaint(channel="visit", text="代理人态度恶劣，请处理。")), 201)["number"]
    today = datetime.now(UTC) + timedelta(hours=8)
    soon = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def numbers(query: str) -> set[str]:
        return {row["number"] for row in ok(tom.get(f"/complaints?{query}"))["items"]}

    assert numbers("") == {one, two}
    assert numbers("line=health") == numbers("code=C") == numbers("flag=media") == {one}
    assert numbers("channel=visit") == numbers("q=态度") == {two}
    assert numbers("channel=visit&channel=phone") == {one, two}
    assert numbers(f"q={two}&order=found") == {two}
    assert numbers("q=李春梅") == numbers("owner=E002") == numbers("unit=JS") == numbers("state=received") == {one, two}
    assert numbers("unit=GD") == numbers("owner=E003") == numbers("open=ended") == numbers("severity=L4") == set()
    assert numbers(f"received_from={today:%Y-%m-%d}&received_to={today:%Y-%m-%d}") == {one, two}
    assert numbers(f"due_before={soon}") == {one, two}
    assert numbers(f"due_from={soon}") == set()
    assert [
        tom.get(f"/complaints?{wrong}").status_code for wrong in ("owner=E999", "unit=X", "state=x", "colour=red")
    ] == [422] * 4


@pytest.mark.parametrize("path, most", [("/complaints", 3), ("/complaints/{n}", 8), ("/complaints/{n}/timeline", 6)])
def test_reading_takes_few_queries(machine: Callable[..., Machine], path: str, most: int) -> None:
    tom = machine("tom")
    number = ok(tom.post("/complaints", complaint()), 201)["number"]
    for _ in range(3):
        tom.post("/complaints", complaint())
        tom.post(f"/complaints/{number}/notes", {"text": "备注"})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ok(tom.get(path.replace("{n}", number)))
    assert len(queries) <= most, "\n".join(one["sql"][:150] for one in queries)


def test_registering_asks_for_the_token_once(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    tom.post("/complaints", complaint())
    with CaptureQueriesContext(connection) as queries:
        ok(tom.post("/complaints", complaint()), 201)
    about_tokens = [one["sql"] for one in queries if "apitoken" in one["sql"] or "session" in one["sql"]]
    assert about_tokens == []


def test_what_waits_for_my_word_is_asked_for_as_on_the_desk(machine: Callable[..., Machine]) -> None:
    number = machine("tom").post("/complaints", complaint()).json()["number"]
    assert machine("sam").get("/complaints?waiting=true").json()["items"] == []
    assert [one["number"] for one in machine("sam").get("/complaints?not_dispatched=true").json()["items"]] == [number]
    assert machine("tom").get("/complaints?waiting=true&due_from=2020-01-01T00:00:00Z").json()["items"] == []
