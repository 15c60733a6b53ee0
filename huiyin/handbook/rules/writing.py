"""From a typed rule back to the tree its pack's file would hold, and one draft's tree to a typed rule: the two ways
between the form on a page, the JSON of a draft and the value that computes."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from huiyin.handbook.rules.node import Node
from huiyin.handbook.rules.reading import read_rule
from huiyin.handbook.rules.terms import Alarm, Events, Pack, Rule, Step

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
MOMENTS = ("start", "stop", "pause", "resume", "restart", "agree")
#: What of a rule belongs to its dates and not to its text.
DATES = ("effective_from", "effective_to")
Body = dict[str, Any]


def body_of(rule: Rule, pack: Pack) -> Body:
    """The rule as a tree without its dates; what the pack says for all its rules is left out."""
    found: Body = {
        "code": rule.code,
        "title": {"zh": rule.title.zh, "en": rule.title.en},
        "clause": rule.clause,
        "unit": rule.unit,
        "events": _events(rule.events),
        "alarms": [_alarm(alarm) for alarm in rule.alarms],
        "breach": rule.breach,
    }
    if rule.note.zh:
        found["note"] = {"zh": rule.note.zh, "en": rule.note.en}
    if rule.clauses:
        found["clauses"] = [{"source": ref.source, "clause": ref.clause} for ref in rule.clauses]
    if rule.unit == "fixed":
        found["due_fact"] = rule.due_fact
    elif len(rule.steps) == 1:
        found["length"] = rule.steps[0].length
    else:
        found["steps"] = [_step(step) for step in rule.steps]
    if rule.applies:
        found["applies"] = {
            name: values[0] if len(values) == 1 else list(values) for name, values in rule.applies.items()
        }
    found |= {"requires": list(rule.requires)} if rule.requires else {}
    usual = {"calendar": "cn", "roll": "none", "obliges": "insurer", "optional": False, "duty": rule.code}
    found |= {name: getattr(rule, name) for name, value in usual.items() if getattr(rule, name) != value}
    found |= {"zone": rule.zone.key} if rule.zone.key != pack.zone.key else {}
    return found | ({"status": rule.status} if rule.status != pack.status else {})


def rule_of(body: Mapping[str, Any], since: date, pack: Pack) -> Rule:
    """The typed rule of a draft, in force from `since`. Raises PackError whose `path` is the place in the body."""
    tree = {key: value for key, value in body.items() if key not in DATES}
    return read_rule(Node(tree | {"effective_from": since.isoformat()}, "draft"), pack)


def span(length: timedelta) -> str:
    """A length of time as packs write it: 30m, 8h, 2d."""
    for unit, letter in ((DAY, "d"), (HOUR, "h")):
        if length >= unit and not length % unit:
            return f"{length // unit}{letter}"
    return f"{length // MINUTE}m" if length else "0h"


def _events(events: Events) -> dict[str, list[str]]:
    return {moment: list(names) for moment in MOMENTS if (names := getattr(events, moment))}


def _alarm(alarm: Alarm) -> dict[str, str]:
    if alarm.is_warning:
        return {"before": span(-alarm.offset), "tell": alarm.tell}
    return {"after": span(alarm.offset), "tell": alarm.tell}


def _step(step: Step) -> Body:
    found: Body = {"length": step.length}
    if step.needs:
        found["needs"] = dict(step.needs)
    if step.approvers:
        found["approvers"] = list(step.approvers)
    return found
