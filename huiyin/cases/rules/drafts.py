"""What a draft may look like, and how long it is kept. Pure."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

KEPT_FOR = timedelta(days=30)
MOST_CHARACTERS = 400_000  # of all fields together; the longest form holds 100,000
MOST_FIELDS = 600
MOST_OF_ONE_PERSON = 300
# Never kept: what the page itself puts into a form, and what may only be typed.
LEFT_OUT = frozenset({"csrfmiddlewaretoken", "whose", "seen", "base", "draft_slot", "idempotency_key", "password"})
_PLACE = re.compile(r"[a-z][a-z0-9_.-]{0,79}")
_SLOT = re.compile(r"[a-z0-9]{4,32}")

Fields = Mapping[str, Sequence[str]]


def is_place(place: str, slot: str) -> bool:
    """Are these the name of a form and of a window as pages write them?"""
    return bool(_PLACE.fullmatch(place) and _SLOT.fullmatch(slot))


def read(text: str) -> dict[str, list[str]]:
    """The fields that a page sent as JSON, {name: [values]}. Raises ValueError when they are no such thing."""
    found = json.loads(text)
    if not isinstance(found, dict) or len(found) > MOST_FIELDS:
        raise ValueError("not a form")
    fields = {}
    for name, values in found.items():
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise ValueError(f"{name} is no list of texts")
        if name not in LEFT_OUT:
            fields[name] = [one.replace("\x00", "") for one in values]
    return fields


def is_empty(fields: Fields) -> bool:
    """Is there nothing in it that somebody typed? (Counters of rows are not typed.)"""
    return not any(one.strip() for name, values in fields.items() if not name.endswith("_FORMS") for one in values)


def gist(fields: Fields) -> str:
    """The longest text in it: what it is recognised by."""
    return max((one.strip() for values in fields.values() for one in values), key=len, default="")
