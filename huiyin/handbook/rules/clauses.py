"""Clauses: what a source asks for, in our words, with its numbers, the people who answer, and what serves it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from huiyin.core.words import Words
from huiyin.handbook.rules.node import Node

ClauseKind = Literal["duty", "method", "principle", "benchmark", "definition"]
ClauseStatus = Literal["in_force", "unverifiable", "superseded", "wrong"]

CLAUSE_KINDS: tuple[ClauseKind, ...] = ("duty", "method", "principle", "benchmark", "definition")
CLAUSE_STATUSES: tuple[ClauseStatus, ...] = ("in_force", "unverifiable", "superseded", "wrong")
NUMBER_UNITS = (
    "minutes", "seconds", "hours", "natural_days", "working_days", "weeks", "months", "years", "percent", "people",
    "yuan", "times", "points", "other",
)  # fmt: skip
#: Units of a number that a rule can count.
TIME_UNITS = frozenset({"hours", "natural_days", "working_days", "weeks", "months"})
#: The roles of the organisation, as accounts names them (a test compares).
ROLES = (
    "agent", "handler", "investigator", "supervisor", "branch_manager", "head_office_cp", "executive", "quality",
    "knowledge_editor", "privacy_officer", "administrator", "auditor",
)  # fmt: skip
_DUTIES = ("does", "answers", "consulted", "informed")
_REQUIRED = ("id", "ask", "kind")
_OPTIONAL = (
    "status", "actor", "responsible", "numbers", "rules", "law", "metric", "screens", "tests", "gap", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number a clause states. A benchmark is told as "handbook, unverified" and never becomes a rule."""

    value: int | float
    unit: str
    of: Words
    benchmark: bool


@dataclass(frozen=True, slots=True)
class LawRef:
    """The article of law that a clause stands beside; `article` is "18", "18-2" or "" for the whole."""

    source: str
    article: str


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who does it, who answers for it, who is consulted, who is informed: role codes or actors of the file."""

    does: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()

    def everyone(self) -> tuple[str, ...]:
        """All names, in the order of the matrix."""
        return (*self.does, *self.answers, *self.consulted, *self.informed)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter ("3") or section ("3.1") of a source."""

    source: str
    id: str
    title: Words


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: `ask` is what it asks for; `gap` says honestly what the product does not cover, None when nothing."""

    source: str
    id: str
    ask: Words
    kind: ClauseKind
    status: ClauseStatus
    actor: tuple[str, ...]
    responsible: Responsible
    numbers: tuple[Number, ...]
    rules: tuple[str, ...]
    law: tuple[LawRef, ...]
    metric: str | None
    screens: tuple[str, ...]
    tests: tuple[str, ...]
    gap: Words | None
    note: Words
    file: str
    line: int

    @property
    def section(self) -> str:
        """The section it stands in: "3.1" of "3.1-5"; the whole id for an article."""
        return self.id.rpartition("-")[0] or self.id if self.id[:1].isdigit() else self.id


@dataclass(frozen=True, slots=True)
class ClauseFile:
    """One file of clauses; several files may carry parts of one source."""

    source: str
    actors: Mapping[str, Words]
    chapters: tuple[Chapter, ...]
    clauses: tuple[Clause, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What serves a clause: the rules that count it, the screens, the tests, the metric, and what is missing."""

    clause: Clause
    rules: tuple[str, ...] = field(default=())
    screens: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    metric: str | None = None

    @property
    def state(self) -> Literal["covered", "partly", "none"]:
        """covered: screen and test and no gap; none: neither; partly: what lies between."""
        if self.screens and self.tests and self.clause.gap is None:
            return "covered"
        return "partly" if self.screens or self.tests or self.rules or self.metric else "none"


def read_clauses(tree: object, file: str) -> ClauseFile:
    """Check a parsed file of clauses and make it typed. Raises PackError with file, line and place of the fault."""
    node = Node(tree, file, "", getattr(tree, "line", 0))
    node.keys(("source", "clauses"), ("chapters", "actors"))
    source = node.at("source").match(r"[a-z][a-z0-9-]*", "a code like cn-handbook-2025")
    actors = {name: place.words() for name, place in node.at("actors").pairs()}
    chapters = []
    for place in node.at("chapters").items():
        place.keys(("id", "title"))
        chapters.append(Chapter(source, place.at("id").text(), place.at("title").words()))
    clauses = tuple(_read(place, source) for place in node.at("clauses").items())
    return ClauseFile(source, actors, tuple(chapters), clauses, file)


def _read(node: Node, source: str) -> Clause:
    node.keys(_REQUIRED, _OPTIONAL)
    gap = node.at("gap")
    return Clause(
        source=source,
        id=node.at("id").text(),
        ask=node.at("ask").words(),
        kind=node.at("kind").one_of(CLAUSE_KINDS),
        status=node.at("status").one_of(CLAUSE_STATUSES, "in_force"),
        actor=_texts(node.at("actor")),
        responsible=_read_responsible(node.at("responsible")),
        numbers=tuple(_read_number(place) for place in node.at("numbers").items()),
        rules=_texts(node.at("rules")),
        law=tuple(_read_law(place) for place in node.at("law").items()),
        metric=None if node.at("metric").value is None else node.at("metric").text(),
        screens=_texts(node.at("screens")),
        tests=_texts(node.at("tests")),
        gap=None if gap.value is None else gap.words(),
        note=node.at("note").words(required=False),
        file=node.file,
        line=node.line,
    )


def _read_responsible(node: Node) -> Responsible:
    if node.value is None:
        return Responsible()
    node.keys((), _DUTIES)
    return Responsible(*(_texts(node.at(duty)) for duty in _DUTIES))


def _read_law(node: Node) -> LawRef:
    node.keys(("source",), ("article",))
    article = node.at("article").value
    return LawRef(node.at("source").text(), "" if article is None else str(article))


def _read_number(node: Node) -> Number:
    node.keys(("value", "unit"), ("of", "benchmark"))
    value = node.at("value").value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise node.at("value").wrong(f"expected a number, found {value!r}", "Write the figure without its unit.")
    unit = node.at("unit").one_of(NUMBER_UNITS)
    return Number(value, unit, node.at("of").words(required=False), node.at("benchmark").flag(default=False))


def _texts(node: Node) -> tuple[str, ...]:
    if node.value is None:
        return ()
    found = tuple(place.text() for place in node.items())
    if len(set(found)) != len(found):
        raise node.wrong("names something twice", "Keep one of the two.")
    return found
