"""Excel workbooks, read row by row: the first sheet that has a header row, or the one the mapping names."""

import gzip
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from huiyin.complaints.imports.bytesource import is_gzip
from huiyin.complaints.imports.table import Row, Table, Unreadable, cell_text, tidy_columns

FAULTS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})


def read_xlsx(path: Path, sheet: str = "") -> Table:
    """Open a workbook. Raises Unreadable when it is none, or when it has no such sheet or no rows."""
    try:
        book = load_workbook(_seekable(path), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise Unreadable(_("This is not an Excel workbook that can be read (%s).") % error) from error
    if sheet and sheet not in book.sheetnames:
        names = ", ".join(book.sheetnames)
        raise Unreadable(
            _("The workbook has no sheet “%(sheet)s”. It has: %(names)s.") % {"sheet": sheet, "names": names}
        )
    for name in [sheet] if sheet else book.sheetnames:
        page = book[name]
        if not hasattr(page, "iter_rows"):  # a chart sheet
            continue
        page.reset_dimensions()  # many writers state a wrong size; count the real cells
        cells = _undamaged(page.iter_rows(values_only=True))
        for number, values in enumerate(cells, start=1):
            if any(value not in (None, "") for value in values):
                return _table(name, number, list(values), cells, page.max_row)
    raise Unreadable(_("The workbook is empty: no sheet has a header row."))


def _undamaged(cells: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet up to where the file is damaged. Raises Unreadable there."""
    number = 0
    try:
        for number, values in enumerate(cells, start=1):  # noqa: B007 - needed after the loop
            yield values
    except (ParseError, BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError) as error:
        told = {"row": number, "error": error}
        raise Unreadable(_("The workbook is damaged after row %(row)d (%(error)s).") % told) from error


def _table(sheet: str, number: int, header: list[Any], cells: Iterator[tuple[Any, ...]], last: int | None) -> Table:
    while header and header[-1] in (None, ""):
        header.pop()
    table = Table(columns=tidy_columns([cell_text(value) for value in header]), rows=iter(()), kind="xlsx", sheet=sheet)
    table.rows = _rows(table, number, cells, last or 0)
    return table


def _rows(table: Table, header_row: int, cells: Iterator[tuple[Any, ...]], last: int) -> Iterator[Row]:
    width = len(table.columns)
    for number, values in enumerate(cells, start=header_row + 1):
        if last and number % 256 == 0:
            table.done = min(number / last, 1.0)
        texts = [cell_text(value) for value in values]
        if not any(text.strip() for text in texts):
            table.blank += 1
            continue
        problem = ""
        if any(text.strip() for text in texts[width:]):
            problem = _("The row has cells beyond the last column of the header.")
        elif any(text in FAULTS for text in texts):
            problem = _("A cell of this row holds an Excel error (such as #REF!).")
        texts += [""] * (width - len(texts))
        raw = "\t".join(texts) if problem else ""
        yield Row(number, dict(zip(table.columns, texts, strict=False)), problem, raw)
    table.done = 1.0


def _seekable(path: Path) -> BinaryIO:
    """A workbook is a zip file, which needs seeking: a compressed one is unpacked to a nameless temporary file."""
    if not is_gzip(path):
        return path.open("rb")
    target = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - openpyxl reads it until the last row
    with gzip.open(path, "rb") as source:
        shutil.copyfileobj(source, target)
    target.seek(0)
    return target
