"""The house terms of intake, grading and dispatch: dated YAML in `complaints/packs`, typed and checked on load (3.1-2,
3.1-6).

A case is bound by the edition of its `rules_on` date. A rule is named in the ledger as
`house-2025/grading.media@2025-01-01#hash`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from huiyin.catalog.rules import Taxonomy
from huiyin.catalog.rules import in_force as taxonomy_in_force
from huiyin.complaints.rules.editions import bound_by, head, shipped
from huiyin.complaints.rules.terms import FOLDER, LEVELS
from huiyin.core import canonical
from huiyin.core.words import Words
from huiyin.handbook.rules.node import Node

PREFIX = "house-"
PLACES = ("head_office", "branch", "unit")
ROLES = ("handler", "supervisor", "branch_manager", "head_office_cp")
FLAGS = frozenset(
    {"major", "collective", "vulnerable", "regulator_referred", "media", "litigation", "personal_data", "repeat"}
)
GROUNDS = frozenset(["disaster", "accident", "public_health", "regulator"])
KINDS = frozenset(["head_office", "branch", "sub_branch", "department"])


@dataclass(frozen=True)
class Matter:
    """What grading and routing look at. Never the advice on organised complaints (surrender agency): it lowers
    nothing.
    """

    severity: str = "L1"
    flags: frozenset[str] = frozenset()
    ground: str = ""
    face_to_face: int = 0
    joint: int = 1
    amount: Decimal = Decimal(0)
    code: str = ""
    unit_kind: str = ""


@dataclass(frozen=True)
class When:
    """The condition of a rule: everything named must fit; an empty condition always does."""

    flags: frozenset[str] = frozenset()
    grounds: frozenset[str] = frozenset()
    face_to_face_from: int = 0
    joint_from: int = 0
    amount_from: int = 0
    codes: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    severity: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    def fits(self, matter: Matter, taxonomy: Taxonomy) -> bool:
        """Does `matter` meet the condition? A reason code the taxonomy does not know belongs to no group or class."""
        reason = taxonomy.reasons.get(matter.code)
        return all(
            (
                not self.flags or bool(self.flags & matter.flags),
                not self.grounds or matter.ground in self.grounds,
                matter.face_to_face >= self.face_to_face_from,
                matter.joint >= self.joint_from,
                matter.amount >= self.amount_from,
                not self.codes or matter.code in self.codes,
                not self.groups or (reason is not None and reason.group in self.groups),
                not self.classes or (reason is not None and reason.class_code in self.classes),
                not self.severity or matter.severity in self.severity,
                not self.kinds or matter.unit_kind in self.kinds,
            )
        )


@dataclass(frozen=True)
class GradeRule:
    """One reason for a grade."""

    version: str
    code: str
    when: When
    severity: str
    major: bool
    clause: str
    reason: Words


@dataclass(frozen=True)
class RouteRule:
    """Where a complaint goes: which department of which place, which roles in turn."""

    version: str
    code: str
    when: When
    of: str
    department: str
    roles: tuple[str, ...]
    reason: Words


@dataclass(frozen=True)
class IntakeTerms:
    """Numbers of intake."""

    repeat_days: int
    confirm_after_days: int
    representatives: int


@dataclass(frozen=True)
class House:
    """One edition."""

    version: str
    effective_from: date
    effective_to: date | None
    intake: IntakeTerms
    grading: tuple[GradeRule, ...]
    routing: tuple[RouteRule, ...]


@dataclass(frozen=True)
class Grade:
    """The grade that the rules give, and the rules that gave it (all that ask for this grade or make it major)."""

    severity: str
    major: bool
    rules: tuple[GradeRule, ...]

    def reason(self, language: str) -> str:
        """Why, in words."""
        return "；".join(rule.reason.in_language(language) for rule in self.rules)


def grade(matter: Matter, house: House) -> Grade:
    """The grade of a complaint (3.1-2): the highest that any fitting rule asks for. A rule without condition is the
    last.
    """
    taxonomy = taxonomy_in_force(house.effective_from)
    fitting = [rule for rule in house.grading if rule.when.fits(matter, taxonomy)]
    severity = max(rule.severity for rule in fitting)
    named = tuple(rule for rule in fitting if rule.severity == severity or rule.major)
    return Grade(severity, any(rule.major for rule in fitting), named)


def route(matter: Matter, house: House) -> RouteRule:
    """Where a complaint goes (3.1-6): the first rule that fits."""
    taxonomy = taxonomy_in_force(house.effective_from)
    return next(rule for rule in house.routing if rule.when.fits(matter, taxonomy))


def in_force(on: date) -> House:
    """The edition that binds what arrived on a day; what arrived before the first is bound by the first."""
    return bound_by(editions(), on)


@cache
def editions() -> tuple[House, ...]:
    """All shipped editions, oldest first. Raises PackError for a wrong file or overlapping dates."""
    return shipped(FOLDER, PREFIX, read)


def read(tree: object, file: str) -> House:
    """Check a parsed edition and make it typed. Raises PackError naming the file and the place of the first fault."""
    node = Node(tree, file)
    node.keys(("pack", "title", "effective_from", "intake", "grading", "routing"), ("effective_to",))
    first = head(node, "house-2025")
    intake = node.at("intake")
    intake.keys(("repeat_days", "confirm_after_days", "representatives"))
    grading = tuple(_grade_rule(place, first.code, first.effective_from) for place in node.at("grading").items())
    routing = tuple(_route_rule(place, first.code, first.effective_from) for place in node.at("routing").items())
    for name, rules in (("grading", grading), ("routing", routing)):
        if not rules or rules[-1].when != When():
            raise node.at(name).wrong("the last rule has no condition, so that one always fits")
        if len({rule.code for rule in rules}) != len(rules):
            raise node.at(name).wrong("a code stands twice")
    return House(
        version=first.version(tree),
        effective_from=first.effective_from,
        effective_to=first.effective_to,
        intake=IntakeTerms(
            repeat_days=intake.at("repeat_days").number(),
            confirm_after_days=intake.at("confirm_after_days").number(),
            representatives=intake.at("representatives").number(),
        ),
        grading=grading,
        routing=routing,
    )


def _grade_rule(node: Node, pack: str, since: date) -> GradeRule:
    node.keys(("code", "when", "severity", "reason"), ("major", "clause"))
    code = node.at("code").match(r"[a-z0-9_]{1,30}", "a short code")
    return GradeRule(
        version=_version(pack, f"grading.{code}", since, node),
        code=code,
        when=_when(node.at("when")),
        severity=node.at("severity").one_of(LEVELS),
        major=node.at("major").flag(False),
        clause=node.at("clause").text(""),
        reason=node.at("reason").words(),
    )


def _route_rule(node: Node, pack: str, since: date) -> RouteRule:
    node.keys(("code", "when", "of", "roles", "reason"), ("department",))
    code = node.at("code").match(r"[a-z0-9_]{1,30}", "a short code")
    place = node.at("of").one_of(PLACES)
    if (place == "unit") != (node.at("department").value is None):
        raise node.wrong("a department is named unless the unit itself handles")
    roles = node.at("roles").several_of(ROLES)
    if not roles:
        raise node.at("roles").wrong("at least one role is named")
    return RouteRule(
        version=_version(pack, f"routing.{code}", since, node),
        code=code,
        when=_when(node.at("when")),
        of=place,
        department=node.at("department").text(""),
        roles=tuple(item.text() for item in node.at("roles").items()),
        reason=node.at("reason").words(),
    )


def _when(node: Node) -> When:
    numbers = ("face_to_face_from", "joint_from", "amount_from")
    node.keys((), ("flags", "grounds", "codes", "groups", "classes", "severity", "kinds", *numbers))
    taxonomy = taxonomy_in_force(date.max)
    lists = {
        "flags": FLAGS, "grounds": GROUNDS, "severity": frozenset(LEVELS), "kinds": KINDS,
        "codes": frozenset(taxonomy.reasons), "groups": frozenset(taxonomy.groups),
        "classes": frozenset(taxonomy.classes),
    }  # fmt: skip
    names = {name: frozenset(node.at(name).several_of(known)) for name, known in lists.items()}
    counts = {name: node.at(name).number() for name in numbers if node.at(name).value is not None}
    values: dict[str, Any] = {**names, **counts}
    return When(**values)


def _version(pack: str, name: str, since: date, node: Node) -> str:
    return f"{pack}/{name}@{since}#{canonical.digest(node.value)[:12]}"
