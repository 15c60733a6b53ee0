"""In which stage a customer is, by dated rules, and what is done there (2.4-1, 2.4-2). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from huiyin.core import canonical
from huiyin.core.words import Words
from huiyin.handbook.queries import parse
from huiyin.handbook.rules.node import Node, optional_day

FOLDER = Path(__file__).resolve().parents[1] / "packs"
STAGES = ("prospect", "new", "active", "at_risk", "lost", "won_back")
PURPOSES = ("marketing", "care", "survey")
TERMS = ("new_days", "ending_days", "trouble_days", "lost_after_days", "gap_days", "won_back_days")
Span = tuple[date, date | None]


@dataclass(frozen=True)
class Strategy:
    """Something to do in a stage, within so many days, if the customer agreed to be reached for the purpose."""

    code: str
    purpose: str
    days: int
    title: Words


@dataclass(frozen=True)
class Edition:
    """The rules of a time. `terms` are days by the names of TERMS."""

    version: str
    effective_from: date
    effective_to: date | None
    terms: Mapping[str, int]
    names: Mapping[str, Words]
    strategies: Mapping[str, tuple[Strategy, ...]]

    def days(self, name: str) -> timedelta:
        """A period."""
        return timedelta(days=self.terms[name])


@dataclass(frozen=True)
class Facts:
    """`spans` of cover as first and last day (None: without end). `is_troubled`: a complaint of theirs is open or was
    found right lately. `ended_seen`: since when we know that no cover is left, where no date says it."""

    spans: Sequence[Span]
    is_troubled: bool = False
    ended_seen: date | None = None


def stage_of(facts: Facts, edition: Edition, day: date) -> tuple[str, str]:
    """(stage, why): why is `no_policy`, `signed`, `ended`, `trouble`, `ending`, `back`, `first_policy`, `in_force`."""
    spans = sorted(facts.spans, key=lambda span: span[0])
    if not spans:
        return "prospect", "no_policy"
    if all(start > day for start, _end in spans):
        return "new", "signed"
    if not any(_covers(span, day) for span in spans):
        if any(start > day for start, _end in spans):
            return "at_risk", "ending"  # a hole between two policies
        last = max(end for _start, end in spans if end is not None)
        last = min(last, facts.ended_seen or last)
        return ("lost" if day - last > edition.days("lost_after_days") else "at_risk"), "ended"
    if facts.is_troubled:
        return "at_risk", "trouble"
    if all(end is not None and end - day <= edition.days("ending_days") for start, end in spans):
        return "at_risk", "ending"
    begun, came_back = _present(spans, day, edition.days("gap_days"))
    if came_back and day - begun <= edition.days("won_back_days"):
        return "won_back", "back"
    return ("new", "first_policy") if day - spans[0][0] < edition.days("new_days") else ("active", "in_force")


def _covers(span: Span, day: date) -> bool:
    return span[0] <= day and (span[1] is None or day <= span[1])


def _present(spans: Sequence[Span], day: date, gap: timedelta) -> tuple[date, bool]:
    """The first day of the cover that holds now without a hole of `gap`, and whether there was cover before it."""
    begun, until, came_back = spans[0][0], spans[0][1], False
    for start, end in spans[1:]:
        if start > day:
            break
        if until is not None and start - until > gap:
            begun, came_back = start, True
        until = None if until is None or end is None else max(until, end)
    return begun, came_back


@cache
def editions() -> tuple[Edition, ...]:
    """All editions that are shipped, oldest first. Raises PackError for a wrong file."""
    found = [read(parse(path.read_text("utf-8"), path.name), path.name) for path in FOLDER.glob("lifecycle-*.yaml")]
    return tuple(sorted(found, key=lambda edition: edition.effective_from))


def in_force(day: date) -> Edition:
    """The edition of a day; before the first, the first."""
    fitting = [
        one for one in editions()
        if one.effective_from <= day and (one.effective_to is None or day <= one.effective_to)
    ]  # fmt: skip
    return fitting[-1] if fitting else editions()[0]


def read(tree: object, name: str) -> Edition:
    """An edition from its file. Raises PackError that says where what is wrong."""
    node = Node(tree, name)
    node.keys(["pack", "title", "effective_from", "terms", "stages", "strategies"], ["effective_to"])
    node.at("title").words()
    code = node.at("pack").match(r"[a-z][a-z0-9-]*", "a code like lifecycle-cn")
    begins, terms, names, told = node.at("effective_from").day(), node.at("terms"), node.at("stages"), {}
    terms.keys(TERMS)
    names.keys(STAGES)
    for stage, todo in node.at("strategies").pairs():
        if stage not in STAGES:
            raise todo.wrong(f"one of the stages {', '.join(STAGES)}")
        told[stage] = tuple(_strategy(one) for one in todo.items())
    return Edition(
        version=f"{code}@{begins}#{canonical.digest(tree)[:12]}",
        effective_from=begins,
        effective_to=optional_day(node.at("effective_to")),
        terms={one: terms.at(one).number() for one in TERMS},
        names={stage: names.at(stage).words() for stage in STAGES},
        strategies=told,
    )


def _strategy(node: Node) -> Strategy:
    node.keys(["code", "purpose", "days", "title"])
    return Strategy(
        code=node.at("code").match(r"[a-z][a-z_]*", "a code like welcome"),
        purpose=node.at("purpose").one_of(PURPOSES),
        days=node.at("days").number(),
        title=node.at("title").words(),
    )
