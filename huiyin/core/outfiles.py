"""Files of many rows, made piece by piece: a row is gone from memory as soon as it is sent. CSV and XLSX, in neither of
which a cell begins a formula, and Parquet where its library is installed (`requirements/parquet.txt`)."""

import csv
import importlib
import importlib.util
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from huiyin.core import workbook

Rows = Iterable[Sequence[str]]
KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": workbook.MIME, "parquet": "application/vnd.apache.parquet"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_PIECE = 64 * 1024
# Rows that Parquet needs together: it keeps columns, not rows.
_GROUP = 5_000


def written(kind: str, title: str, rows: Rows) -> Iterator[bytes]:
    """The bytes of a file of a kind of KINDS; `rows` with the headings first. `title` names the sheet of a workbook."""
    return {"csv": _csv, "parquet": _parquet}[kind](rows) if kind != "xlsx" else _xlsx(title, rows)


def lacking(kind: str) -> str:
    """What is to be installed before files of this kind can be made; empty: nothing."""
    return parquet_lacks() if kind == "parquet" and importlib.util.find_spec("pyarrow") is None else ""


def parquet_lacks() -> str:
    """In words, for who runs the house."""
    return _("Parquet needs an optional library. Install it: pip install -r requirements/parquet.txt")


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, spaces before it or not."""
    return f"'{text}" if text.lstrip(" \u3000").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _csv(rows: Rows) -> Iterator[bytes]:
    """UTF-8 with a mark in front, so that spreadsheets read Chinese."""
    made = io.StringIO()
    writer = csv.writer(made)
    made.write("\ufeff")
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
        if made.tell() > _PIECE:
            yield made.getvalue().encode()
            made.seek(0)
            made.truncate()
    yield made.getvalue().encode()


def _xlsx(title: str, rows: Rows) -> Iterator[bytes]:
    out = _Out()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in workbook.parts(title).items():
            archive.writestr(path, content)
        with archive.open(workbook.SHEET, "w", force_zip64=True) as sheet:
            sheet.write(workbook.SHEET_BEGIN.encode())
            for row in rows:
                sheet.write(workbook.row([safe(cell) for cell in row]).encode())
                if out.size > _PIECE:
                    yield out.taken()
            sheet.write(workbook.SHEET_END.encode())
    yield out.taken()


def _parquet(rows: Rows) -> Iterator[bytes]:
    """Every column is text; nothing opens a Parquet file as formulas, so cells stand as they are."""
    arrow: Any = importlib.import_module("pyarrow")
    parquet: Any = importlib.import_module("pyarrow.parquet")
    rest = iter(rows)
    names = [str(name) for name in next(rest)]
    out = _Out()
    with parquet.ParquetWriter(
        arrow.PythonFile(out, mode="w"), arrow.schema([(name, arrow.string()) for name in names])
    ) as made:
        while some := list(islice(rest, _GROUP)):
            columns = [arrow.array(column, arrow.string()) for column in zip(*some, strict=True)]
            made.write_table(arrow.table(columns, names=names))
            yield out.taken()
    yield out.taken()


class _Out(io.RawIOBase):
    """Where the archive is written to: held only until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        if data:  # most rows only fill the compressor
            self._held.append(bytes(data))
        self.size += len(data)
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        found = b"".join(self._held)
        self._held, self.size = [], 0
        return found
