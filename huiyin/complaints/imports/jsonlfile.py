"""JSON lines: one object a line. A line that is no object is turned back alone."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiyin.complaints.imports.bytesource import Encoding, TextSource
from huiyin.complaints.imports.table import Row, Table, Unreadable

SAMPLE_LINES = 200


def read_jsonl(path: Path, encoding: Encoding) -> Table:
    """Open a JSONL file; its columns are the keys of the first objects, in the order they appear."""
    columns: dict[str, None] = {}
    empty = True
    for line in islice((line for line in TextSource(path, encoding) if line.strip()), SAMPLE_LINES):
        empty = False
        cells, problem = _object(line)
        if not problem:
            columns.update(dict.fromkeys(cells))
    if empty:
        raise Unreadable(_("The file is empty."))
    if not columns:
        raise Unreadable(_("None of the first lines is a JSON object. A JSONL file holds one object on each line."))
    table = Table(columns=list(columns), rows=iter(()), kind="jsonl", encoding=encoding.label)
    table.rows = _rows(table, TextSource(path, encoding))
    return table


def _rows(table: Table, source: TextSource) -> Iterator[Row]:
    known = set(table.columns)
    for number, line in enumerate(source, start=1):
        if number % 256 == 1:
            table.done = source.done
        if not line.strip():
            table.blank += 1
            continue
        cells, problem = _object(line)
        for name in cells:
            if name not in known:
                known.add(name)
                table.columns.append(name)
        yield Row(number, cells, problem, line.rstrip("\r\n") if problem else "")
    table.done = 1.0


def _object(line: str) -> tuple[dict[str, str], str]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {}, _("The line is not valid JSON (%s).") % error
    if not isinstance(value, dict):
        return {}, _("The line holds no JSON object.")
    return {str(name).strip(): _text(item) for name, item in value.items()}, ""


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
