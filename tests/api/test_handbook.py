"""The handbook, its metrics and figures for machines; the cases behind them only as far as the caller sees."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.cases.models import Case
from huiyin.core.time import now
from huiyin.handbook import queries as handbook
from huiyin.insights import sweeps
from huiyin.insights.queries import registry
from tests.api.conftest import Machine
from tests.cases.make import registered
from tests.people import House


@pytest.fixture
def five(house: House) -> set[str]:
    """Five complaints of Jiangsu and one of Guangdong, in the figures. The numbers of the five."""
    at = now() - timedelta(minutes=1)
    for place in range(5):
        registered(house, at=at, received_at=at, text=f"第{place}件投诉的内容")
    registered(house, at=at, received_at=at, text="广东的投诉", unit_id=house.units["GD-CP"].pk)
    sweeps.rebuild()
    return set(Case.objects.filter(unit=house.units["JS-CP"]).values_list("number", flat=True))


# Figures whose every row is one case.
ONE_FOR_EACH_CASE = {"received", "accepted_in_time", "decided_in_time", "one_owner_always", "repeat_share"}


def items(machine: Machine, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = machine.get(path).json()["items"]
    return found


def test_every_source_clause_and_metric_can_be_read(machine: Callable[..., Machine]) -> None:
    tom = machine("tom", "taxonomy:read")
    assert {one["code"] for one in items(tom, "/handbook/sources")} == {one.code for one in handbook.sources()}
    for source in {one.source for one in handbook.all_clauses()}:
        told = items(tom, f"/handbook/clauses?source={source}")
        assert [one["id"] for one in told] == [one.id for one in handbook.clauses_of(source=source)]
    assert [one["id"] for one in items(tom, "/handbook/clauses?chapter=3.1")] == [f"3.1-{n}" for n in range(1, 10)]
    assert {one["name"] for one in items(tom, "/metrics")} == set(registry.metrics())


def test_clauses_are_found_by_their_words_in_every_source(machine: Callable[..., Machine]) -> None:
    told = items(machine("tom"), "/handbook/clauses?words=%E5%8F%97%E7%90%86")
    assert 1 < len(told) <= 50
    assert all("受理" in str(one) for one in told)
    assert len({one["source"] for one in told}) > 1
    assert items(machine("tom"), "/handbook/clauses?words=3.1-5")[0]["id"] == "3.1-5"


def test_a_clause_says_what_serves_it(machine: Callable[..., Machine]) -> None:
    told = machine("tom").get("/handbook/clauses/cn-handbook-2025/3.1-5").json()
    assert "complaint.acceptance" in told["rules"]
    assert "accepted_in_time" in told["metrics"]
    assert {"value": 24.0, "unit": "hours"}.items() <= told["numbers"][0].items()
    assert all(told["ask"].values())


def test_figures_are_those_of_the_callers_part(machine: Callable[..., Machine], five: set[str]) -> None:
    mine, all_ = (
        machine("tom").get("/metrics/received/figures").json(),
        machine("hua").get("/metrics/received/figures").json(),
    )
    assert (mine["kept"], all_["kept"]) == (5, 6)
    assert mine["units"] == ["JS-CP"]
    assert len(mine["trend"]) == 12
    assert sum(month["kept"] for month in mine["trend"]) == 5
    assert mine["computed_at"]
    assert machine("hua").get("/metrics/received/figures?unit=GD&months=1").json()["kept"] == 1
    refused = machine("tom").get("/metrics/received/figures?unit=GD")
    assert (refused.status_code, refused.json()["code"]) == (422, "unit.unknown")


def test_a_share_is_told_as_a_fraction_and_a_watched_one_as_how_often_it_happened(
    machine: Callable[..., Machine], five: set[str]
) -> None:
    repeated = machine("tom").get("/metrics/repeat_share/figures").json()
    assert (repeated["light"], repeated["share"]) == ("watch", round(repeated["broken"] / 5, 6))
    owned = machine("tom").get("/metrics/one_owner_always/figures").json()
    assert (owned["light"], owned["share"], owned["mean"]) == ("kept", 1.0, None)
    waiting = machine("tom").get("/metrics/decided_in_time/figures").json()
    assert (waiting["light"], waiting["share"], waiting["open"]) == ("open", None, 5)


def test_the_cases_behind_a_figure_come_in_pages_and_only_those_one_sees(
    machine: Callable[..., Machine], five: set[str]
) -> None:
    tom, seen, cursor = machine("tom"), set(), ""
    for _ in range(3):
        page = tom.get(f"/metrics/received/cases?verdict=kept&limit=2&cursor={cursor}").json()
        seen |= {one["number"] for one in page["items"]}
        cursor = page["next"]
    assert seen == five
    assert cursor == ""
    first = tom.get("/metrics/received/cases?verdict=kept&limit=2").json()["next"]
    foreign = tom.get(f"/metrics/decided_in_time/cases?verdict=kept&cursor={first}")
    assert foreign.status_code == 422
    assert len(items(tom, "/metrics/decided_in_time/cases?verdict=open")) == 5
    assert items(machine("zoe"), "/metrics/received/cases?verdict=kept") != []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/handbook/clauses?source=nothing", 422),
        ("/handbook/clauses/cn-handbook-2025/9.9-9", 404),
        ("/metrics/nothing/figures", 404),
        ("/metrics/nothing/cases", 404),
        ("/metrics/received/figures?months=7", 422),
        ("/metrics/received/cases?verdict=perhaps", 422),
        ("/metrics/received/figures?unknown=1", 422),
    ],
)
def test_what_is_not_there_is_a_problem_in_words(machine: Callable[..., Machine], path: str, status: int) -> None:
    answer = machine("tom").get(path)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_never_ours_page_machine_and_list_of_cases_agree_on_every_figure(
    machine: Callable[..., Machine], five: set[str], client: Client, house: House
) -> None:
    """Never ours (reports that contradict each other): one figure everywhere, and it is the number of its cases."""
    tom, compared = machine("tom"), 0
    client.force_login(house["tom"])
    for name, metric in registry.metrics().items():
        told = tom.get(f"/metrics/{name}/figures").json()
        for verdict in ("broken", "open", "kept"):
            if not told[verdict] or metric.kind == "mean":
                continue
            page = client.get(f"/desk/handbook/figures/{name}/cases/", {"verdict": verdict})
            assert page.context["counted"] == told[verdict], (name, verdict)
            behind = items(tom, f"/metrics/{name}/cases?verdict={verdict}")
            shown = {line.case.number for line in page.context["lines"]}
            assert {one["number"] for one in behind} == shown, (name, verdict)
            assert 0 < len(shown) <= told[verdict], (name, verdict)  # a case may have several limits
            assert len(shown) == told[verdict] or name not in ONE_FOR_EACH_CASE, (name, verdict)
            compared += 1
    assert compared > 8
