"""The tools of the queue by machine: saved views, groups, changes of many with undo; each as the desk has it."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from django.test import Client

from huiyin.api.schemas import queue as shown
from huiyin.cases.jobs.tally import tally
from huiyin.cases.models import Case, SavedView
from huiyin.cases.queries import views as queries
from huiyin.console import queue_columns
from huiyin.console.queue_asked import view_address
from tests.api.conftest import Machine, complaint
from tests.people import House

Make = Callable[..., Machine]
WHY = "写明理由，不少于四个字"


@pytest.fixture
def numbers(machine: Make) -> list[str]:
    tom = machine("tom")
    made = [
        tom.post("/complaints", complaint(external_ref=f"{n}", text=f"第{n}件事：保单查询不到，请尽快核实处理。"))
        for n in range(3)
    ]
    return sorted(one.json()["number"] for one in made)


def kept(machine: Machine, **changes: Any) -> Any:
    answer = machine.post("/me/views", {"name": "江苏新到", "filters": {"state": "received", "unit": "JS"}} | changes)
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()


def test_columns_orders_and_groups_are_those_of_the_desk() -> None:
    assert set(get_args(shown.ColumnName)) == set(queue_columns.COLUMNS)
    assert set(get_args(shown.OrderCode)) == {"", *queue_columns.ORDER_NAMES}
    assert set(get_args(shown.GroupName)) == set(queue_columns.GROUPS)


@pytest.mark.parametrize(
    "view",
    [
        {"filters": {"state": "received", "unit": "JS"}},
        {"base": "mine", "filters": {"owner": "E002", "channel": "phone"}},
        {"base": "team", "order": "oldest", "filters": {"not_dispatched": True, "received_from": "2020-01-01"}},
        {"base": "closed", "filters": {"severity": "L2"}},
        {"filters": {"due_to": "2099-01-01", "waits": "dispatch"}, "order": "number"},
    ],
)
def test_a_view_shows_the_same_complaints_to_desk_and_machine(
    house: House, machine: Make, numbers: list[str], client: Client, view: dict[str, Any]
) -> None:
    sam = machine("sam")
    made = kept(sam, **view)
    assert {name: value for name, value in made["filters"].items() if value} == view["filters"]
    client.force_login(house["sam"])
    placed = queries.get(house["sam"], SavedView.objects.get().pk)
    on_desk = [line.number for line in client.get(view_address(placed)).context["lines"]]
    rows = sam.get(f"/me/views/{made['id']}/complaints").json()["items"]
    assert [row["number"] for row in rows] == on_desk
    assert len(rows) == (0 if view.get("base") == "closed" else 3)


def test_a_view_is_changed_only_as_it_was_read(machine: Make) -> None:
    tom = machine("tom")
    made = kept(tom)
    address, change = f"/me/views/{made['id']}", {"name": "江苏", "version": made["version"]}
    assert tom.get(address).headers["ETag"] == '"1"'
    assert tom.post(f"{address}/change", change, If_Match='"7"').status_code == 412
    assert tom.post(f"{address}/change", change, If_Match='"1"').headers["ETag"] == '"2"'
    late = tom.post(f"{address}/change", change | {"name": "华东"})
    assert (late.status_code, late.json()["code"]) == (409, "view.changed")
    assert tom.post(f"{address}/remove").json() == {"items": []}


def test_a_shared_view_is_there_for_the_unit_and_for_nobody_else(machine: Make) -> None:
    made = kept(machine("sam"), unit="JS-CP", role="handler")
    tom, zoe = machine("tom"), machine("zoe")
    assert [one["is_mine"] for one in tom.get("/me/views").json()["items"]] == [False]
    assert tom.post(f"/me/views/{made['id']}/remove").json()["code"] == "view.not_yours"
    assert zoe.get("/me/views").json()["items"] == []
    assert zoe.get(f"/me/views/{made['id']}/complaints").status_code == 404
    foreign = machine("tom").post("/me/views", {"name": "x", "unit": "GD"})
    assert (foreign.status_code, foreign.json()["errors"][0]["field"]) == (422, "unit")


def test_views_are_put_in_order(machine: Make) -> None:
    tom = machine("tom")
    first, second = kept(tom), kept(tom, name="全部")
    body = {"order": [second["id"]], "hidden": [first["id"]], "first": second["id"]}
    items = tom.post("/me/views/order", body).json()["items"]
    assert [(one["name"], one["is_tab"], one["is_first"]) for one in items] == [
        ("全部", True, True),
        ("江苏新到", False, False),
    ]
    assert machine("zoe").post("/me/views/order", body).json()["code"] == "view.unknown"


def test_groups_count_what_the_caller_may_see(machine: Make, numbers: list[str]) -> None:
    found = machine("sam").get("/groups?by=owner&state=received").json()
    assert [(one["key"], one["count"]) for one in found["items"]] == [("E002", 3)]
    assert machine("zoe").get("/groups?by=unit").json()["items"] == []
    assert machine("sam").get("/groups?by=colour").status_code == 422


def test_a_count_over_years_is_made_by_a_job(house: House, machine: Make, numbers: list[str]) -> None:
    sam = machine("sam")
    ordered = sam.post("/groups/counts", {"by": "unit", "open": "all"})
    assert ordered.status_code == 202, ordered.content.decode()
    tally(tally_id=ordered.json()["id"])
    address = f"/groups/counts/{ordered.json()['id']}"
    done = sam.get(address).json()
    assert (done["percent"], [(one["key"], one["count"]) for one in done["items"]]) == (100, [("JS-CP", 3)])
    assert machine("tom").get(address).status_code == 404
    assert sam.post("/groups/counts", {"by": "unit", "waiting": True}).json()["code"] == "tally.filter"


def test_a_change_of_many_is_previewed_done_and_undone(machine: Make, numbers: list[str]) -> None:
    sam = machine("sam")
    body = {"kind": "grade", "severity": "L3", "words": WHY, "numbers": [*numbers, "TS26010100000017"]}
    made = sam.post("/bulk/changes", body).json()
    assert (made["state"], [row["then"] for row in made["rows"]]) == ("shown", ["L3"] * 3)
    before = {row["number"]: row["now"] for row in made["rows"]}
    assert dict(Case.objects.values_list("number", "severity")) == before
    address = f"/bulk/changes/{made['id']}"
    assert machine("tom").post(f"{address}/confirm").status_code == 404
    for _again in range(2):
        done = sam.post(f"{address}/confirm").json()
        assert (done["state"], done["counts"], done["may_undo"]) == ("done", {"done": 3}, True)
    assert set(Case.objects.values_list("severity", flat=True)) == {"L3"}
    sam.post(f"/complaints/{numbers[0]}/grade", {"severity": "L4", "reason": WHY})
    undone = sam.post(f"{address}/undo").json()
    assert undone["counts"] == {"undone": 2, "kept": 1}
    assert undone["rows"][0]["message"]
    after = before | {numbers[0]: "L4"}
    assert dict(Case.objects.values_list("number", "severity")) == after


def test_nobody_changes_many_that_they_do_not_see(machine: Make, numbers: list[str]) -> None:
    refused = machine("zoe").post("/bulk/changes", {"kind": "note", "words": WHY, "numbers": numbers})
    assert (refused.status_code, refused.json()["code"]) == (422, "bulk.cases")
