"""Groups of complainants by machine."""

from collections.abc import Callable

from tests.api.conftest import Machine
from tests.console.test_fairness import recent, told
from tests.people import House


def test_groups_are_told_with_their_intervals(machine: Callable[..., Machine], house: House) -> None:
    told(house, 12, upheld=True, channel="phone")
    told(house, 4, upheld=False, channel="letter")
    recent()
    found = machine("hua").get("/fairness?by=channel&months=3").json()
    [group] = found["groups"]
    assert (group["group"], group["complaints"], group["upheld"]["value"]) == ("phone", 12, 1)
    assert 0.7 < group["upheld"]["low"] < 0.8
    assert (group["days"]["value"], group["compensation"]["value"]) == (7, 60)
    assert (found["hidden"], found["least"], found["whole"]["complaints"]) == (1, 10, 12)


def test_whoever_leads_no_part_of_the_house_gets_no_group(machine: Callable[..., Machine], house: House) -> None:
    told(house, 12, upheld=True, channel="phone")
    recent()
    assert machine("tom").get("/fairness").json()["groups"] == []
    assert [one["group"] for one in machine("max").get("/fairness").json()["groups"]] == ["JS"]
    for wrong in ("by=name", "months=0", "months=25"):
        assert machine("hua").get(f"/fairness?{wrong}").status_code == 422
