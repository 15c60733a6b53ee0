"""Products by machine."""

from collections.abc import Callable

from tests.api.conftest import Machine
from tests.catalog.made import CONTRACT, TEXTS
from tests.people import House


def test_a_product_is_written_proved_sold_and_read(machine: Callable[..., Machine], house: House) -> None:
    kim = machine("kim")
    made = kim.post("/products", {"code": "he01", "name": "康享医疗保险", "line": "health", **TEXTS})
    assert (made.status_code, made.json()["code"], made.json()["keeper"]) == (201, "HE01", house["kim"].employee_no)
    refused = kim.post("/products/HE01/sale", {"on": "2026-03-02"})
    assert (refused.status_code, refused.json()["code"], len(refused.json()["needs"])) == (409, "product.lacks", 4)
    for kind in ("insurable_interest", "good_faith", "sum_insured", "actuarial"):
        body = {
            "kind": kind,
            "statement": "核保规则逐条核对，相符。",
            "dated_on": "2026-01-05",
            "review_on": "2099-01-05",
        }
        assert kim.post("/products/HE01/proofs", body).status_code == 200
    assert kim.post("/products/HE01/sale", {"on": "2026-03-02"}).json()["status"] == "on_sale"
    tom = machine("tom")
    assert [one["code"] for one in tom.get("/products?status=on_sale").json()["items"]] == ["HE01"]
    assert len(tom.get("/products/he01").json()["proofs"]) == 4
    assert tom.get("/products/NONE").status_code == 404
    assert tom.post("/products/HE01/sale/end", {"on": "2026-04-01"}).json()["code"] == "product.not_yours"
    stale = kim.call("POST", "/products/HE01/change", {"name": "康享", "line": "health", **TEXTS}, If_Match='"1"')
    assert stale.status_code == 412


def test_terms_are_taken_in_sorted_approved_by_somebody_else_and_compared(
    machine: Callable[..., Machine], house: House
) -> None:
    kim, hua = machine("kim"), machine("hua")
    kim.post("/products", {"code": "HE01", "name": "康享医疗保险", "line": "health"})
    assert kim.post("/products/HE01/terms", {"from_on": "2025-01-01"}).json()["code"] == "terms.nothing"
    made = kim.post("/products/HE01/terms", {"from_on": "2025-01-01", "text": CONTRACT}).json()
    assert (made["number"], all(one["guessed"] for one in made["clauses"])) == (1, True)
    address = "/products/HE01/terms/1"
    assert kim.post(f"{address}/submit").json()["code"] == "terms.guessed"
    kim.post(f"{address}/kinds", {"kinds": {one["path"]: one["kind"] for one in made["clauses"]}})
    assert kim.post(f"{address}/submit").json()["state"] == "submitted"
    assert hua.post(f"{address}/back", {"reason": "写清楚"}).status_code == 422
    assert hua.post(f"{address}/back", {"reason": "请写清楚些"}).json()["state"] == "draft"
    kim.post(f"{address}/submit")
    assert hua.post(f"{address}/approve").json()["digest"]
    clauses = [{name: one[name] for name in ("path", "kind", "title", "text")} for one in made["clauses"]]
    clauses[-1]["text"] += "也可以申请仲裁。"
    assert kim.post("/products/HE01/terms", {"from_on": "2026-01-01", "clauses": clauses}).status_code == 201
    items = machine("tom").get("/products/HE01/terms/diff?left=1&right=2").json()["items"]
    assert [one["what"] for one in items].count("changed") == 1
    assert kim.post("/products/HE01/terms/2/discard").json()["state"] == "discarded"
    assert [one["number"] for one in kim.get("/products/HE01/terms").json()["items"]] == [1]
