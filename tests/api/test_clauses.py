"""Clauses by machine: named, disputed, shown (6.2)."""

from collections.abc import Callable

from tests.api.conftest import Machine, complaint
from tests.catalog.made import approved, product
from tests.people import House

CITED = {"product": "he01", "version": 1, "path": "3", "role": "disputed", "words": "没讲过，电话13812345678"}
SHOWN = {
    "kind": "explained", "method": "video", "shown_at": "2026-01-01T09:00", "understood": "voice",
    "understood_at": "2026-01-01T09:05", "application_no": "A1", "key": "sale-1",
}  # fmt: skip


def test_a_clause_is_named_once_masked_and_taken_off(machine: Callable[..., Machine], house: House) -> None:
    terms = approved(house, product(house))
    tom = machine("tom")
    number = tom.post("/complaints", complaint()).json()["number"]
    for _twice in range(2):
        answer = tom.post(f"/complaints/{number}/clauses", CITED)
        assert answer.status_code == 200, answer.json()
    found = tom.get(f"/complaints/{number}/clauses").json()
    (one,) = found["items"]
    assert one["clause"] == {
        "product": "HE01", "version": 1, "path": "3", "title": "责任免除", "digest": terms.digest,
    }  # fmt: skip
    assert "13812345678" not in one["words"]
    assert found["binding"]["by_policy"] is False
    assert tom.post(f"/complaints/{number}/clauses", CITED | {"path": "9"}).json()["code"] == "clause.not_found"
    assert tom.post(f"/complaints/{number}/clauses/{one['id']}/remove", None).json()["items"] == []


def test_what_is_disputed_is_told_with_its_rate(machine: Callable[..., Machine], house: House) -> None:
    approved(house, product(house))
    tom = machine("tom")
    number = tom.post("/complaints", complaint()).json()["number"]
    tom.post(f"/complaints/{number}/clauses", CITED)
    told = tom.get("/disputed-clauses").json()
    assert [(one["clause"]["path"], one["complaints"], one["rate"]) for one in told["items"]] == [("3", 1, None)]
    assert tom.get("/products/HE01/terms/1/disputed/3").json()["words"] == []
    assert tom.get("/products/HE01/terms/1/disputed/77").status_code == 404


def test_the_sales_system_keeps_what_was_shown_and_adds_the_policy_later(
    machine: Callable[..., Machine], house: House
) -> None:
    approved(house, product(house))
    tom, address = machine("tom"), "/products/HE01/terms/1/shown"
    first = tom.post(address, SHOWN)
    assert (first.status_code, first.json()["paths"], first.json()["all_exclusions"]) == (201, ["3"], True)
    again = tom.post(address, SHOWN | {"policy_number": "p9"})
    assert (again.json()["id"], again.json()["policy_number"]) == (first.json()["id"], "P9")
    assert [one["id"] for one in tom.get("/terms-shown?policy_number=p9").json()["items"]] == [first.json()["id"]]
    assert tom.post(address, SHOWN | {"method": "web"}).json()["code"] == "shown.key"
    wrong = tom.post(address, SHOWN | {"key": "x", "shown_at": "2099-01-01T09:00", "understood": "not"})
    assert wrong.status_code == 422
