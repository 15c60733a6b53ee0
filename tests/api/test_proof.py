"""Proof for machines: the case as it stood, case files, keys."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from huiyin.audit.models import Dossier
from huiyin.complaints.jobs import make_dossier
from tests.api.conftest import Machine, complaint
from tests.complaints.casefile import verified
from tests.people import House


@pytest.fixture
def number(machine: Callable[..., Machine]) -> str:
    return str(machine("tom").post("/complaints", complaint()).json()["number"])


def test_a_case_file_is_ordered_made_and_verified(machine: Callable[..., Machine], number: str, tmp_path: Path) -> None:
    boss = machine("max")
    answer = boss.post(f"/complaints/{number}/dossiers", {"reason": "提交法院"}, Idempotency_Key="k1")
    assert answer.status_code == 201
    order = answer.json()
    assert order["state"] == "ordered"
    again = boss.post(f"/complaints/{number}/dossiers", {"reason": "提交法院"}, Idempotency_Key="k1")
    assert again.json()["id"] == order["id"]
    where = f"/complaints/{number}/dossiers/{order['id']}"
    assert boss.get(f"{where}/content").json()["code"] == "dossier.not_ready"
    make_dossier(order["id"])
    ready = boss.get(where).json()
    assert (ready["state"], len(ready["digest"])) == ("ready", 64)
    content = boss.get(f"{where}/content")
    data = b"".join(content.streaming_content)
    assert len(data) == ready["size"]
    assert verified(tmp_path / "there", data).code == 0
    listed = boss.get(f"/complaints/{number}/dossiers").json()["items"]
    assert [one["id"] for one in listed] == [order["id"]]


@pytest.mark.parametrize("name", ["tom", "aud"])
def test_who_may_not_take_it_out_is_told(machine: Callable[..., Machine], number: str, name: str) -> None:
    answer = machine(name).post(f"/complaints/{number}/dossiers", {"reason": "提交法院"})
    assert (answer.status_code, answer.json()["code"]) == (409, "dossier.not_yours")
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    "body",
    [{}, {"reason": "x", "people": ["no id"]}, {"reason": "提交法院", "more": 1}, {"reason": "提交法院", "people": 1}],
)
def test_what_cannot_be_used_is_refused(machine: Callable[..., Machine], number: str, body: dict[str, Any]) -> None:
    assert machine("max").post(f"/complaints/{number}/dossiers", body).status_code == 422


def test_a_complaint_as_it_stood(machine: Callable[..., Machine], number: str, house: House) -> None:
    tom = machine("tom")
    present = tom.get(f"/complaints/{number}/at").json()
    assert (present["exists"], present["state"], present["owner"]) == (True, "received", house["tom"].employee_no)
    assert {limit["rule"] for limit in present["limits"]} >= {"complaint.decision", "complaint.acceptance"}
    (message,) = [thing for thing in present["things"] if thing["kind"] == "message"]
    assert "13812345678" not in message["text"]
    past = tom.get(f"/complaints/{number}/at?time=2020-01-01T00:00:00&by=known").json()
    assert (past["exists"], past["limits"], past["things"], past["owner"]) == (False, [], [], "")
    for query in ("time=gestern", "by=felt", "when=now", "time=0001-01-01"):
        assert tom.get(f"/complaints/{number}/at?{query}").status_code == 422, query


def test_the_public_keys(machine: Callable[..., Machine]) -> None:
    found = machine("tom").get("/proof/keys").json()
    assert found["algorithm"] == "Ed25519"
    assert len(found["keys"][0]["public"]) == 64
