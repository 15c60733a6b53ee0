"""A rule is changed, tried and published by machine, by two people; every refusal is the desk's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from huiyin.cases.jobs import replay as job
from huiyin.core import time
from huiyin.handbook.queries import published
from tests.api.conftest import Machine

NEW = {"pack": "cn-handbook-2025", "code": "complaint.first_response", "reason": "Faster answers"}


def day(count: int) -> str:
    return (time.local_date(time.now()) + timedelta(days=count)).isoformat()


@pytest.fixture
def draft(machine: Callable[..., Machine]) -> dict[str, Any]:
    made = machine("hua").post("/handbook/drafts", NEW | {"effective_from": day(5)})
    assert made.status_code == 201, made.content
    found: dict[str, Any] = made.json()
    return found


def test_the_whole_way(machine: Callable[..., Machine], draft: dict[str, Any]) -> None:
    hua, eve, here = machine("hua"), machine("eve"), f"/handbook/drafts/{draft['id']}"
    assert draft["lacks"] == ["replay_none"]
    body = draft["body"] | {"length": 12, "alarms": [{"after": "0h", "tell": "supervisor"}]}
    text = {"seen": 1, "body": body, "effective_from": day(5), "reason": "Faster"}
    now = hua.post(f"{here}/text", text).json()
    assert [one["term"] for one in now["changes"]] == ["steps", "alarms"]
    assert "examples_differ" in now["lacks"]
    assert hua.post(f"{here}/text", text).status_code == 409  # somebody (here: oneself) changed it since
    for one in now["examples"]:
        now = hua.post(f"{here}/examples/{one['id']}/confirm", {"seen": now["version"]}).json()
    own = {"seen": now["version"], "says": "Night", "start": "2026-11-01T23:00", "due_at": "2026-11-02T11:00"}
    now = hua.post(f"{here}/examples", own).json()
    assert all(one["agrees"] for one in now["examples"])
    now = hua.post(f"{here}/examples/{now['examples'][-1]['id']}/remove", {"seen": now["version"]}).json()
    replay = hua.post(f"{here}/replays", {})
    assert (replay.status_code, replay.json()["state"]) == (202, "queued")
    assert hua.post(f"{here}/submit", {"seen": now["version"]}).json()["code"] == "draft.lacks"
    job.replay(replay.json()["id"])
    assert hua.get(here).json()["replay"]["standing"] == "fresh"
    assert hua.get(f"{here}/replays/{replay.json()['id']}/cases").json() == {"items": [], "next": ""}
    now = hua.post(f"{here}/submit", {"seen": now["version"]}).json()
    assert now["state"] == "submitted"
    assert hua.post(f"{here}/approve", {"seen": now["version"]}).json()["code"] == "draft.own"
    done = eve.post(f"{here}/approve", {"seen": now["version"]}).json()
    assert done["published"].startswith("cn-handbook-2025/complaint.first_response@")
    published.forget()
    listed = eve.get(f"/handbook/versions?pack={NEW['pack']}&code={NEW['code']}").json()["items"]
    assert len(listed) == 2
    left, right = (one["version"].replace("#", "%23") for one in listed)
    diff = eve.get(f"/handbook/versions/diff?left={left}&right={right}").json()
    assert [one["term"] for one in diff["items"] if one["is_changed"]] == ["steps", "alarms"]


def test_faults_name_their_place(machine: Callable[..., Machine], draft: dict[str, Any]) -> None:
    hua, here = machine("hua"), f"/handbook/drafts/{draft['id']}"
    text = {"seen": 1, "body": draft["body"] | {"length": 0}, "effective_from": day(5), "reason": "x"}
    answer = hua.post(f"{here}/text", text)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "length")
    past = hua.post("/handbook/drafts", NEW | {"effective_from": day(0), "code": "complaint.acceptance"})
    assert (past.status_code, past.json()["errors"][0]["field"]) == (422, "effective_from")
    assert hua.post("/handbook/drafts", NEW | {"effective_from": day(9)}).json()["code"] == "draft.open"
    assert hua.post("/handbook/drafts", NEW | {"effective_from": day(9), "code": "x"}).status_code == 422


def test_drafts_are_not_there_for_others(machine: Callable[..., Machine], draft: dict[str, Any]) -> None:
    for name in ("tom", "max", "adi"):
        assert machine(name).get("/handbook/drafts").status_code == 404
        assert machine(name).get(f"/handbook/drafts/{draft['id']}").status_code == 404
    assert machine("aud").get(f"/handbook/drafts/{draft['id']}").status_code == 200
    assert machine("aud").post(f"/handbook/drafts/{draft['id']}/submit", {"seen": 1}).status_code == 409


def test_sent_back_and_given_up(machine: Callable[..., Machine], draft: dict[str, Any]) -> None:
    hua, here = machine("hua"), f"/handbook/drafts/{draft['id']}"
    assert hua.post(f"{here}/reject", {"seen": 1, "reason": "x"}).status_code == 409
    replay = hua.post(f"{here}/replays", {"open_only": True}).json()
    assert hua.post(f"{here}/replays/cancel").json()["replay"]["state"] == "cancelled"
    job.replay(replay["id"])
    assert hua.post(f"{here}/withdraw", {"seen": 1, "reason": "Never mind"}).json()["state"] == "withdrawn"


def test_a_calendar_by_machine(machine: Callable[..., Machine]) -> None:
    hua, eve = machine("hua"), machine("eve")
    days = [{"date": f"2027-01-0{n}", "name": "元旦", "off": True} for n in (1, 2, 3)]
    made = hua.post("/handbook/calendars", {"year": 2027, "source": "国办发明电", "days": days})
    assert made.status_code == 201
    here = f"/handbook/calendars/{made.json()['id']}"
    assert hua.post("/handbook/calendars", {"year": 2040, "source": "x", "days": days}).status_code == 422
    now = hua.post(f"{here}/text", {"seen": 1, "source": "国办", "days": days[:2]}).json()
    now = hua.post(f"{here}/submit", {"seen": now["version"]}).json()
    assert hua.post(f"{here}/approve", {"seen": now["version"]}).json()["code"] == "draft.own"
    back = eve.post(f"{here}/reject", {"seen": now["version"], "reason": "One day is missing"}).json()
    now = hua.post(f"{here}/text", {"seen": back["version"], "source": "国办", "days": days}).json()
    now = hua.post(f"{here}/submit", {"seen": now["version"]}).json()
    done = eve.post(f"{here}/approve", {"seen": now["version"]}).json()
    assert done["calendar_version"].startswith("cn@2012-2027#")
    published.forget()
    assert eve.get("/handbook/calendars").json()["current"]["cn"] == done["calendar_version"]
    assert eve.post(f"{here}/withdraw", {"seen": done["version"], "reason": "x"}).status_code == 409
