"""A machine registers a complaint over HTTP and drives it to the closed loop; people see the same in their browsers."""

import json
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from huiyin.accounts import actions as accounts
from huiyin.accounts.rules import SCOPES
from huiyin.api import access
from huiyin.core.time import now
from tests.api.test_story import Journey
from tests.stories.web.hands import Stage, say

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Machine:
    """A program with a token of somebody, on the other side of a socket."""

    http: httpx.Client

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.http.get(path, headers=_named(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        data = b"" if body is None else json.dumps(body, default=str).encode()
        sent = _named(headers) | {"Content-Type": "application/json"}
        return self.http.post(path, content=data, headers=sent)

    def upload(self, path: str, fields: dict[str, Any], **headers: str) -> httpx.Response:
        file = fields["files"]
        rest = {name: value for name, value in fields.items() if name != "files"}
        parts = {"files": (file.name, file.read(), file.content_type)}
        return self.http.post(path, data=rest, files=parts, headers=_named(headers))


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _machine(stage: Stage, name: str) -> Machine:
    _token, secret = accounts.create_token(
        user=stage.house[name], name=f"{name}'s machine", scopes=SCOPES, by=stage.house.by("adi"), at=now()
    )
    access.known.forget()
    base = f"{stage.live}/api/v1"
    return Machine(httpx.Client(base_url=base, headers={"Authorization": f"Bearer {secret}"}, trust_env=False))


def test_a_machine_takes_a_complaint_to_the_closed_loop(stage: Stage) -> None:
    journey = Journey(lambda name: _machine(stage, name))  # type: ignore[arg-type, return-value]
    journey.assigned()
    sam = stage.desk("sam").see(journey.number)
    assert sam.button("decide_review").count() == 0
    journey.closed()
    stage.minute()
    read = journey.get()
    assert (read["state"], read["verdict"]) == ("closed", "upheld")
    assert journey.get("/ledger/verify")["holds"] is True
    clocks = {one["rule"]: one for one in journey.get("/clocks")["items"]}
    assert clocks["complaint.decision"]["state"] == "met"
    assert stage.desk("sam").see(journey.number).course.locator('[aria-current="step"]').is_visible()
    guest = stage.guest()
    guest.follow(journey.number, journey.secret)
    assert "撤销原拒赔决定" in guest.story(journey.number)
    assert guest.page.locator(".hy-way", has_text=say("Apply for a review of the decision")).is_visible()


def test_a_machine_that_asks_wrongly_is_told_so_and_nothing_is_there_twice(stage: Stage) -> None:
    machine = _machine(stage, "tom")
    nobody = httpx.Client(base_url=f"{stage.live}/api/v1", trust_env=False)
    assert nobody.get("/complaints").status_code == 401
    body = {"channel": "phone", "text": "理赔被拒，请查清楚。", "people": [{"name": "李春梅", "phone": "13812345678"}],
            "demands": [{"text": "按合同赔付"}], "unit": "JS-CP"}  # fmt: skip
    first = machine.post("/complaints", body, Idempotency_Key="k-1")
    again = machine.post("/complaints", body, Idempotency_Key="k-1")
    assert first.status_code == 201
    assert again.json()["number"] == first.json()["number"]
    number = first.json()["number"]
    refused = machine.post(f"/complaints/{number}/close", {"close_code": "resolved"})
    assert refused.status_code == 409
    assert refused.headers["Content-Type"].startswith("application/problem+json")
    assert refused.json()["detail"]
    broken = machine.http.post("/complaints", content=b"{", headers={"Content-Type": "application/json"})
    assert broken.status_code in (400, 422)
    assert _machine(stage, "zoe").get(f"/complaints/{number}").status_code == 404
