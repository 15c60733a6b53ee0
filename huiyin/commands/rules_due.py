"""`huiyin rules due`: when is it due, and why? Answers from the packs and calendars alone, without a database.

One question: RULE --from TIME with events and facts; many: --input F.jsonl (- for standard input), one JSON object a
line, one answer a line in the same order.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from huiyin.clocks.rules.due import Due, compute
from huiyin.clocks.rules.events import ClockError, Event, read_event, read_time
from huiyin.clocks.rules.text import as_text
from huiyin.core import calendars
from huiyin.core.time import SHANGHAI
from huiyin.handbook import queries
from huiyin.handbook.rules.node import PackError
from huiyin.handbook.rules.terms import Rule

OK, WRONG = 0, 2
_LINE_KEYS = frozenset({"id", "rule", "from", "events", "facts", "pack"})
_encode = json.JSONEncoder(ensure_ascii=False).encode


class _Parser(argparse.ArgumentParser):
    """Refuses abbreviations, so that a new option never changes what an old script means."""

    def __init__(self) -> None:
        super().__init__(
            prog="huiyin rules due",
            description="When is it due, and why? A time without offset is Asia/Shanghai; a bare date is its 00:00.",
            allow_abbrev=False,
        )
        self.add_argument("rule", nargs="?", help="a rule code like complaint.decision")
        self.add_argument("--from", dest="start", metavar="TIME", help="when the clock starts")
        self.add_argument(
            "--event",
            action="append",
            default=[],
            metavar="KIND@TIME",
            help="extend, pause, resume, restart or agree (its time is the agreed date); repeatable",
        )
        self.add_argument("--fact", action="append", default=[], metavar="K=V", help="a fact of the case; repeatable")
        self.add_argument("--pack", help="search this pack only")
        self.add_argument("--input", metavar="FILE", help="answer many: JSON lines, - for standard input")
        self.add_argument("--json", action="store_true", help="one JSON line instead of text")
        self.add_argument("--lang", choices=("zh", "en"), help="language of the text")


def main(argv: Sequence[str]) -> int:
    """Run the command; 0 = answered, 2 = wrong question or no rule in force (said on standard error)."""
    parser = _Parser()
    try:
        options = parser.parse_args(argv)
    except SystemExit as stop:
        return OK if not stop.code else WRONG
    try:
        if options.input is not None:
            return _many(options)
        return _one(options)
    except (ClockError, queries.NoRuleError, PackError, calendars.CalendarError, OSError) as error:
        print(f"huiyin rules due: {error}", file=sys.stderr)
        return WRONG


def _one(options: argparse.Namespace) -> int:
    if not options.rule or not options.start:
        raise ClockError("usage", "Name a rule and --from TIME, or give --input FILE.")
    events = [_event_option(text) for text in options.event]
    facts = facts_option(options.fact)
    rule, due = answer(options.rule, options.start, events, facts, options.pack)
    if options.json:
        print(_encode(as_json(rule, due)))
    else:
        language = options.lang or ("zh" if os.environ.get("LANG", "").startswith("zh") else "en")
        print(f"{rule.title.in_language(language)} ({rule.clause}) {rule.version}")
        print(as_text(due.derivation, language))
    return OK


def _many(options: argparse.Namespace) -> int:
    if options.rule or options.start or options.event or options.fact:
        raise ClockError("usage", "With --input the rule, its start, events and facts stand in the lines.")
    queries.packs()
    if options.input == "-":
        _write(answer_lines(sys.stdin.buffer, options.pack))
        return OK
    with open(options.input, "rb") as lines:
        _write(answer_lines(lines, options.pack))
    return OK


def _write(answers: Iterable[dict[str, Any]]) -> None:
    for found in answers:
        sys.stdout.write(_encode(found))
        sys.stdout.write("\n")
    sys.stdout.flush()


def answer(
    code: str, start: object, events: Sequence[object], facts: Mapping[str, Any], pack: str | None = None
) -> tuple[Rule, Due]:
    """One question. The pack is chosen by the start; raises ClockError or NoRuleError with a sentence."""
    queries.versions(code)
    begin = read_time(start, SHANGHAI)
    zone = queries.pack(pack).zone if pack is not None else SHANGHAI
    rule = queries.in_force(code, begin.astimezone(zone).date(), pack)
    read: list[Event] = [read_event(event, rule.zone) for event in events]
    return rule, compute(rule, calendars.current(rule.calendar), begin, read, facts)


def as_json(rule: Rule, due: Due) -> dict[str, Any]:
    """The answer as a JSON object."""
    return {
        "rule": rule.code,
        "pack": rule.pack,
        "rule_version": due.rule_version,
        "calendar_version": due.calendar_version,
        "due_at": due.due_at.isoformat() if due.due_at else None,
        "provisional": due.provisional,
        "paused": due.paused,
        "derivation": due.derivation,
    }


def answer_lines(lines: BinaryIO | Iterable[bytes], pack: str | None = None) -> Iterator[dict[str, Any]]:
    """One answer per line, in order; a wrong line is answered with its error and stops nothing."""
    for number, raw in enumerate(lines, start=1):
        line: Any = None
        try:
            line = json.loads(raw.decode("utf-8-sig"))
            rule, due = _answer_line(line, pack)
            found = as_json(rule, due)
        except (ValueError, RecursionError, queries.NoRuleError) as error:
            wrong = isinstance(error, ClockError | queries.NoRuleError)
            message = str(error) if wrong else f"Line {number} is not a JSON object in UTF-8: {error}"
            yield {"id": line.get("id") if isinstance(line, dict) else None, "error": message}
            continue
        yield {"id": line["id"], **found} if "id" in line else found


def _answer_line(line: Any, pack: str | None) -> tuple[Rule, Due]:
    if not isinstance(line, dict):
        raise ClockError(
            "line_shape", 'A line is a JSON object like {"rule": "complaint.decision", "from": "2026-11-01"}.'
        )
    for key in line:
        if key not in _LINE_KEYS:
            raise ClockError("line_shape", f"A line has no {key!r}; it has id, rule, from, events, facts, pack.")
    for key in ("rule", "from"):
        if not isinstance(line.get(key), str):
            raise ClockError("line_shape", f"The line needs {key!r}, a text.")
    events, facts, named = line.get("events"), line.get("facts"), line.get("pack")
    if not isinstance(events, list | None):
        raise ClockError("line_shape", "The events are a list.")
    if not isinstance(facts, dict | None):
        raise ClockError("line_shape", "The facts are an object.")
    if not isinstance(named, str | None):
        raise ClockError("line_shape", "The pack is a text.")
    return answer(line["rule"], line["from"], events or [], facts or {}, named or pack)


def _event_option(text: str) -> dict[str, str]:
    kind, mark, at = text.partition("@")
    if not mark:
        raise ClockError("event_shape", f"{text!r} is not an event; write KIND@TIME, like pause@2026-11-05.")
    return {"kind": kind.strip(), "at": at}


def facts_option(texts: Sequence[str]) -> dict[str, Any]:
    """`K=V` options as facts. Raises ClockError for one that is none, or given twice."""
    facts: dict[str, Any] = {}
    for text in texts:
        name, mark, value = text.partition("=")
        if not mark or not name.strip():
            raise ClockError("fact_shape", f"{text!r} is not a fact; write K=V, like major=true.")
        if name.strip() in facts:
            raise ClockError("fact_shape", f"The fact {name.strip()} is given twice.")
        facts[name.strip()] = value.strip()
    return facts
