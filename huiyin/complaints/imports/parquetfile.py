"""Parquet, read a thousand rows at a time; an optional extra (`requirements/parquet.txt`)."""

import importlib
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiyin.complaints.imports.table import Row, Table, Unreadable, cell_text, tidy_columns
from huiyin.core import outfiles

MAGIC = b"PAR1"
_ROWS = 1_000


def read_parquet(path: Path) -> Table:
    """Open a Parquet file. Raises Unreadable when the library for it is not installed, or the file is broken."""
    try:
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise Unreadable(outfiles.parquet_lacks()) from error
    try:
        file = parquet.ParquetFile(path)
        names = [str(name) for name in file.schema_arrow.names]
    except (OSError, ValueError) as error:  # pyarrow's own errors are made from these
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise Unreadable(_("“%(path)s” cannot be read (%(error)s).") % {"path": path, "error": first}) from error
    if not names:
        raise Unreadable(_("The file is empty: it has no header row."))
    table = Table(columns=tidy_columns(names), rows=iter(()), kind="parquet")
    table.rows = _rows(table, file)
    return table


def _rows(table: Table, file: Any) -> Iterator[Row]:
    """Rows are numbered from 1, as nothing in the file numbers them. What breaks half-way is told where it breaks."""
    number, last = 0, max(int(file.metadata.num_rows), 1)
    try:
        for batch in file.iter_batches(batch_size=_ROWS):
            table.done = number / last
            columns = [column.to_pylist() for column in batch.columns]
            for values in zip(*columns, strict=True):
                number += 1
                texts = [_text(value) for value in values]
                if any(text and not text.isspace() for text in texts):
                    yield Row(number, dict(zip(table.columns, texts, strict=True)))
                else:
                    table.blank += 1
    except (OSError, ValueError) as error:
        told = {"row": number + 1, "error": (str(error).strip() or type(error).__name__).splitlines()[0]}
        raise Unreadable(_("The file breaks off at row %(row)d (%(error)s).") % told) from error
    table.done = 1.0


def _text(value: Any) -> str:
    """A value as text: as the cell of a workbook, and lists and records as JSON."""
    if isinstance(value, bytes):
        return value.decode(errors="surrogateescape")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return cell_text(value)
