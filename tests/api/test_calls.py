"""What the telephone system tells by signed messages, and the log of calls by machine."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from django.test import Client

from huiyin.accounts.models import User
from huiyin.audit.models import Entry
from huiyin.cases.models import Message
from huiyin.channels import rules as webhooks
from huiyin.channels.models import Call
from huiyin.core.time import now
from huiyin.customers.models import Party
from tests.api.conftest import Machine, complaint
from tests.api.test_customers import li  # noqa: F401
from tests.customers.conftest import ID
from tests.people import House, build

Make = Callable[..., Machine]
SECRET = webhooks.secret_of(b"t" * 32)
NUMBER = "13912345678"


@pytest.fixture(autouse=True)
def telephone(settings: Any) -> None:
    settings.CTI_SECRETS = [SECRET]


def message(kind: str, at: datetime, **data: str) -> bytes:
    data = {"reference": "c-1", "number": NUMBER, **data}
    return json.dumps({"type": f"call.{kind}", "timestamp": at.isoformat(), "data": data}).encode()


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    stamp = int(now().timestamp())
    made = webhooks.signature([secret], "msg-1", stamp, body)
    return {"webhook-id": "msg-1", "webhook-timestamp": str(stamp), "webhook-signature": made}


def tell(body: bytes, headers: dict[str, str] | None = None) -> Any:
    sent = signed(body) if headers is None else headers
    return Client().generic("POST", "/api/v1/hooks/calls", body, content_type="application/json", headers=sent)


def test_a_call_is_written_down_in_whatever_order_it_is_told(machine: Make, house: House) -> None:
    at, ana = now() - timedelta(minutes=10), house["ana"].employee_no
    story = [
        message("recorded", at + timedelta(minutes=4), recording_url="https://pbx.example/r/1"),
        message("ended", at + timedelta(minutes=3)),
        message("answered", at + timedelta(minutes=1), agent=ana),
        message("ringing", at, queue="投诉", line="95500", agent=ana),
    ]
    for body in [*story, *story]:
        assert tell(body).status_code == 204
    row = Call.objects.get()
    assert (row.outcome, row.seconds, row.agent, row.unit.code) == ("answered", 120, house["ana"], "HQ-CS")
    assert list(Entry.objects.filter(aggregate_id=row.pk).order_by("seq").values_list("kind", flat=True)) == [
        "call.recorded", "call.ended", "call.answered", "call.rang",
    ]  # fmt: skip
    mine = machine("ana").get("/calls?only=mine").json()["items"]
    assert [(one["number"], one["queue"], one["seconds"], one["recording_url"]) for one in mine] == [
        ("139****5678", "投诉", 120, "https://pbx.example/r/1"),
    ]  # fmt: skip
    assert machine("zoe").get(f"/calls/{row.pk}").status_code == 404
    assert machine("zoe").get("/calls").json()["items"] == []
    assert machine("hua").get(f"/calls/{row.pk}").json()["agent"] == ana
    assert NUMBER not in str(list(Entry.objects.values_list("body", flat=True)))


def test_strangers_and_nonsense_change_nothing(house: House, settings: Any) -> None:
    body = message("ringing", now())
    for headers in ({}, signed(body, webhooks.secret_of(b"x" * 32)), signed(body + b" ")):
        answer = tell(body, headers)
        assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    for wrong in (
        b"[]", b"\xff", message("sleeping", now()), message("ringing", now(), reference=""),
        message("ringing", now(), direction="up"), message("recorded", now(), recording_url="javascript:alert(1)"),
    ):  # fmt: skip
        answer = tell(wrong)
        assert answer.status_code == 422, wrong
        assert NUMBER not in answer.content.decode()
    assert tell(b" " * 70_000).status_code == 413
    assert Client().get("/api/v1/hooks/calls").status_code == 405
    settings.CTI_SECRETS = ["whsec_no base64"]
    assert (tell(body).status_code, tell(body).json()["code"]) == (503, "signature.secret")
    settings.CTI_SECRETS = []
    assert tell(body).status_code == 404
    assert not Call.objects.exists()


def test_pages_of_the_log_go_by_key(machine: Make, house: House) -> None:
    at = now() - timedelta(hours=1)
    for number in range(5):
        tell(message("ended", at + timedelta(minutes=number), reference=f"c-{number}", unit="JS-CP"))
    tom, seen, cursor = machine("tom"), [], ""
    for _page in range(3):
        page = tom.get(f"/calls?limit=2&only=missed&cursor={cursor}").json()
        seen += [one["reference"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert (seen, cursor) == (["c-4", "c-3", "c-2", "c-1", "c-0"], "")


def test_who_calls_is_told_only_once_they_are_known_and_only_to_who_has_them(
    machine: Make,
    li: Party,  # noqa: F811
) -> None:
    ana, tom = machine("ana"), machine("tom")
    number = tom.post("/complaints", complaint() | {"policy_number": "P2025001"}).json()["number"]
    tell(message("ringing", now(), agent=User.objects.get(name="Ana").employee_no))
    one = f"/calls/{Call.objects.get().pk}"
    said = {"complaint": number, "text": "客户补充：病历已寄出"}
    assert ana.get(f"{one}/caller").status_code == 404
    assert ana.post(f"{one}/say", said).status_code == 404
    knows = {"policy_number": "P2025001", "name": "欧阳春梅"}
    assert ana.post(f"{one}/identify", {"policy_number": "P2025001"}).json()["code"] == "caller.ask_more"
    wrong = ana.post(f"{one}/identify", knows | {"name": "张三"}).json()
    assert wrong == {"identified": False, "customer_id": None, "attempts_left": 2}
    assert machine("hua").post(f"{one}/identify", knows).json()["code"] == "call.not_yours"
    assert ana.post(f"{one}/identify", knows | {"born_on": "1949-12-31"}).json()["customer_id"] == str(li.pk)
    told = ana.get(f"{one}/caller")
    assert (told.json()["name"], told.json()["policies"]) == ("欧***", ["P2025001"])
    (matter,) = told.json()["matters"]
    assert (matter["number"], matter["owner"], matter["may_open"]) == (number, "Tom", False)
    assert ID not in told.content.decode()
    assert machine("hua").get(f"{one}/caller").status_code == 404
    done = ana.post(f"{one}/say", said, Idempotency_Key="k1")
    assert (done.status_code, done.json()["complaint"]) == (200, ""), "Jiangsu's case does not open to her"
    assert machine("hua").get(one).json()["complaint"] == number
    assert ana.post(f"{one}/attach", {"complaint": number}).status_code == 404
    assert Message.objects.filter(text=said["text"], channel="phone").exists()


def test_calls_that_are_owed_are_listed_taken_and_ended(machine: Make, house: House) -> None:
    at = now() - timedelta(minutes=5)
    tell(message("ended", at, agent=house["ana"].employee_no))
    ana, hua = machine("ana"), machine("hua")
    (one,) = ana.get("/call-backs?mine=true").json()["items"]
    assert (one["number"], one["reason"], one["calls"], one["owner"]) == (
        "139****5678", "missed", 1, house["ana"].employee_no,
    )  # fmt: skip
    path = f"/call-backs/{one['id']}"
    assert machine("zoe").post(f"{path}/take").status_code == 404
    assert hua.post(f"{path}/take").json()["owner"] == house["hua"].employee_no
    assert hua.post(f"{path}/number").json() == {"number": NUMBER}
    assert hua.post(f"{path}/tried", {"result": "no_answer"}).json()["attempts"] == 1
    assert hua.post(f"{path}/tried", {"result": "reached"}).json()["state"] == "done"
    tell(message("answered", now(), reference="c-9", agent=house["ana"].employee_no))
    call = Call.objects.get(reference="c-9")
    made = ana.post(f"/calls/{call.pk}/call_back", {"about": "想问进度"})
    assert (made.status_code, made.json()["reason"], made.json()["state"]) == (201, "asked", "open")
    listed = ana.get("/call-backs").json()
    assert (len(listed["items"]), listed["in_time"], listed["overdue"]) == (1, 1, 0)


@pytest.mark.django_db(transaction=True)
def test_the_same_over_a_real_connection(live: str) -> None:
    house = build()
    body = message("ringing", now(), agent=house["ana"].employee_no)
    for _twice in range(2):
        answer = httpx.post(f"{live}/api/v1/hooks/calls", content=body, headers=signed(body))
        assert (answer.status_code, answer.content) == (204, b"")
    assert Call.objects.get().agent == house["ana"]
    assert httpx.post(f"{live}/api/v1/hooks/calls", content=body, headers={}).status_code == 401
