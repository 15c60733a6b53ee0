"""The file that brings rejected rows back: all columns as they were, the row's place and its reason in words."""

import csv
import json
import os
from pathlib import Path
from types import TracebackType

from django.utils.translation import gettext as _

from huiyin.complaints.imports.record import Rejected
from huiyin.complaints.imports.table import OWN_COLUMNS, RAW, REASON, ROW, Row, Unreadable


class Rejects:
    """Writes a CSV that spreadsheet programs open as it is (UTF-8 with mark) and that can be mended and imported again.

    It holds personal data like the file it comes from: only its owner may read it. A file from an earlier run is
    replaced, also when nothing is rejected now, so that it always tells of the last run.
    """

    def __init__(self, path: Path | None, columns: list[str]) -> None:
        self._path = path
        self._columns = [name for name in columns if name not in OWN_COLUMNS]
        self._file = None if path is None else _private(path)
        self._writer = None if self._file is None else csv.writer(self._file)
        if self._writer:
            self._writer.writerow([*self._columns, ROW, REASON, RAW])

    def add(self, rejected: Rejected) -> None:
        """Write the rows that were turned back."""
        if self._writer:
            self._writer.writerows(
                [*self._cells(row), row.number, reason, self._rest(row)] for row, reason in rejected.rows
            )

    def flush(self) -> None:
        """What was written so far survives a kill."""
        if self._file:
            self._file.flush()

    def _cells(self, row: Row) -> list[str]:
        return [_clean(row.cells.get(name, "")) for name in self._columns]

    def _rest(self, row: Row) -> str:
        """What the columns cannot hold: the text of a row that could not be read, or keys that came up later."""
        if row.raw:
            return _clean(row.raw.rstrip("\r\n"))
        late = {name: cell for name, cell in row.cells.items() if name not in self._columns and name not in OWN_COLUMNS}
        return _clean(json.dumps(late, ensure_ascii=False)) if late else ""

    def __enter__(self) -> "Rejects":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()


def _private(path: Path):  # type: ignore[no-untyped-def]  # the precise file type is an internal class of io
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.fchmod(number, 0o600)
    except OSError as error:
        raise Unreadable(
            _("The rejects file “%(path)s” cannot be written (%(error)s).") % {"path": path, "error": error}
        ) from error
    return os.fdopen(number, "w", encoding="utf-8-sig", newline="")


def _clean(text: str) -> str:
    """Undecodable bytes cannot be written back as text: they become `?` and NUL �; the original keeps them."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
