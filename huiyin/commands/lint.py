"""`huiyin lint`: are the citations of a text right? Answers from the shipped data alone, without a database.

Exit codes: 0 nothing to mend (what nobody can check is told, but is no alarm), 1 findings, 2 the file cannot be read.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from huiyin.core.reading import MOST_BYTES, Reading, UnreadableError, read_bytes
from huiyin.core.time import local_date, now
from huiyin.handbook.queries import citations
from huiyin.handbook.rules.citations.report import Row, rows
from huiyin.handbook.rules.node import PackError

CLEAN, FINDINGS, UNREADABLE = 0, 1, 2
_KINDS_ZH = {"wrong": "错误", "superseded": "已被取代", "authority ended": "机构已撤", "not verifiable": "无法核对"}


class _Parser(argparse.ArgumentParser):
    """Refuses abbreviations, so that a new option never changes what an old script means."""

    def __init__(self) -> None:
        super().__init__(
            prog="huiyin lint",
            description="Check the citations of a text (TXT, MD, DOCX, PDF; - for standard input).",
            epilog="Exit code 0: nothing to mend, 1: findings, 2: the file cannot be read.",
            allow_abbrev=False,
        )
        self.add_argument("file", help="the file, or - for plain text on standard input")
        self.add_argument("--on", metavar="DATE", help="as of this day (YYYY-MM-DD); today when left out")
        self.add_argument("--json", action="store_true", help="a JSON list: place, quote, kind, source, mend")
        self.add_argument("--lang", choices=("zh", "en"), help="language of source and mend")


def main(argv: Sequence[str]) -> int:
    """Run the command."""
    try:
        options = _Parser().parse_args(argv)
    except SystemExit as stop:
        return CLEAN if not stop.code else UNREADABLE
    language = options.lang or ("zh" if os.environ.get("LANG", "").startswith("zh") else "en")
    try:
        on = date.fromisoformat(options.on) if options.on else local_date(now())
    except ValueError:
        return _refused(f"--on {options.on!r} is not a date: write YYYY-MM-DD")
    try:
        reading = _read(options.file)
        found = rows(
            citations.check(reading.text, on), reading.text, language, unit=reading.unit, starts=reading.starts
        )
    except UnreadableError as error:
        return _refused(f"{options.file}: {error.in_language(language)}")
    except (OSError, PackError) as error:
        return _refused(str(error))
    if options.json:
        print(json.dumps([as_json(row) for row in found], ensure_ascii=False, indent=1))
    else:
        _tell(options.file, found, language)
    return FINDINGS if any(row.is_alarm for row in found) else CLEAN


def _read(name: str) -> Reading:
    if name == "-":
        return read_bytes(sys.stdin.buffer.read(MOST_BYTES + 1), "standard-input.txt")
    path = Path(name)
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        raise UnreadableError("too_big", f"{MOST_BYTES // 2**20} MB")
    return read_bytes(path.read_bytes(), path.name)


def as_json(row: Row) -> dict[str, Any]:
    """One finding as JSON; `page` or `paragraph` only where the file has them."""
    found: dict[str, Any] = {
        "place": row.place,
        "quote": row.quote,
        "kind": row.kind,
        "source": row.source,
        "mend": row.mend,
        "line": row.line,
        "column": row.column,
    }
    if row.page is not None:
        found["page"] = row.page
    if row.paragraph is not None:
        found["paragraph"] = row.paragraph
    return found


def _tell(name: str, found: Sequence[Row], language: str) -> None:
    for row in found:
        kind = _KINDS_ZH[row.kind] if language == "zh" else row.kind
        print(f"{name}:{row.place}: {kind}: {row.quote}")
        print(f"  {'来源' if language == 'zh' else 'source'}: {row.source}")
        print(f"  {'改法' if language == 'zh' else 'mend'}: {row.mend}")
    alarms = sum(row.is_alarm for row in found)
    if language == "zh":
        print(f"{alarms} 处需要修改，{len(found) - alarms} 处无法核对。")
    else:
        print(f"{alarms} to mend, {len(found) - alarms} not verifiable.")


def _refused(message: str) -> int:
    print(f"huiyin lint: {message}", file=sys.stderr)
    return UNREADABLE
