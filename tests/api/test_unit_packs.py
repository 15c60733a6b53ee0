"""A machine reads and chooses the packs of a unit."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from huiyin.core import time
from huiyin.handbook.queries import published
from tests.api.conftest import Machine


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    published.forget()
    yield
    published.forget()


def test_packs_are_chosen_from_a_later_day_on(machine: Callable[..., Machine]) -> None:
    hua, today = machine("hua"), time.local_date(time.now())
    read = hua.get("/units/JS/packs").json()
    assert (read["named_by"], read["own"]) == ("", [])
    assert "cn-complaints-2020" in read["binding"]
    since = (today + timedelta(days=1)).isoformat()
    done = hua.post("/units/JS/packs", {"packs": ["sg-mas"], "since": since}).json()
    assert done["own"] == [{"pack": "sg-mas", "since": since, "until": None}]
    assert done["binding"] == read["binding"]


def test_refusals_name_the_field(machine: Callable[..., Machine]) -> None:
    hua, today = machine("hua"), time.local_date(time.now()).isoformat()
    late = hua.post("/units/JS/packs", {"packs": ["sg-mas"], "since": today})
    assert (late.status_code, late.json()["code"]) == (422, "unit.packs_past")
    assert hua.post("/units/NOWHERE/packs", {"packs": [], "since": "2099-01-01"}).status_code == 404
    own = machine("tom").post("/units/JS/packs", {"packs": ["sg-mas"], "since": "2099-01-01"})
    assert (own.status_code, own.json()["code"]) == (409, "rules.role")
    assert machine("tom").get("/units/JS/packs").status_code == 404
