"""A machine reads and chooses the packs of a unit."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import quote

import pytest

from huiyin.core import time
from huiyin.handbook import queries as handbook
from huiyin.handbook.models import UnitPack
from huiyin.handbook.queries import published
from huiyin.insights.queries import registry
from tests.api.conftest import Machine
from tests.people import House


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


def test_nothing_is_judged_by_a_foreign_clause_until_it_binds_a_unit_here(
    house: House, machine: Callable[..., Machine]
) -> None:
    """It is told like every other clause, but no metric and so no figure of the house speaks for it."""
    today = time.local_date(time.now())
    foreign = next(one for one in handbook.all_clauses() if one.source.startswith("uk-") and registry.of_clause(one))
    address = f"/handbook/clauses/{foreign.source}/{quote(foreign.id, safe='')}"
    tom = machine("tom")
    told = tom.get(address).json()
    assert (told["ask"]["zh"], told["binds"], told["metrics"]) == (foreign.ask.zh, False, [])
    listed = tom.get(f"/handbook/clauses?source={foreign.source}").json()["items"]
    assert not any(one["binds"] or one["metrics"] for one in listed)
    assert tom.get("/handbook/clauses/cn-handbook-2025/3.1-5").json()["metrics"]
    UnitPack.objects.create(unit=house.units["JS"], pack="uk-fca-disp", since=today)
    published.forget()
    told = tom.get(address).json()
    assert (told["binds"], told["metrics"]) == (True, [one.name for one in registry.of_clause(foreign)])
    assert machine("zoe").get(address).json()["metrics"] == []
