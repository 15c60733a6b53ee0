"""From a parsed YAML tree to a Pack: reads and checks everything, so that nothing half-right is ever computed with."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from huiyin.core import canonical
from huiyin.handbook.rules.node import Node, PackError, optional_day
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

_PACK_KEYS = ("pack", "title", "source", "status", "zone", "effective_from", "rules")
_RULE_KEYS = ("code", "title", "clause", "unit", "events", "breach", "alarms")
_RULE_EXTRAS = (
    "note", "length", "steps", "due_fact", "calendar", "zone", "roll", "applies", "requires", "optional",
    "status", "effective_from", "effective_to", "obliges",
)  # fmt: skip
_WORDING = ("title", "note")


def read_pack(tree: object, file: str) -> Pack:
    """Check a parsed pack and make it typed. Raises PackError with the file and path of the first fault."""
    node = Node(tree, file)
    node.keys(_PACK_KEYS, ("effective_to",))
    head = Pack(
        code=node.at("pack").match(r"[a-z][a-z0-9-]*", "a code like cn-complaints-2020"),
        title=node.at("title").words(),
        source=node.at("source").words(),
        status=node.at("status").one_of(STATUSES),
        zone=node.at("zone").zone(),
        effective_from=node.at("effective_from").day(),
        effective_to=optional_day(node.at("effective_to")),
        rules=(),
    )
    _in_order(node, head.effective_from, head.effective_to)
    places = node.at("rules").items()
    if not places:
        raise node.at("rules").wrong("a pack needs at least one rule")
    rules = tuple(_read_rule(place, head) for place in places)
    return replace(head, rules=rules)


def check_no_overlap(packs: Iterable[Pack]) -> None:
    """Refuse two versions of one rule in force on the same day, within a pack or between packs."""
    by_code: dict[str, list[Rule]] = {}
    for pack in packs:
        for rule in pack.rules:
            by_code.setdefault(rule.code, []).append(rule)
    for code, versions in by_code.items():
        versions.sort(key=lambda rule: rule.effective_from)
        for earlier, later in pairwise(versions):
            if earlier.effective_to is None or later.effective_from <= earlier.effective_to:
                raise PackError(
                    f"{earlier.pack}.yaml and {later.pack}.yaml: {code}: the version of {earlier.effective_from} "
                    f"is still in force on {later.effective_from}; give it an effective_to before that day"
                )


def _read_rule(node: Node, pack: Pack) -> Rule:
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
    )
    if rule.roll != "none" and not rule.is_day_rule:
        raise node.at("roll").wrong("an hour clock does not roll to a working day")
    # Only now is every value known to be one that can be hashed.
    body = {key: value for key, value in node.value.items() if key not in _WORDING}
    return replace(rule, version=f"{pack.code}/{code}@{since}#{canonical.digest(body)[:12]}")


def _in_order(node: Node, since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise node.at("effective_to").wrong("is before effective_from")


def _read_steps(node: Node, unit: Unit) -> tuple[Step, ...]:
    length, steps = node.at("length"), node.at("steps")
    if unit == "fixed":
        if length.value is not None or steps.value is not None:
            raise node.wrong("a fixed date has neither length nor steps")
        return ()
    if (length.value is None) == (steps.value is None):
        raise node.wrong("expected either length or steps")
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
        raise node.wrong("pause and resume belong together")
    return found


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
