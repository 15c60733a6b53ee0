"""Which reader a file needs: decided by what is in it, not only by its name."""

import io
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.complaints.imports.bytesource import (
    Encoding,
    detect_encoding,
    encoding_named,
    is_gzip,
    open_bytes,
)
from huiyin.complaints.imports.csvfile import read_csv
from huiyin.complaints.imports.jsonlfile import read_jsonl
from huiyin.complaints.imports.parquetfile import MAGIC, read_parquet
from huiyin.complaints.imports.table import Table, Unreadable
from huiyin.complaints.imports.xlsxfile import read_xlsx

OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_table(path: Path, *, encoding: str = "", sheet: str = "") -> Table:
    """Open `path` (CSV, XLSX, JSONL, each also gzipped, or Parquet). Rows are read lazily, never all at once.

    Raises Unreadable with a sentence: no such file, a folder, empty, an old .xls, an unknown encoding, no header.
    """
    head = _head(path)
    if head.startswith(b"PK\x03\x04"):
        return read_xlsx(path, sheet)
    if head.startswith(MAGIC):
        if is_gzip(path):
            raise Unreadable(_("A Parquet file is compressed inside; unpack the .gz and import that."))
        return read_parquet(path)
    if head.startswith(OLD_EXCEL):
        raise Unreadable(_("This is a workbook in the old .xls format. Save it as .xlsx or CSV and import that."))
    found = _encoding(path, encoding)
    text = head.decode(found.codec, errors="ignore").lstrip("\ufeff").lstrip()
    if text.startswith("{"):
        return read_jsonl(path, found)
    if text.startswith("[") and path.name.removesuffix(".gz").endswith((".json", ".jsonl")):
        raise Unreadable(_("This is a JSON list. Put each object on a line of its own (JSONL) and import that."))
    if text[:4_000].count("\x00") * 50 > len(text[:4_000]):
        raise Unreadable(_("This is neither CSV, XLSX, JSONL nor Parquet: it holds binary data."))
    return read_csv(path, found)


def _encoding(path: Path, name: str) -> Encoding:
    try:
        return encoding_named(name) if name else detect_encoding(path)
    except LookupError as error:
        raise Unreadable(_("There is no encoding named “%s”.") % name) from error


def _head(path: Path) -> bytes:
    try:
        with open_bytes(path) as file:
            head = file.read(io.DEFAULT_BUFFER_SIZE)
    except FileNotFoundError as error:
        raise Unreadable(_("There is no file “%s”.") % path) from error
    except IsADirectoryError as error:
        raise Unreadable(_("“%s” is a folder, not a file.") % path) from error
    except (OSError, EOFError) as error:
        raise Unreadable(_("“%(path)s” cannot be read (%(error)s).") % {"path": path, "error": error}) from error
    if not head.strip():
        raise Unreadable(_("The file is empty."))
    return head
