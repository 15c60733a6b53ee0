"""Registering, listing and reading complaints through the interface."""

from collections.abc import Callable

from tests.api.conftest import Machine, complaint


def test_a_complaint_is_registered_listed_and_read(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    made = tom.post("/complaints", complaint())
    assert made.status_code == 201, made.content
    row = tom.get("/complaints").json()["items"]
    assert [one["number"] for one in row] == [made.json()["number"]]
    read = tom.get(f"/complaints/{made.json()['number']}")
    assert read.status_code == 200, read.content
    assert read.headers["ETag"] == '"1"'
