"""`huiyin export customers|policies|claims FILE`: records as CSV, XLSX or Parquet, masked unless asked otherwise."""

import argparse
import os
import sys
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.actions.records_out import take_out
from huiyin.commands.import_complaints import language
from huiyin.core import outfiles
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.time import now

BY = Actor(kind="system", label="export", where="command line")
NOTHING_DONE = 2


def main(record: str, argv: list[str]) -> int:
    """Write every record of a kind. Exit code 0: made; 2: nothing done."""
    parser = argparse.ArgumentParser(prog=f"huiyin export {record}", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="must not be there yet; .csv, .xlsx or .parquet")
    parser.add_argument("--reason", required=True, metavar="WORDS", help="what it is for: stands in the access log")
    parser.add_argument("--clear", action="store_true", help="personal data as it is, not masked")
    options = parser.parse_args(argv)
    kind = options.file.suffix.lower().lstrip(".")
    with override(language()):
        if kind not in outfiles.KINDS:
            return _failed(record, _("The file's name ends in .csv, .xlsx or .parquet."))
        try:
            _write(record, kind, options)
        except (BadInput, OSError) as fault:
            return _failed(record, str(fault))
        print(_("Written: %s") % options.file)
    return 0


def _write(record: str, kind: str, options: argparse.Namespace) -> None:
    with open(options.file, "xb", opener=_private) as made:
        try:
            for piece in take_out(
                record=record, kind=kind, clear=options.clear, reason=options.reason, user=None, by=BY, at=now()
            ):
                made.write(piece)
        except BaseException:
            options.file.unlink()  # half a file looks like a whole one
            raise


def _private(path: str, flags: int) -> int:
    """Only its owner may read it: it holds what customers told."""
    return os.open(path, flags, 0o600)


def _failed(record: str, message: str) -> int:
    print(f"huiyin export {record}: {message}", file=sys.stderr)
    return NOTHING_DONE
