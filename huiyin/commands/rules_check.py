"""`huiyin rules check [FOLDER|FILE ...]`: are packs, clauses and sources right? Every fault with file, line and mend.

Without arguments the files that ship are checked, with their worked examples. No database.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from huiyin.clocks.rules.events import ClockError
from huiyin.commands.rules_due import answer
from huiyin.handbook.queries import EXAMPLES, NoRuleError
from huiyin.handbook.queries.check import check_files, shipped_files
from huiyin.handbook.queries.files import tree
from huiyin.handbook.rules.node import PackError

OK, FAULTS, WRONG = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """Run the command; 0 = all right, 1 = faults (one a line on standard output), 2 = nothing could be checked."""
    parser = argparse.ArgumentParser(
        prog="huiyin rules check", description="Check packs, clauses and sources.", allow_abbrev=False
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="FOLDER|FILE", help="default: what ships")
    parser.add_argument("--json", action="store_true", help="one JSON line per fault")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stop:
        return OK if not stop.code else WRONG
    try:
        paths = _paths(options.paths)
        faults = check_files(paths)
        faults += [fault for path in _examples(options.paths) for fault in _examined(path)]
    except OSError as error:
        print(f"huiyin rules check: {error}", file=sys.stderr)
        return WRONG
    for fault in faults:
        print(_line(fault) if options.json else str(fault))
    if not faults:
        print(f"{len(paths)} files are right." if not options.json else json.dumps({"files": len(paths), "faults": 0}))
    return FAULTS if faults else OK


def _paths(given: Sequence[Path]) -> list[Path]:
    if not given:
        return shipped_files()
    found: list[Path] = []
    for path in given:
        if path.is_dir():
            inside = sorted(path.rglob("*.yaml"))
            if not inside:
                raise FileNotFoundError(f"{path} holds no .yaml file.")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise FileNotFoundError(f"There is no {path}.")
    return found


def _examples(given: Sequence[Path]) -> list[Path]:
    """The worked examples are tried when everything that ships is checked."""
    return [] if given else sorted(EXAMPLES.glob("*.yaml"))


def _examined(path: Path) -> list[PackError]:
    try:
        found: Any = tree(path)
    except PackError as fault:
        return [fault]
    faults = []
    for item, line in zip(found["examples"], found["examples"].lines, strict=True):
        said = _missed(found["rule"], found.get("pack"), item)
        if said:
            faults.append(PackError(path.name, line, found["rule"], said, "Mend the example or the rule."))
    return faults


def _missed(rule: str, pack: str | None, item: Any) -> str:
    """How the answer differs from what the example expects, "" when it does not."""
    try:
        _, due = answer(rule, item["from"], item.get("events", ()), item.get("facts", {}), pack)
    except (ClockError, NoRuleError) as error:
        return "" if "error" in item and item["error"] in str(error) else f"is refused: {error}"
    if "error" in item:
        return f"expected a refusal ({item['error']}), found {due.due_at}"
    expected = datetime.fromisoformat(item["due_at"]) if item["due_at"] else None
    return "" if due.due_at == expected else f"expected {expected}, computed {due.due_at}"


def _line(fault: PackError) -> str:
    parts = {"file": fault.file, "line": fault.line, "place": fault.path, "problem": fault.problem, "mend": fault.mend}
    return json.dumps(parts, ensure_ascii=False)
