"""The house terms for deciding, telling and closing: dated YAML in `complaints/packs`, typed and checked on load.

A case is bound by the terms of its `rules_on` date; ledger entries name their version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from huiyin.complaints.rules.editions import bound_by, head, shipped
from huiyin.core.words import Words
from huiyin.handbook.rules.node import Node

FOLDER = Path(__file__).resolve().parents[1] / "packs"
PREFIX = "decision-"
LEVELS = ("L1", "L2", "L3", "L4")
PARTS = ("process", "facts", "grounds", "outcome", "follow_up", "answer")
LANGUAGES = ("zh", "en")
RISKS = ("internal_audit", "regulator")
FOLLOWING = ("handler", "supervisor", "branch_manager", "head_office_cp", "executive")


@dataclass(frozen=True)
class Band:
    """A sum up to and including `up_to` yuan (None: any) asks for `level`."""

    up_to: Decimal | None
    level: str


@dataclass(frozen=True)
class ApprovalTerms:
    """The approval matrix (3.1-2, 3.3-2)."""

    severity: Mapping[str, str]
    compensation: tuple[Band, ...]
    ex_gratia: tuple[Band, ...]
    regulator: str
    flags: Mapping[str, str]


@dataclass(frozen=True)
class Followed:
    """Who does what a "yes" of the risk assessment asks for (roles in the order they are tried), within how many
    natural days."""

    roles: tuple[str, ...]
    days: int


@dataclass(frozen=True)
class HardWord:
    """A word that is hard to read and what to write instead."""

    word: str
    say: Words


@dataclass(frozen=True)
class LetterTerms:
    """What the gate of the decision letter counts and looks for (令2020-3 art 19).

    `names_person`: letters name the person who answers beside the department; by default only the department.
    """

    least: Mapping[str, int]
    sentence: Mapping[str, int]
    denying: tuple[str, ...]
    placeholders: frozenset[str]
    hard: tuple[HardWord, ...]
    mediators: tuple[tuple[Words, Words], ...]
    names_person: bool = False


@dataclass(frozen=True)
class CloseCode:
    """One way in which a complaint ends."""

    code: str
    name: Words


@dataclass(frozen=True)
class Terms:
    """One edition. `version` = pack, first day, and the hash of its content."""

    version: str
    effective_from: date
    effective_to: date | None
    approval: ApprovalTerms
    risk: Mapping[str, Followed]
    letter: LetterTerms
    attempts: int
    close_codes: tuple[CloseCode, ...]
    watch_days: int

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(one.code for one in self.close_codes)


def in_force(on: date) -> Terms:
    """The terms that bind what arrived on a day; what arrived before the first edition is bound by the first."""
    return bound_by(editions(), on)


@cache
def editions() -> tuple[Terms, ...]:
    """All shipped editions, oldest first. Raises PackError for a wrong file or overlapping dates."""
    return shipped(FOLDER, PREFIX, read)


def read(tree: object, file: str) -> Terms:
    """Check a parsed edition and make it typed. Raises PackError naming the file and the place of the first fault."""
    node = Node(tree, file)
    node.keys(("pack", "title", "effective_from", "approval", "risk", "letter", "notice", "closing"), ("effective_to",))
    first = head(node, "decision-2025")
    node.at("notice").keys(("attempts",))
    closing = node.at("closing")
    closing.keys(("codes", "watch_days"))
    return Terms(
        version=first.version(tree),
        effective_from=first.effective_from,
        effective_to=first.effective_to,
        approval=_read_approval(node.at("approval")),
        risk=_read_risk(node.at("risk")),
        letter=_read_letter(node.at("letter")),
        attempts=node.at("notice").at("attempts").number(),
        close_codes=_read_codes(closing.at("codes")),
        watch_days=closing.at("watch_days").number(),
    )


def _read_approval(node: Node) -> ApprovalTerms:
    node.keys(("severity", "compensation", "ex_gratia", "regulator"), ("flags",))
    severity = node.at("severity")
    severity.keys(LEVELS)
    return ApprovalTerms(
        severity={key: place.one_of(LEVELS) for key, place in severity.pairs()},
        compensation=_read_bands(node.at("compensation")),
        ex_gratia=_read_bands(node.at("ex_gratia")),
        regulator=node.at("regulator").one_of(LEVELS),
        flags={key: place.one_of(LEVELS) for key, place in node.at("flags").pairs()},
    )


def _read_risk(node: Node) -> Mapping[str, Followed]:
    node.keys(RISKS)
    for place in (node.at(name) for name in RISKS):
        place.keys(("roles", "days"))
    return {
        name: Followed(node.at(name).at("roles").several_of(FOLLOWING), node.at(name).at("days").number())
        for name in RISKS
    }


def _read_bands(node: Node) -> tuple[Band, ...]:
    found: list[Band] = []
    places = node.items()
    for place in places:
        place.keys(("level",), ("up_to",))
        bound = place.at("up_to")
        is_last = place is places[-1]
        if (bound.value is None) != is_last:
            raise place.wrong("every band but the last, which is open, has an up_to")
        band = Band(None if is_last else Decimal(bound.number()), place.at("level").one_of(LEVELS))
        before = found[-1] if found else None
        if before and (band.level < before.level or (band.up_to and before.up_to and band.up_to <= before.up_to)):
            raise place.wrong("bands rise in sum and level")
        found.append(band)
    if not found:
        raise node.wrong("expected at least one band")
    return tuple(found)


def _read_letter(node: Node) -> LetterTerms:
    node.keys(("least", "sentence", "denying", "placeholders", "hard", "mediators"), ("names_person",))
    node.at("least").keys(PARTS)
    node.at("sentence").keys(LANGUAGES)
    hard = node.at("hard").items()
    mediators = node.at("mediators").items()
    if not mediators:
        raise node.at("mediators").wrong("a letter names at least one mediation body")
    for place in hard:
        place.keys(("word", "say"))
    for place in mediators:
        place.keys(("name", "value"))
    return LetterTerms(
        least={key: place.number() for key, place in node.at("least").pairs()},
        sentence={key: place.number() for key, place in node.at("sentence").pairs()},
        denying=tuple(place.text() for place in node.at("denying").items()),
        placeholders=frozenset(place.text().lower() for place in node.at("placeholders").items()),
        hard=tuple(HardWord(place.at("word").text(), place.at("say").words()) for place in hard),
        mediators=tuple((place.at("name").words(), place.at("value").words()) for place in mediators),
        names_person=node.at("names_person").flag(default=False),
    )


def _read_codes(node: Node) -> tuple[CloseCode, ...]:
    found: list[CloseCode] = []
    for place in node.items():
        place.keys(("code", "name"))
        found.append(CloseCode(place.at("code").match(r"[a-z_]{1,24}", "a short code"), place.at("name").words()))
    if len({one.code for one in found}) != len(found) or not found:
        raise node.wrong("expected codes, each once")
    return tuple(found)
