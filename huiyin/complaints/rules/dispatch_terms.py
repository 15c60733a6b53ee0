"""The rules of assignment: who in a unit gets a complaint (3.1-6, 4.1). An ordered list with typed conditions, checked
when it is read. Where a complaint goes (department, grade) is said by the house rules (`house`); this is about the
person. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal

from huiyin.core import canonical
from huiyin.core.words import Words
from huiyin.handbook.rules.node import Node

Mode = Literal["push", "pull"]
MODES: tuple[Mode, ...] = ("push", "pull")
LEVELS = ("L1", "L2", "L3", "L4")
CHANNELS = (
    "phone", "portal", "email", "letter", "visit", "regulator", "mediator", "media", "return_visit", "api",
)  # fmt: skip
FLAGS = ("major", "collective", "vulnerable", "regulator_referred", "media", "litigation", "personal_data", "repeat")
MOST_RULES = 50
MOST_HOURS = 72
CODE = r"[a-z0-9][a-z0-9_-]{0,31}"


@dataclass(frozen=True)
class Matter:
    """What the conditions look at. `units` are the codes of the unit and of those above it."""

    units: frozenset[str] = frozenset()
    line: str = ""
    code: str = ""
    severity: str = "L1"
    channel: str = ""
    language: str = ""
    flags: frozenset[str] = frozenset()
    amount: Decimal | None = None


@dataclass(frozen=True)
class When:
    """The condition of a rule: everything named must fit; an empty one always does. `classes` are beginnings of codes
    of the taxonomy (`C`, `C4`, `C41`); `amount_from` and `amount_below` are yuan, the second not included."""

    units: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    amount_from: int | None = None
    amount_below: int | None = None

    def fits(self, matter: Matter) -> bool:
        """Does `matter` meet the condition? An amount that is not known meets none about amounts."""
        return all(
            (
                not self.units or bool(self.units & matter.units),
                not self.lines or matter.line in self.lines,
                not self.classes or (bool(matter.code) and matter.code.startswith(tuple(self.classes))),
                not self.severities or matter.severity in self.severities,
                not self.channels or matter.channel in self.channels,
                not self.languages or matter.language in self.languages,
                not self.flags or bool(self.flags & matter.flags),
                self.amount_from is None or (matter.amount is not None and matter.amount >= self.amount_from),
                self.amount_below is None or (matter.amount is not None and matter.amount < self.amount_below),
            )
        )


@dataclass(frozen=True)
class AssignRule:
    """One rule: for which matters, what whoever takes them must be able and allowed to do, given out or pulled.
    `earlier_owner`: whoever had the customer's last complaint comes first. `hold`: how long it may wait at most."""

    code: str
    name: Words
    when: When = When()
    skills: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    mode: Mode = "push"
    earlier_owner: bool = False
    hold: timedelta = timedelta(hours=4)


@dataclass(frozen=True)
class Effort:
    """Points of work of an open matter: by grade, and more for what marks it; a paused one costs half, rounded up."""

    grades: Mapping[str, int] = field(default_factory=lambda: {"L1": 1, "L2": 2, "L3": 3, "L4": 5})
    flags: Mapping[str, int] = field(default_factory=lambda: {"collective": 2, "vulnerable": 1})

    def of(self, severity: str, flags: frozenset[str], paused: bool = False) -> int:
        """The points of one matter, at least 1."""
        points = self.grades[severity] + sum(more for flag, more in self.flags.items() if flag in flags)
        return (points + 1) // 2 if paused else points


@dataclass(frozen=True)
class Edition:
    """All rules of a day. `capacity` holds for whoever has none of their own, None: without a bound. `automatic`: what
    is accepted and classed is given out without anybody asking."""

    version: str
    rules: tuple[AssignRule, ...]
    effort: Effort = Effort()
    capacity: int | None = None
    automatic: bool = False

    def rule_for(self, matter: Matter) -> AssignRule:
        """The first rule that fits; the last one always does."""
        return next(rule for rule in self.rules if rule.when.fits(matter))


# While the house has put no rules of its own into force: whoever has the least work, whatever the matter.
_ANY = Words("所有投诉：谁手上的工作最少就给谁", "Every complaint goes to whoever has the least work")
SHIPPED = Edition(version="assignment@shipped", rules=(AssignRule("any", _ANY),))


