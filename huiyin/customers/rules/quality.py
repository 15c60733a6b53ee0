"""How good a customer's record is, by four principles: complete, correct, current, safe (2.1-3). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.customers.rules.certificates import born_on
from huiyin.customers.rules.record import wrong_detail

PRINCIPLES = ("complete", "correct", "current", "safe")
# What a record must hold; an organisation has no birth date.
NEEDED = ("name", "certificate_no", "phone", "address", "born_on")
# Our own periods, the handbook sets none: confirmed within a year; looked at in clear at most so often in 30 days.
CURRENT_FOR = timedelta(days=365)
LOOKED_BACK = timedelta(days=30)
MOST_REVEALS = 20


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is judged. `known_on` is the day the details were last confirmed, else the day the record was made.
    `reveals` and `unreasoned` count the looks at clear values in LOOKED_BACK, and those of them without a reason."""

    kind: str
    details: Mapping[str, str]
    known_on: date
    reveals: int = 0
    unreasoned: int = 0


def faults(held: Held, day: date) -> tuple[str, ...]:
    """What is wrong, as `principle:what`, in the order of PRINCIPLES; empty: nothing. On the last day of the year it is
    still current."""
    needed = [name for name in NEEDED if name != "born_on" or held.kind == "person"]
    found = [f"complete:{name}" for name in needed if not held.details.get(name)]
    kind = held.details.get("certificate_kind", "")
    for name in (*NEEDED, "email"):
        value = held.details.get(name, "")
        if value and wrong_detail(name, value, certificate_kind=kind, day=day):
            found.append(f"correct:{name}")
    card = born_on(held.details.get("certificate_no", "")) if kind == "id_card" else None
    if card and held.details.get("born_on") and held.details["born_on"] != card.isoformat():
        found.append("correct:two_births")
    if held.known_on + CURRENT_FOR < day:
        found.append("current:old")
    if held.unreasoned:
        found.append("safe:no_reason")
    if held.reveals > MOST_REVEALS:
        found.append("safe:often")
    return tuple(found)


def principles(found: tuple[str, ...]) -> tuple[str, ...]:
    """The principles that these faults break."""
    broken = {fault.partition(":")[0] for fault in found}
    return tuple(one for one in PRINCIPLES if one in broken)
