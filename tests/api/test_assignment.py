"""A machine keeps people, takes from the pool and writes rules of assignment, by the same rules as on the desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from huiyin.complaints.actions import dispatch
from huiyin.core import time
from tests.api.conftest import Machine
from tests.complaints.test_pool import LATER, in_force, ready
from tests.people import AT, House

Make = Callable[..., Machine]
DAY = timedelta(days=1)


def test_absences_competences_and_hours_are_said_by_who_leads(machine: Make, house: House) -> None:
    sam, tom = machine("sam"), machine("tom")
    assert {one["employee_no"] for one in sam.get("/team").json()["items"]} == {"E002", "E003", "E004", "E005"}
    assert tom.get("/team").json()["items"] == []
    assert tom.get("/team/E003").status_code == 404
    given = {"kind": "qualification", "code": "claims", "from_on": "2026-01-01", "to_on": "2099-12-31"}
    made = sam.post("/team/E002/competences", given)
    assert (made.status_code, made.json()["qualifications"]) == (201, ["claims"])
    assert tom.post("/team/E002/competences", given).json()["code"] == "staff.not_led"
    bad = sam.post("/team/E002/competences", given | {"to_on": None})
    assert (bad.status_code, bad.json()["code"]) == (422, "competence.end")
    row = made.json()["competences"][0]["id"]
    assert sam.post(f"/team/E002/competences/{row}/revoke").json()["qualifications"] == []
    terms = {"capacity": 12, "starts": "09:00:00", "ends": "18:00:00", "weekdays": [1, 2, 3]}
    assert sam.post("/team/E002/terms", terms).json()["capacity"] == 12
    gone = tom.post("/team/E002/absences", {"kind": "leave", "from_at": "2026-01-01T09:00:00", "deputy": "E003"}).json()
    assert (gone["is_away"], gone["deputy"]) == (True, "E003")
    absence = gone["absences"][0]["id"]
    assert tom.post(f"/team/E002/absences/{absence}/end").json()["is_away"] is False
    assert machine("zoe").post(f"/team/E002/absences/{absence}/end").status_code == 404


def test_the_pool_gives_the_next_one_and_says_why(machine: Make, house: House) -> None:
    in_force(house, {"code": "pull", "mode": "pull"})
    case = dispatch.dispatch(case=ready(house), by=house.by("hua"), at=LATER)
    tom, tia = machine("tom"), machine("tia")
    listed = tom.get("/pool?mine=takeable").json()["items"]
    assert [(one["number"], one["takeable"]) for one in listed] == [(case.number, True)]
    assert tom.post("/pool/next").json()["number"] == case.number
    none = tia.post("/pool/next")
    assert (none.status_code, none.json()["code"]) == (409, "pool.empty")
    assert tom.post(f"/complaints/{case.number}/take").json()["owner"] == "E002"
    turns = tia.get(f"/complaints/{case.number}/owner").json()["items"]
    assert [(one["owner"], one["way"]) for one in turns] == [("E002", "taken"), ("E005", "pool")]
    assert {one["user"] for one in turns[1]["weighed"]} == {"E002", "E003"}
    matters = machine("sam").get("/team/E002/matters").json()["items"]
    assert [(one["number"], one["to"]) for one in matters] == [(case.number, "E003")]


def test_rules_go_from_draft_to_force_by_two_people_and_are_tried(machine: Make, house: House) -> None:
    hua, eve = machine("hua"), machine("eve")
    day = (time.local_date(time.now()) + DAY).isoformat()
    dispatch.dispatch(case=ready(house), to=house["tom"], reason="熟悉情况", by=house.by("hua"), at=LATER)
    draft: dict[str, Any] = hua.post("/assignment/drafts", {"effective_from": day, "reason": "分工调整"}).json()
    here = f"/assignment/drafts/{draft['id']}"
    wrong = hua.post(f"{here}/text", {"seen": 1, "body": draft["body"] | {"capacity": 0}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "rule.wrong")
    written = hua.post(f"{here}/text", {"seen": 1, "body": draft["body"] | {"capacity": 40}}).json()
    assert (written["version"], written["body"]["capacity"]) == (2, 40)
    trial = hua.post(f"{here}/trials", {"day": time.local_date(AT).isoformat()}).json()
    assert (trial["state"], trial["total"], trial["items"][0]["was"]) == ("done", 1, "E002")
    assert eve.get(f"{here}/trials/{trial['id']}").json() == trial
    hua.post(f"{here}/submit", {"seen": 2})
    assert hua.post(f"{here}/approve", {"seen": 3}).json()["code"] == "draft.own"
    assert eve.post(f"{here}/approve", {"seen": 3}).json()["state"] == "approved"
    assert eve.get("/assignment").json()["items"][0]["state"] == "approved"
    assert machine("tom").get("/assignment").status_code == 404
