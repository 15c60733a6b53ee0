"""From a parsed YAML tree to a Pack: reads and checks everything, so that nothing half-right is ever computed with."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from huiyin.core import canonical
from huiyin.handbook.rules.figures import read_figure, read_principle, read_refs
from huiyin.handbook.rules.node import Node, PackError, optional_day
from huiyin.handbook.rules.periods import check_codes
from huiyin.handbook.rules.sources import JURISDICTIONS
from huiyin.handbook.rules.terms import (
    APPROVERS,
    EVENTS,
    LEVELS,
    NEEDS,
    OBLIGED,
    ROLLS,
    STATUSES,
    TELLS,
    UNITS,
    Alarm,
    Events,
    Fact,
    Level,
    Pack,
    Rule,
    Step,
    Unit,
)

T = TypeVar("T")

_PACK_KEYS = ("pack", "title", "source", "status", "zone", "effective_from")
_PACK_EXTRAS = ("effective_to", "jurisdiction", "rules", "figures", "principles")
_RULE_KEYS = ("code", "title", "clause", "unit", "events", "breach", "alarms")
_RULE_EXTRAS = (
    "note", "length", "steps", "due_fact", "calendar", "zone", "roll", "applies", "requires", "optional",
    "status", "effective_from", "effective_to", "obliges", "duty", "yields", "clauses",
)  # fmt: skip
#: What neither computes nor binds; a rule's version does not change with it.
_WORDING = ("title", "note", "duty", "yields", "clauses")


def read_pack(tree: object, file: str, faults: list[PackError] | None = None) -> Pack:
    """Check a parsed pack and make it typed. Raises PackError with file, line and place of the first fault.

    With `faults` the fault of each rule is put there and the reading goes on, so that all can be told at once.
    """
    node = Node(tree, file, "", getattr(tree, "line", 0))
    head = read_head(node)
    parts = {key: node.at(key).items() for key in ("rules", "figures", "principles")}
    if not any(parts.values()):
        raise node.at("rules").wrong("a pack needs at least one rule, figure or principle", "Add one.")
    rules = _each(lambda place: read_rule(place, head), parts["rules"], faults)
    figures = _each(lambda place: read_figure(place, head.code), parts["figures"], faults)
    principles = _each(lambda place: read_principle(place, head.code), parts["principles"], faults)
    found = replace(head, rules=rules, figures=figures, principles=principles)
    _each(lambda place: check_codes(found), [node], faults)
    return found


def read_head(node: Node) -> Pack:
    """What a pack says of itself, without its rules."""
    node.keys(_PACK_KEYS, _PACK_EXTRAS)
    head = Pack(
        code=node.at("pack").match(r"[a-z][a-z0-9-]*", "a code like cn-complaints-2020"),
        title=node.at("title").words(),
        source=node.at("source").words(),
        status=node.at("status").one_of(STATUSES),
        zone=node.at("zone").zone(),
        effective_from=node.at("effective_from").day(),
        effective_to=optional_day(node.at("effective_to")),
        rules=(),
        jurisdiction=node.at("jurisdiction").one_of(JURISDICTIONS, "cn"),
        file=node.file,
        line=node.line,
    )
    _in_order(node, head.effective_from, head.effective_to)
    return head


def _each(read: Callable[[Node], T], places: Sequence[Node], faults: list[PackError] | None) -> tuple[T, ...]:
    found = []
    for place in places:
        try:
            found.append(read(place))
        except PackError as fault:
            if faults is None:
                raise
            faults.append(fault)
    return tuple(found)


def read_rule(node: Node, pack: Pack) -> Rule:
    """Check one rule of a pack. Raises PackError with file, line and place of the first fault."""
    node.keys(_RULE_KEYS, _RULE_EXTRAS)
    unit: Unit = node.at("unit").one_of(UNITS)
    code = node.at("code").match(r"[a-z]+(\.[a-z_]+)+", "a code like complaint.decision")
    since = node.at("effective_from").day() if node.at("effective_from").value else pack.effective_from
    until = optional_day(node.at("effective_to")) or pack.effective_to
    _in_order(node, since, until)
    rule = Rule(
        code=code,
        pack=pack.code,
        version="",
        title=node.at("title").words(),
        clause=node.at("clause").text(),
        note=node.at("note").words(required=False),
        unit=unit,
        steps=_read_steps(node, unit),
        due_fact=_read_due_fact(node, unit),
        calendar=node.at("calendar").text("cn"),
        zone=node.at("zone").zone() if node.at("zone").value else pack.zone,
        roll=node.at("roll").one_of(ROLLS, "none"),
        events=_read_events(node.at("events")),
        applies={key: _read_facts(place) for key, place in node.at("applies").pairs()},
        requires=tuple(place.text() for place in node.at("requires").items()),
        alarms=_read_alarms(node.at("alarms")),
        breach=node.at("breach").one_of(LEVELS),
        obliges=node.at("obliges").one_of(OBLIGED, "insurer"),
        optional=node.at("optional").flag(default=False),
        status=node.at("status").one_of(STATUSES, pack.status),
        effective_from=since,
        effective_to=until,
        duty=node.at("duty").match(r"[a-z]+(\.[a-z_]+)+", "a duty like complaint.decision")
        if node.at("duty").value
        else code,
        yields=tuple(place.text() for place in node.at("yields").items()),
        clauses=read_refs(node.at("clauses")),
        file=node.file,
        line=node.line,
    )
    if rule.roll != "none" and not rule.is_day_rule:
        raise node.at("roll").wrong("an hour clock does not roll to a working day")
    # Only now is every value known to be one that can be hashed.
    body = {key: value for key, value in node.value.items() if key not in _WORDING}
    return replace(rule, version=f"{pack.code}/{code}@{since}#{canonical.digest(body)[:12]}")


def _in_order(node: Node, since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise node.at("effective_to").wrong("is before effective_from", "Put the last day in force.")


def _read_steps(node: Node, unit: Unit) -> tuple[Step, ...]:
    length, steps = node.at("length"), node.at("steps")
    if unit == "fixed":
        if length.value is not None or steps.value is not None:
            raise node.wrong("a fixed date has neither length nor steps")
        return ()
    if (length.value is None) == (steps.value is None):
        mend = "Give the limit its number: `length:` for one, `steps:` for a ladder of extensions."
        raise node.wrong("expected either length or steps", mend)
    if length.value is not None:
        return (Step(length.number(), {}, ()),)
    found = tuple(_read_step(place) for place in steps.items())
    if not found:
        raise steps.wrong("expected at least one step")
    for place, before, after in zip(steps.items()[1:], found, found[1:], strict=False):
        if after.length <= before.length:
            raise place.at("length").wrong(f"must be more than the {before.length} of the step before")
    if found[0].needs or found[0].approvers:
        raise steps.items()[0].wrong("the first step is the limit itself and needs no approval")
    return found


def _read_step(node: Node) -> Step:
    node.keys(("length",), ("needs", "approvers"))
    needs: dict[str, Level] = {}
    for key, place in node.at("needs").pairs():
        if key not in NEEDS:
            raise place.wrong(f"expected one of {', '.join(NEEDS)}")
        needs[key] = place.one_of(LEVELS)
    approvers = node.at("approvers").several_of(APPROVERS)
    if ("approver" in needs) != bool(approvers):
        raise node.wrong("needs.approver and approvers belong together")
    return Step(node.at("length").number(), needs, approvers)


def _read_due_fact(node: Node, unit: Unit) -> str:
    place = node.at("due_fact")
    if unit == "fixed":
        return place.text()
    if place.value is not None:
        raise place.wrong("only a fixed date is taken from a fact")
    return ""


def _read_events(node: Node) -> Events:
    node.keys(("start", "stop"), ("pause", "resume", "restart", "agree"))
    found = Events(**{key: place.several_of(EVENTS) for key, place in node.pairs()})
    if not found.start or not found.stop:
        raise node.wrong("a clock needs an event that starts it and one that stops it")
    if bool(found.pause) != bool(found.resume):
        raise node.wrong("pause and resume belong together", "Name the event that ends the pause, or neither.")
    _feeds_itself(node, found)
    return found


def _feeds_itself(node: Node, events: Events) -> None:
    """Refuse an event named for two moments: what ends a clock must not start it, what pauses it not resume it."""
    seen: dict[str, str] = {}
    for moment, place in node.pairs():
        for event in getattr(events, moment):
            if event in seen:
                problem = f"a cycle: {event} is named in {seen[event]} and in {moment}"
                raise place.wrong(problem, f"Take {event} out of one of the two.")
            seen[event] = moment


def _read_facts(node: Node) -> tuple[Fact, ...]:
    values = node.value if isinstance(node.value, list) else [node.value]
    if not values or not all(isinstance(value, str | int | bool) for value in values):
        raise node.wrong("expected a value or a list of values")
    return tuple(values)


def _read_alarms(node: Node) -> tuple[Alarm, ...]:
    """Warnings `{before: 8h, tell: owner}` and escalations `{after: 0h, tell: supervisor}`, in order of time."""
    found: list[Alarm] = []
    for place in node.items():
        place.keys(("tell",), ("before", "after"))
        before, after = place.at("before"), place.at("after")
        if (before.value is None) == (after.value is None):
            raise place.wrong("expected either before or after")
        offset = after.duration() if before.value is None else -before.duration()
        if before.value is not None and not offset:
            raise before.wrong("a warning comes before the limit; use after: 0h for the breach")
        if found and offset <= found[-1].offset:
            raise place.wrong("alarms must be in order of time, each later than the one before")
        found.append(Alarm(offset, place.at("tell").one_of(TELLS)))
    if timedelta(0) not in {alarm.offset for alarm in found}:
        raise node.wrong("the breach itself must be told to someone: after: 0h")
    return tuple(found)
