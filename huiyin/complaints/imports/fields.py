"""The fields of a complaint that an import can fill, and what each takes."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "story", "personal", "instant", "code", "money"]
Combine = Literal["same", "first", "joined", "verdict", "once", "all"]

STATES = ("open", "closed")
OUTCOMES = ("upheld", "partly", "not_upheld", "settled", "no_finding")
CLOSINGS = ("decided", "withdrawn", "not_proceeded", "rerouted")
KINDS_OF_PERSON = ("person", "organisation")


@dataclass(frozen=True, slots=True)
class FieldType:
    """What a field holds; `codes` are its permitted codes, `axis` the taxonomy axis that has them; `combine` says how
    several rows of one case become one value."""

    kind: Kind
    combine: Combine = "first"
    codes: tuple[str, ...] = ()
    axis: str = ""
    limit: int = 200


FIELDS: dict[str, FieldType] = {
    "received_at": FieldType("instant", "same"),
    "closed_at": FieldType("instant", "same"),
    "state": FieldType("code", "same", codes=STATES),
    "channel": FieldType("code", "same", axis="source"),
    "subject": FieldType("story", limit=200),
    "content": FieldType("story", "joined", limit=200_000),
    "demand": FieldType("story", "joined", limit=20_000),
    "demand_amount": FieldType("money", "same"),
    "answer": FieldType("story", "joined", limit=200_000),
    "answered_at": FieldType("instant", "first"),
    "outcome": FieldType("code", "verdict", codes=OUTCOMES),
    "closing": FieldType("code", "all", codes=CLOSINGS),
    "paid_amount": FieldType("money", "once"),
    "complainant_name": FieldType("personal", "same"),
    "complainant_kind": FieldType("code", "same", codes=KINDS_OF_PERSON),
    "complainant_relation": FieldType("text", "first", limit=60),
    "phone": FieldType("personal", "same", limit=40),
    "email": FieldType("personal", "same", limit=254),
    "id_number": FieldType("personal", "same", limit=40),
    "address": FieldType("personal", "same", limit=500),
    "policy_number": FieldType("text", "first", limit=40),
    "product": FieldType("text", "first"),
    "line": FieldType("code", "first", axis="line"),
    "sales_channel": FieldType("code", "first", axis="channel"),
    "vulnerability": FieldType("code", "first", axis="vulnerability"),
    "unit": FieldType("text", "same", limit=120),
    "respondent": FieldType("text", "first", limit=200),
}
REQUIRED = ("received_at", "channel")  # a mapping names them; the state follows from the closing date
