"""JSON lines: one object a line. A line that is no object is turned back alone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiyin.complaints.imports.bytesource import Encoding, TextSource
from huiyin.complaints.imports.table import Row, Table, Unreadable


def read_jsonl(path: Path, encoding: Encoding) -> Table:
    """Open a JSONL file. Its columns are the keys of all objects in order of appearance, found in a first pass: a key
    may be left out wherever it has no value. Raises Unreadable when no line is an object."""
    columns: dict[str, None] = {}
    for line in TextSource(path, encoding):
        columns.update(dict.fromkeys(_object(line)[0]))
    if not columns:
        raise Unreadable(_("No line is a JSON object. A JSONL file holds one object on each line."))
    table = Table(columns=list(columns), rows=iter(()), kind="jsonl", encoding=encoding.label)
    table.rows = _rows(table, TextSource(path, encoding))
    return table


def _rows(table: Table, source: TextSource) -> Iterator[Row]:
    for number, line in enumerate(source, start=1):
        if number % 256 == 1:
            table.done = source.done
        if not line.strip():
            table.blank += 1
            continue
        cells, problem = _object(line)
        yield Row(number, cells, problem, line.rstrip("\r\n") if problem else "")
    table.done = 1.0


def _object(line: str) -> tuple[dict[str, str], str]:
    try:
        value = json.loads(line, parse_int=str, parse_float=str)  # numbers stay as they are written
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
