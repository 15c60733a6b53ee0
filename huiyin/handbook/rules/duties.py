"""Duties: what several rules ask for together, and how handbook and law stand to each other on it."""

from dataclasses import dataclass

from huiyin.core.words import Words
from huiyin.handbook.rules.node import Node

_REQUIRED = ("duty", "title")


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty. `handbook` and `law` say what each asks, `how` what is done; blank where only one speaks."""

    code: str
    title: Words
    handbook: Words
    law: Words
    how: Words


def read_duties(tree: object, file: str) -> tuple[Duty, ...]:
    """Check the parsed list of duties. Raises PackError with file, line and place of the first fault."""
    node = Node(tree, file, "", getattr(tree, "line", 0))
    node.keys(("duties",))
    found: dict[str, Duty] = {}
    for place in node.at("duties").items():
        place.keys(_REQUIRED, ("handbook", "law", "how"))
        code = place.at("duty").match(r"[a-z]+(\.[a-z_]+)+", "a duty like complaint.decision")
        if code in found:
            raise place.wrong(f"{code} is given twice", "Keep one of the two.")
        words = (place.at(key).words(required=False) for key in ("handbook", "law", "how"))
        found[code] = Duty(code, place.at("title").words(), *words)
    return tuple(found.values())
