"""Signs of risk in the words of a complaint, with the words that gave them (domain §8-2, 3.2-7). Dated lists; pure.

Advice to people. What is denied right before it ("I will not go to the regulator") is no sign; what is only maybe meant
says so, and so does an urgent sign that is denied.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from huiyin.complaints.rules.editions import bound_by, head, shipped
from huiyin.core.words import Words
from huiyin.handbook.rules.node import Node, optional_day

FOLDER = Path(__file__).parents[1] / "packs"
PREFIX = "signals-"
LONGEST = 20_000  # characters that are read
MOST_WORDS = 4


@dataclass(frozen=True)
class Sign:
    """A kind of risk: what it is called, what to do, its patterns; `urgent`: somebody looks at once."""

    code: str
    title: Words
    act: Words
    urgent: bool
    strong: re.Pattern[str]
    maybe: re.Pattern[str] | None


@dataclass(frozen=True)
class Signs:
    """One edition; `effective_to` is its last day, None while it is in force."""

    version: str
    effective_from: date
    effective_to: date | None
    within: int  # characters before a sign that are looked at for a denial, which ends where the sign begins
    denied: re.Pattern[str]
    all: tuple[Sign, ...]


@dataclass(frozen=True)
class Found:
    """A sign in a text: the words that gave it, in order, each once; `is_sure`: they hardly mean anything else."""

    sign: Sign
    words: tuple[str, ...]
    is_sure: bool


def find(text: str, signs: Signs) -> list[Found]:
    """The signs in a text: the urgent first, then the sure ones, then in the order of the list."""
    text = text[:LONGEST]
    found = [told for sign in signs.all if (told := _found(text, sign, signs))]
    return sorted(found, key=lambda one: (not one.sign.urgent, not one.is_sure))


def _found(text: str, sign: Sign, signs: Signs) -> Found | None:
    strong = _words(text, sign.strong, signs)
    words = strong or (_words(text, sign.maybe, signs) if sign.maybe else [])
    if not words and sign.urgent:  # rather once too often
        words = list(dict.fromkeys(one.group().strip() for one in sign.strong.finditer(text)))
    return Found(sign, tuple(words[:MOST_WORDS]), bool(strong)) if words else None


def _words(text: str, pattern: re.Pattern[str], signs: Signs) -> list[str]:
    found: dict[str, None] = {}
    for one in pattern.finditer(text):
        before = text[max(0, one.start() - signs.within) : one.start()]
        if not signs.denied.search(before):
            found.setdefault(one.group().strip())
    return [words for words in found if words]


def in_force(on: date) -> Signs:
    """The edition of a day."""
    return bound_by(editions(), on)


@cache
def editions() -> tuple[Signs, ...]:
    """All shipped editions, oldest first. Raises PackError for a wrong file or overlapping dates."""
    return shipped(FOLDER, PREFIX, read)


def read(tree: object, file: str) -> Signs:
    """Check a parsed edition and make it typed. Raises PackError naming the file and the place of the first fault."""
    node = Node(tree, file)
    node.keys(("pack", "title", "effective_from", "denied", "signals"), ("effective_to",))
    first = head(node, "signals-2026")
    denied = node.at("denied")
    denied.keys(("within", "any", "between"))
    found = tuple(_sign(one) for one in node.at("signals").items())
    if len({one.code for one in found}) != len(found):
        raise node.at("signals").wrong("a code stands twice")
    patterns = [_pattern(denied.at(name)).pattern for name in ("any", "between")]
    return Signs(
        version=first.version(tree),
        effective_from=first.effective_from,
        effective_to=optional_day(node.at("effective_to")),
        within=denied.at("within").number(),
        denied=re.compile(f"(?:{patterns[0]})(?:{patterns[1]})*$", re.I),
        all=found,
    )


def _sign(node: Node) -> Sign:
    node.keys(("code", "title", "act", "strong"), ("any", "urgent"))
    return Sign(
        code=node.at("code").match(r"[a-z_]{2,20}", "a short code"),
        title=node.at("title").words(),
        act=node.at("act").words(),
        urgent=node.at("urgent").flag(False),
        strong=_pattern(node.at("strong")),
        maybe=_pattern(node.at("any")) if node.at("any").value is not None else None,
    )


def _pattern(node: Node) -> re.Pattern[str]:
    """One pattern of several. Raises PackError for none, for one that is no pattern, and for one that fits an empty
    text."""
    parts = []
    for one in node.items():
        try:
            if re.compile(one.text(), re.I).fullmatch(""):
                raise one.wrong("expected a pattern that needs at least one character")
        except re.error as error:
            raise one.wrong(f"expected a regular expression: {error}") from error
        parts.append(one.text())
    if not parts:
        raise node.wrong("expected at least one pattern")
    return re.compile("|".join(f"(?:{part})" for part in parts), re.I)
