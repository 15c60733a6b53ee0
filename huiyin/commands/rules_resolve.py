"""`huiyin rules resolve`: which rules bind a case, and why? From the packs and calendars alone, without a database."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from huiyin.clocks.rules.binding import bind
from huiyin.clocks.rules.events import ClockError, read_time
from huiyin.commands.rules_due import facts_option
from huiyin.core import calendars
from huiyin.core.time import SHANGHAI, local_date
from huiyin.handbook import queries
from huiyin.handbook.rules.node import PackError
from huiyin.handbook.rules.resolver import Binding, Row

OK, WRONG = 0, 2
_MARKS = {"binds": "●", "beside": "○", "yields": "·", "out": "×"}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="huiyin rules resolve",
        description="Which rules bind a case, and why? ● binds, ○ runs beside it, · yields, × is out.",
        allow_abbrev=False,
    )
    parser.add_argument("--from", dest="start", metavar="TIME", required=True, help="when the limit starts")
    parser.add_argument("--unit-packs", metavar="A,B", help="the packs of the unit; default: those of mainland China")
    parser.add_argument("--event", default="", help="only what this case event starts, like received")
    parser.add_argument("--duty", default="", help="only this duty or rule code")
    parser.add_argument("--fact", action="append", default=[], metavar="K=V", help="a fact of the case; repeatable")
    parser.add_argument("--optional", action="append", default=[], metavar="CODE", help="an optional rule in use")
    parser.add_argument("--json", action="store_true", help="one JSON line instead of text")
    parser.add_argument("--lang", choices=("zh", "en"), help="language of the text")
    return parser


def main(argv: Sequence[str]) -> int:
    """Run the command; 0 = answered, 2 = wrong question (said on standard error)."""
    try:
        options = _parser().parse_args(argv)
    except SystemExit as stop:
        return OK if not stop.code else WRONG
    try:
        found = _answer(options)
    except (ClockError, queries.NoRuleError, PackError, calendars.CalendarError) as error:
        print(f"huiyin rules resolve: {error}", file=sys.stderr)
        return WRONG
    if options.json:
        print(json.dumps({"duties": [as_json(one) for one in found]}, ensure_ascii=False))
    else:
        _print(found, options.lang or ("zh" if os.environ.get("LANG", "").startswith("zh") else "en"))
    return OK


def _answer(options: argparse.Namespace) -> tuple[Binding, ...]:
    packs = None if options.unit_packs is None else [code.strip() for code in options.unit_packs.split(",")]
    for code in packs or ():
        queries.pack(code)
    known = queries.candidates(packs, event=options.event, duty=options.duty)
    if not known:
        raise ClockError("nothing", "No rule of these packs answers to that event or duty.")
    start = read_time(options.start, SHANGHAI)
    facts = facts_option(options.fact)
    return bind(known, on=local_date(start), start=start, facts=facts, switched_on=options.optional)


def as_json(found: Binding) -> dict[str, Any]:
    """One duty as a JSON object."""
    duty = queries.duty(found.duty)
    return {
        "duty": found.duty,
        "title": {"zh": duty.title.zh, "en": duty.title.en},
        "binds": found.bound.version if found.bound else None,
        "how": {"zh": duty.how.zh, "en": duty.how.en} if duty.how.zh else None,
        "rows": [_row(row) for row in found.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "rule": row.rule.code,
        "pack": row.rule.pack,
        "rule_version": row.rule.version,
        "clause": row.rule.clause,
        "outcome": row.outcome,
        "reason": row.reason,
        "why": {"zh": row.words.zh, "en": row.words.en},
        "by": row.by or None,
        "due_at": row.due_at.isoformat() if row.due_at else None,
    }


def _print(found: Sequence[Binding], language: str) -> None:
    for one in found:
        duty = queries.duty(one.duty)
        print(f"{duty.title.in_language(language)} ({one.duty})")
        for row in one.rows:
            due = row.due_at.isoformat() if row.due_at else "-"
            print(f"  {_MARKS[row.outcome]} {row.rule.version}  {due}")
            print(f"      {row.words.in_language(language)}")
        if duty.how.zh:
            print(f"  → {duty.how.in_language(language)}")
