"""What is like a complaint, by machine."""

from collections.abc import Callable

import pytest

from huiyin.cases.jobs import likeness as jobs
from tests.api.conftest import Machine
from tests.cases.make import registered
from tests.complaints.along import Along, assigned
from tests.complaints.test_likeness import decided, ready
from tests.people import AT, House


@pytest.fixture
def along(house: House) -> Along:
    return assigned(house)


def test_near_texts_and_decided_ones_are_told_with_reasons_and_spread(
    machine: Callable[..., Machine], along: Along
) -> None:
    twin = registered(along.house, by=along.by("tom"), at=AT).case
    like = [decided(along.house, number, f"{3000 + number * 100}.00", by=along.by("tom")) for number in range(9)]
    ready(along)
    jobs.read_all()
    told = machine("tom").get(f"/complaints/{along.case.number}/likeness").json()
    assert [one["case"]["number"] for one in told["near_texts"]] == [twin.number]
    assert told["near_texts"][0]["near"] == 1
    assert told["near_texts"][0]["passages"]
    assert len(told["decided"]) == 5
    assert {one["case"]["number"] for one in told["decided"]} <= {case.number for case in like}
    assert told["decided"][0]["reasons"][:2] == ["class", "line"]
    assert told["decided"][0]["claimed"] == "5000.00"
    assert (told["spread"]["basis"], told["spread"]["cases"], told["spread"]["median"]) == ("yuan", 9, "3400.00")
    assert told["rule_version"].startswith("likeness-2026@")


def test_it_names_only_what_the_caller_may_see(machine: Callable[..., Machine], along: Along) -> None:
    for number in range(8):
        decided(along.house, number, unit_id=along.house.units["GD-CP"].pk)
    ready(along)
    told = machine("tom").get(f"/complaints/{along.case.number}/likeness").json()
    assert (told["decided"], told["spread"]["cases"]) == ([], 8)
    assert machine("zoe").get(f"/complaints/{along.case.number}/likeness").status_code == 404
