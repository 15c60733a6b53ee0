"""Claims by machine: many at once, each row by itself, read with their limits."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from huiyin.core.actors import system
from huiyin.customers import actions
from huiyin.customers.actions import PartyDraft
from tests.api.conftest import Machine
from tests.people import AT, House

BY = system("test")


@pytest.fixture
def policy(house: House) -> None:
    holder = actions.register_party(draft=PartyDraft(name="李春梅"), by=BY, at=AT)
    actions.register_policy(
        number="P1", holder=holder, unit=house.units["JS-CP"], product_code="PR01", product_name="家财险",
        line="property", starts_on=date(2025, 1, 1), by=BY, at=AT,
    )  # fmt: skip


def row(number: str, **more: Any) -> dict[str, Any]:
    return {"source": "core", "number": number, "policy_number": "P1", "sent_at": "2026-03-05T10:00:00+08:00"} | more


def at(day: int) -> str:
    return f"2026-03-{day:02}T10:00:00+08:00"


def test_rows_are_taken_over_each_by_itself_and_only_once(machine: Callable[..., Machine], policy: None) -> None:
    hua = machine("hua")
    rows = [
        row("CL-1", milestones=[{"kind": "complete", "at": at(4)}]),
        row("CL-2", policy_number="P-NOBODY"),
        row("CL-3", unit="NOWHERE"),
        row("CL-4", milestones=[{"kind": "complete", "at": at(2)}, {"kind": "documents_asked", "at": at(3)}]),
    ]
    items = hua.post("/claims", {"rows": rows}).json()["items"]
    assert [one["outcome"] for one in items] == ["created", "refused", "refused", "created"]
    assert [one["code"] for one in items[1:3]] == ["claim.policy_unknown", "unit.unknown"]
    again = hua.post("/claims", {"rows": rows}).json()["items"]
    assert [one["outcome"] for one in again] == ["same", "refused", "refused", "same"]
    late = hua.post("/claims", {"rows": [row("CL-1", sent_at=at(1), handler_name="旧")]}).json()["items"]
    assert late[0]["outcome"] == "stale"

    tom = machine("tom")
    page = tom.get("/claims?limit=1").json()
    following = tom.get(f"/claims?limit=1&cursor={page['next']}").json()
    assert [page["items"][0]["number"], following["items"][0]["number"]] == ["CL-4", "CL-1"]
    assert following["next"] == ""
    answer = tom.get(f"/claims/{items[0]['id']}")
    assert answer.headers["ETag"] == '"1"'
    assert {one["rule"]: one["due_at"] for one in answer.json()["limits"]}["claim.determination"].startswith(
        "2026-04-04T00:00:00"
    )
    assert answer.json()["milestones"] == [{"kind": "complete", "at": at(4)}]
    assert machine("zoe").get(f"/claims/{items[0]['id']}").status_code == 404
    assert machine("zoe").get("/claims").json()["items"] == []


def test_only_head_office_takes_claims_over(machine: Callable[..., Machine], policy: None) -> None:
    answer = machine("tom").post("/claims", {"rows": [row("CL-1")]})
    assert (answer.status_code, answer.json()["code"]) == (409, "core.not_yours")