def body_of(edition: Edition) -> dict[str, Any]:
    """An edition as plain JSON, as drafts keep it: what `read` makes of it is the same edition."""
    return {
        "capacity": edition.capacity,
        "automatic": edition.automatic,
        "effort": {"grades": dict(edition.effort.grades), "flags": dict(edition.effort.flags)},
        "rules": [
            {
                "code": rule.code,
                "name": {"zh": rule.name.zh, "en": rule.name.en},
                "when": {
                    name: sorted(value) if isinstance(value, frozenset) else value
                    for name, value in vars(rule.when).items()
                    if value not in (frozenset(), None)
                },
                "skills": list(rule.skills),
                "qualifications": list(rule.qualifications),
                "mode": rule.mode,
                "earlier_owner": rule.earlier_owner,
                "hold_hours": int(rule.hold.total_seconds() // 3600),
            }
            for rule in edition.rules
        ],
    }


def read(body: Any, version: str = "") -> Edition:
    """Check a body and make it typed. Raises PackError naming the place of the first fault."""
    node = Node(body, "assignment")
    node.keys(("rules",), ("capacity", "automatic", "effort"))
    rules = tuple(_rule(place) for place in node.at("rules").items())
    if not rules or len(rules) > MOST_RULES:
        raise node.at("rules").wrong(f"expected 1 to {MOST_RULES} rules")
    if rules[-1].when != When():
        raise node.at("rules").wrong("the last rule has no condition, so that one always fits")
    if len({rule.code for rule in rules}) != len(rules):
        raise node.at("rules").wrong("a code stands twice")
    capacity = node.at("capacity")
    return Edition(
        version=version or f"assignment#{canonical.digest(body)[:12]}",
        rules=rules,
        effort=_effort(node.at("effort")),
        capacity=None if capacity.value is None else capacity.number(),
        automatic=node.at("automatic").flag(False),
    )


def _effort(node: Node) -> Effort:
    if node.value is None:
        return Effort()
    node.keys(("grades", "flags"))
    node.at("grades").keys(LEVELS)
    flags = {name: place.number() for name, place in node.at("flags").pairs()}
    for name, place in node.at("flags").pairs():
        if name not in FLAGS:
            raise place.wrong(f"expected one of {', '.join(FLAGS)}")
    return Effort({level: node.at("grades").at(level).number() for level in LEVELS}, flags)


def _rule(node: Node) -> AssignRule:
    node.keys(("code", "name"), ("when", "skills", "qualifications", "mode", "earlier_owner", "hold_hours"))
    hours = node.at("hold_hours")
    length = 4 if hours.value is None else hours.number()
    if length > MOST_HOURS:
        raise hours.wrong(f"expected at most {MOST_HOURS} hours")
    return AssignRule(
        code=node.at("code").match(CODE, "a short code of small letters, digits, - and _"),
        name=node.at("name").words(),
        when=_when(node.at("when")),
        skills=_codes(node.at("skills")),
        qualifications=_codes(node.at("qualifications")),
        mode=node.at("mode").one_of(MODES, "push"),
        earlier_owner=node.at("earlier_owner").flag(False),
        hold=timedelta(hours=length),
    )


def _when(node: Node) -> When:
    if node.value is None:
        return When()
    node.keys(
        (),
        ("units", "lines", "classes", "severities", "channels", "languages", "flags", "amount_from", "amount_below"),
    )
    known = {"severities": LEVELS, "channels": CHANNELS, "flags": FLAGS}
    values: dict[str, Any] = {name: frozenset(node.at(name).several_of(words)) for name, words in known.items()}
    for name in ("units", "lines", "classes", "languages"):
        values[name] = frozenset(item.text() for item in node.at(name).items())
    for name in ("amount_from", "amount_below"):
        values[name] = None if node.at(name).value is None else node.at(name).number()
    if values["amount_from"] and values["amount_below"] and values["amount_from"] >= values["amount_below"]:
        raise node.at("amount_below").wrong("must be more than amount_from")
    return When(**values)


def _codes(node: Node) -> tuple[str, ...]:
    codes = tuple(item.match(CODE, "a short code of small letters, digits, - and _") for item in node.items())
    if len(set(codes)) != len(codes):
        raise node.wrong("names something twice")
    return codes
