"""CSV as it is found in the wild: any of four delimiters, quoted line breaks, and rows that are broken.

A broken row is turned back alone: neither a missing closing quotation mark nor a row with too many cells may shift or
swallow what follows it.
"""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.complaints.imports.bytesource import Encoding, TextSource
from huiyin.complaints.imports.table import Row, Table, Unreadable, tidy_columns

DELIMITERS = (",", ";", "\t", "|")
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SAMPLE_RECORDS = 30
OPEN_QUOTE_LINES = 5_000  # a quoted cell that runs on for longer than this was never meant to
LARGEST_CELL = 4_000_000


def read_csv(path: Path, encoding: Encoding) -> Table:
    """Open a CSV file. Raises Unreadable when it has no header."""
    csv.field_size_limit(LARGEST_CELL)
    delimiter, skip = _detect_delimiter(path, encoding)
    source = TextSource(path, encoding)
    records = _records(source, delimiter)
    for _skipped in range(skip):
        next(records, None)
    header = next(
        (cells for _number, cells, _problem, _raw in records if cells and any(c.strip() for c in cells)), None
    )
    if header is None:
        raise Unreadable(_("The file is empty: it has no header row."))
    table = Table(columns=tidy_columns(header), rows=iter(()), kind="csv", encoding=encoding.label)
    table.delimiter = DELIMITER_NAMES[delimiter]
    table.rows = _rows(table, source, records)
    return table


def _rows(table: Table, source: TextSource, records: Iterator[tuple[int, list[str], str, str]]) -> Iterator[Row]:
    columns = table.columns
    width = len(columns)
    for count, (number, cells, problem, raw) in enumerate(records):
        if count % 256 == 0:
            table.done = source.done
        if not problem and not any(cell and not cell.isspace() for cell in cells):
            table.blank += 1
            continue
        if not problem and len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            cells = cells[:width]
        if not problem and len(cells) != width:
            problem = _("The row has %(found)d cells, the header has %(wanted)d. Check quotation marks and delimiters.")
            problem %= {"found": len(cells), "wanted": width}
        yield Row(number, dict(zip(columns, cells, strict=False)), problem, raw if problem else "")
    table.done = 1.0


def _records(lines: Iterator[str] | TextSource, delimiter: str) -> Iterator[tuple[int, list[str], str, str]]:
    """(first line number, cells, problem, text) of each record; a record may span lines inside quotation marks."""
    feed = iter(lines)
    pending: deque[str] = deque()
    number = 0
    while True:
        line = pending.popleft() if pending else next(feed, None)
        if line is None:
            return
        number += 1
        if '"' not in line:
            yield number, _split(line, delimiter), "", line
            continue
        cells, problem = _parse(line, delimiter)
        if problem != "open":
            yield number, cells, problem, line
            continue
        joined, taken = _until_closed(line, feed, pending, delimiter)
        cells, problem = _parse(joined, delimiter)
        if problem == "open":  # never closed: only this line is at fault
            pending.extendleft(reversed(taken))
            cells, joined = line.rstrip("\r\n").split(delimiter), line
            problem = _("A quotation mark is opened in this row and never closed.")
            taken = []
        yield number, cells, problem, joined
        number += len(taken)


def _until_closed(first: str, feed: Iterator[str], pending: deque[str], delimiter: str) -> tuple[str, list[str]]:
    """Take lines until the quotation mark opened in `first` is closed, or too many have gone by."""
    taken: list[str] = []
    size = len(first)
    while len(taken) < OPEN_QUOTE_LINES and size < LARGEST_CELL:
        line = pending.popleft() if pending else next(feed, None)
        if line is None:
            break
        taken.append(line)
        size += len(line)
        if line.count('"') % 2 == 1:
            joined = first + "".join(taken)
            if _parse(joined, delimiter)[1] != "open":
                return joined, taken
    return first, taken


def _split(line: str, delimiter: str) -> list[str]:
    return line.rstrip("\r\n").split(delimiter)


def _parse(text: str, delimiter: str) -> tuple[list[str], str]:
    """(cells, "") or (cells as far as they go, what is wrong); "open" when a quotation mark is not closed."""
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return [], "open"
        return _split(text, delimiter), _("A quotation mark stands in the wrong place in this row (%s).") % error
    return (rows[0] if rows else []), ""


def _detect_delimiter(path: Path, encoding: Encoding) -> tuple[str, int]:
    """(delimiter, lines to skip). Excel's own first line `sep=;` is believed."""
    sample: list[str] = []
    for line in TextSource(path, encoding):
        if line.strip():
            sample.append(line)
        if len(sample) >= SAMPLE_RECORDS:
            break
    if not sample:
        raise Unreadable(_("The file is empty: it has no header row."))
    first = sample[0].strip().strip('"').lower()
    if first.startswith("sep=") and len(first) == 5 and first[4] in DELIMITERS:
        return first[4], 1
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter)), 0


def _fit(sample: list[str], delimiter: str) -> tuple[bool, float, int]:
    """How well a delimiter explains the first records: more than one column, equal widths, many columns."""
    widths = [len(cells) for _number, cells, problem, _raw in _records(iter(sample), delimiter) if not problem]
    width = widths[0] if widths else 0
    same = sum(1 for other in widths if other == width) / len(widths) if widths else 0.0
    return width > 1, round(same, 1), width
