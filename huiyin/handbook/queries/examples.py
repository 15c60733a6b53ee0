"""The worked examples that ship with a rule, as a draft begins with them."""

from functools import cache
from typing import Any

from huiyin.handbook.queries.files import EXAMPLES, tree
from huiyin.handbook.queries.rules import home

#: Refusals of the search for a version, not of the rule itself: a draft is computed whatever the day.
_OF_THE_SEARCH = ("in force",)


@cache
def _files() -> tuple[Any, ...]:
    return tuple(tree(path) for path in sorted(EXAMPLES.rglob("*.yaml")))


def shipped(code: str, pack: str) -> list[dict[str, Any]]:
    """The examples of a rule of a pack, numbered, with their expectations; those about the days in force left out."""
    found: list[dict[str, Any]] = []
    for file in _files():
        if file["rule"] != code or (file["pack"] != pack if "pack" in file else pack not in home()):
            continue
        for one in file["examples"]:
            if any(words in str(one.get("error", "")) for words in _OF_THE_SEARCH):
                continue
            expected = {"error": one["error"]} if "error" in one else {"due_at": one["due_at"]}
            found.append(
                {
                    "id": len(found) + 1,
                    "says": {"zh": one["says"]["zh"], "en": one["says"]["en"]},
                    "from": one["from"],
                    "events": [dict(event) for event in one.get("events", ())],
                    "facts": dict(one.get("facts", {})),
                    "expected": expected,
                    "own": False,
                }
            )
    return found
