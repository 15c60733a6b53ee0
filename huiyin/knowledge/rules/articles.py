"""Articles: keys, lines, spans, who may read and keep them. Pure."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from huiyin.core.noop import _

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
#: The lines of the handbook (6.1-1).
LINES: dict[str, str] = {
    "life": _("Life insurance"),
    "health": _("Health insurance"),
    "accident": _("Accident insurance"),
    "property": _("Property insurance"),
    "liability": _("Liability insurance"),
    "credit": _("Credit and guarantee insurance"),
    "annuity": _("Annuities"),
}
#: Who writes articles and decides on those of others.
KEEPERS = frozenset({"knowledge_editor", "head_office_cp"})
LONGEST, MOST_QUESTIONS, LONGEST_QUESTION = 5_000, 20, 200
#: An article is looked at again at least once a year; its keeper is told so many days before.
LONGEST_REVIEW, TOLD_BEFORE = timedelta(days=366), timedelta(days=14)


def is_key(key: str) -> bool:
    """Can it stand in an address: small letters, digits and hyphens, at most 40?"""
    return bool(_KEY.fullmatch(key))


def may_read(audience: str, roles: Collection[str], held: Collection[str] | None) -> bool:
    """May somebody with the roles `held` (None: a customer) read an article for this audience?"""
    if audience == "public":
        return True
    if held is None:
        return False
    return audience == "staff" or bool(set(roles) & set(held)) or bool(KEEPERS & set(held))


def questions(text: str) -> list[str]:
    """The ways of asking, one a line, each once."""
    return list(dict.fromkeys(line for raw in text.splitlines() if (line := " ".join(raw.split()))))


def review_due(review_on: date, on: date) -> bool:
    """Is it time to remind the keeper?"""
    return review_on - TOLD_BEFORE <= on
