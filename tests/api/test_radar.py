"""Groups that look organised, by machine: for investigators and head office only."""

from collections.abc import Callable

from huiyin.complaints.models import RadarGroup
from tests.api.conftest import Machine
from tests.console.test_radar import group
from tests.people import House

__all__ = ["group"]  # fixture


def test_a_group_is_listed_read_and_judged(machine: Callable[..., Machine], house: House, group: RadarGroup) -> None:
    hua = machine("hua")
    [item] = hua.get("/radar").json()["items"]
    assert (item["cases"], item["customers"], item["state"]) == (3, 3, "open")
    whole = hua.get(f"/radar/{group.pk}").json()
    assert len(whole["complaints"]) == 3
    assert {one["kind"] for one in whole["links"]} == {"phone", "text"}
    said = hua.post(f"/radar/{group.pk}/judge", {"verdict": "dismissed", "reason": "同一小区业主"})
    assert (said.status_code, said.json()["state"]) == (200, "dismissed")
    for name in ("tom", "zoe"):
        assert machine(name).get("/radar").json()["items"] == []
        assert machine(name).get(f"/radar/{group.pk}").status_code == 404
        body = {"verdict": "dismissed", "reason": "没有问题"}
        assert machine(name).post(f"/radar/{group.pk}/judge", body).status_code == 404
