"""Looking back by machine: how many it would be, the list, what became of each, the end."""

from collections.abc import Callable

from huiyin.quality.models import Lookback
from tests.api.bodies_of_services import MORE
from tests.api.conftest import Machine
from tests.people import House
from tests.quality.test_lookbacks import house, policy, upheld

__all__ = ["house", "upheld"]  # fixtures


def test_a_project_is_begun_gone_through_and_ended(machine: Callable[..., Machine], house: House, upheld) -> None:
    policy(house, "P-1")
    policy(house, "P-2")
    sam, tom = machine("sam"), machine("tom")
    size = f"/complaints/{upheld.number}/lookback-size?signed_from=2025-05-01&signed_to=2025-07-01"
    assert sam.get(size).status_code == 422
    assert sam.get(f"{size}&product_code=HE01").json() == {"policies": 2, "complained": 0}
    address, body = f"/complaints/{upheld.number}/lookbacks", MORE["lookbacks"] | {"lead": house["tom"].employee_no}
    assert tom.post(address, body).status_code == 409
    made = sam.post(address, body)
    assert made.status_code == 201, made.json()
    assert (made.json()["size"], made.json()["open"], made.json()["complaint"]) == (2, 2, upheld.number)
    assert sam.post(address, body).json()["id"] == made.json()["id"]
    place = f"/lookbacks/{made.json()['id']}"
    one = tom.get(f"{place}/reached?limit=1").json()
    other = tom.get(f"{place}/reached?limit=1&cursor={one['next']}").json()
    assert (one["items"][0]["policy"], other["items"][0]["policy"], other["next"]) == ("P-1", "P-2", "")
    assert one["items"][0]["customer"] == "投***"
    for item in (one["items"][0], other["items"][0]):
        said = tom.post(f"{place}/reached/{item['id']}", {"outcome": "explained", "note": "已解释条款"})
        assert (said.status_code, said.json()["state"]) == (200, "explained")
    assert tom.post(f"{place}/end", {"result": "已整改"}).status_code == 409
    assert sam.post(f"{place}/end", {"result": "已整改"}).json()["open"] == 0
    assert sam.get("/lookbacks").json()["items"][0]["result"] == "已整改"
    assert machine("zoe").get(place).status_code == 404
    assert machine("zoe").get("/lookbacks").json()["items"] == []
    assert Lookback.objects.get().ended_at
