"""Customers and policies of core systems by machine."""

from collections.abc import Callable
from typing import Any

from huiyin.customers.models import Party, Policy
from tests.api.conftest import Machine


def row(key: str, **more: Any) -> dict[str, Any]:
    return {"source": "core", "key": key, "sent_at": "2026-03-01T10:00:00+08:00"} | more


def test_customers_then_policies_each_row_by_itself(machine: Callable[..., Machine]) -> None:
    hua = machine("hua")
    people = [row("C1", name="李春梅", phone="13912345678", born_on="1960-05-17"), row("C2", name="王", phone="1")]
    answer = hua.post("/customers", {"rows": people})
    assert [(one["outcome"], one["code"]) for one in answer.json()["items"]] == [
        ("created", ""), ("refused", "customer.phone"),
    ]  # fmt: skip
    again = hua.post("/customers", {"rows": [people[0], row("C1", sent_at="2026-02-01T10:00:00+08:00", name="旧")]})
    assert [one["outcome"] for one in again.json()["items"]] == ["same", "stale"]
    party = Party.objects.get()
    assert (party.name, party.born_on) == ("李春梅", "1960-05-17")
    held = {"unit": "JS-CP", "product_code": "PR01", "product_name": "家财险", "line": "property"}
    policies = [
        row("P1", number="P-1", holder_key="C1", starts_on="2025-01-01", premium="120.50", **held),
        row("P2", number="P-2", holder_key="C2", starts_on="2025-01-01", **held),
    ]
    taken = hua.post("/policies", {"rows": policies}).json()["items"]
    assert [(one["outcome"], one["code"]) for one in taken] == [("created", ""), ("refused", "policy.holder_unknown")]
    assert (Policy.objects.get().holder_id, str(Policy.objects.get().premium)) == (party.pk, "120.50")
    assert str(party.pk) == again.json()["items"][0]["id"]
    refused = machine("tom").post("/customers", {"rows": people})
    assert (refused.status_code, refused.json()["code"]) == (409, "core.not_yours")
