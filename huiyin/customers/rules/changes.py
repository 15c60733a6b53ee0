"""What an entry of the ledger says of a record, for machines that keep a copy. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

Record = Literal["customer", "policy", "claim"]
Happened = Literal["created", "changed", "merged", "separated", "erased"]
RECORDS: tuple[Record, ...] = ("customer", "policy", "claim")
_MADE = frozenset({"customer.registered", "customer.policy_registered", "claim.mirrored"})


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to which record. `other`: the record that it was put together with, or parted from."""

    record: Record
    id: UUID
    happened: Happened
    other: UUID | None = None


def change_of(aggregate: tuple[str, UUID], kind: str, body: Mapping[str, Any]) -> Change:
    """What the entry of a customer's or claim's chain says; policies stand in the chain of their holder."""
    if aggregate[0] == "claim":
        return Change("claim", aggregate[1], "created" if kind in _MADE else "changed")
    if kind in ("customer.policy_registered", "customer.policy_changed") and body.get("policy"):
        return Change("policy", UUID(body["policy"]), "created" if kind in _MADE else "changed")
    if kind.endswith(".erased"):
        return Change("customer", aggregate[1], "erased")
    if body.get("verdict") == "same" and kind in ("customer.judged", "customer.judgement_taken_back"):
        happened: Happened = "merged" if kind == "customer.judged" else "separated"
        return Change("customer", aggregate[1], happened, UUID(body["other"]))
    return Change("customer", aggregate[1], "created" if kind in _MADE else "changed")
