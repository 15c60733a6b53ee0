"""Close ties by machine: declared for oneself, ended only when head office confirms it."""

from collections.abc import Callable

from tests.api.conftest import Machine

Make = Callable[..., Machine]
TIE = {"kind": "sibling", "from_on": "2020-01-01", "employee_no": "E003"}


def test_a_tie_binds_until_somebody_else_confirms_its_end(machine: Make) -> None:
    tom, hua = machine("tom"), machine("hua")
    made = tom.post("/me/relations", TIE)
    assert (made.status_code, made.json()["to_user"]["employee_no"]) == (201, "E003")
    id_ = made.json()["id"]
    asked = tom.post(f"/me/relations/{id_}/end", {"on": "2026-01-01", "reason": "已不再来往"}).json()
    assert (asked["end_asked_on"], asked["to_on"]) == ("2026-01-01", None)
    assert tom.get("/relations").json()["items"] == []
    assert [one["id"] for one in hua.get("/relations").json()["items"]] == [id_]
    for other in (tom, machine("tia"), machine("sam")):
        assert other.post(f"/relations/{id_}/confirm", {"is_over": True}).status_code == 404
    assert hua.post(f"/relations/{id_}/confirm", {"is_over": True}).json()["to_on"] == "2026-01-01"
    assert [one["to_on"] for one in tom.get("/me/relations").json()["items"]] == ["2026-01-01"]


def test_ties_of_others_are_not_there(machine: Make) -> None:
    id_ = machine("tom").post("/me/relations", TIE).json()["id"]
    zoe = machine("zoe")
    assert zoe.get("/me/relations").json()["items"] == []
    assert zoe.post(f"/me/relations/{id_}/end", {"on": "2026-01-01", "reason": "已不再来往"}).status_code == 404
    unknown = zoe.post("/me/relations", TIE | {"employee_no": "E999"})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "employee_no")
