"""`huiyin import transfers FILE`: the regulator's list of transferred complaints (12378), CSV or XLSX, each once."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.commands.import_complaints import BROKEN, language
from huiyin.complaints.actions import transfers as actions
from huiyin.complaints.imports import transfers
from huiyin.complaints.imports.readers import read_table
from huiyin.complaints.imports.record import Rejected
from huiyin.complaints.imports.rejects import Rejects
from huiyin.complaints.imports.table import Row, Table, Unreadable
from huiyin.complaints.imports.values import Unfit
from huiyin.complaints.rules.arrival import Arrival
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import now

BY = Actor(kind="system", label="import", where="command line")
NOTHING_DONE = 2


@dataclass
class Counts:
    """Rows by what became of them: read = created + known + rejected."""

    created: int = 0
    known: int = 0
    rejected: int = 0

    @property
    def read(self) -> int:
        return self.created + self.known + self.rejected


def main(argv: list[str]) -> int:
    """Run the import. Exit code 0: all in or known; 1: some rejected, or broken off half-way; 2: nothing done."""
    options = _options(argv)
    counts = Counts()
    with override(language()):
        try:
            _run(options, counts)
        except (Unreadable, *BROKEN) as error:
            return _failed(_("The list cannot be read: %s") % error, counts)
        except DatabaseError as error:
            first = (str(error).strip() or type(error).__name__).splitlines()[0]
            return _failed(_("The database failed (%s). Run it again: it goes on where it stopped.") % first, counts)
        print(_("%(read)d rows: %(created)d new, %(known)d known already, %(rejected)d rejected") % _told(counts))
    return 1 if counts.rejected else 0


def _told(counts: Counts) -> dict[str, int]:
    return vars(counts) | {"read": counts.read}


def _failed(message: str, counts: Counts) -> int:
    print(f"huiyin import transfers: {message}", file=sys.stderr)
    if counts.read:
        told = _("Before that: %(created)d new, %(known)d known already, %(rejected)d rejected")
        print(told % _told(counts), file=sys.stderr)
    return 1 if counts.read else NOTHING_DONE


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="huiyin import transfers", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--form", type=Path, default=transfers.SHIPPED, help="which column is what (YAML)")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="write rejected rows with reasons to this CSV")
    parser.add_argument("--encoding", default="", help="only when it is not found out by itself, e.g. gb18030")
    parser.add_argument("--sheet", default="", help="of a workbook; default: the first with a header")
    return parser.parse_args(argv)


def _run(options: argparse.Namespace, counts: Counts) -> None:
    if options.rejects and options.rejects.resolve() == options.file.resolve():
        raise Unreadable(_("The rejects file must not be the file that is imported."))
    form = transfers.load(options.form)
    table = read_table(options.file, encoding=options.encoding, sheet=options.sheet)
    found = form.found(table.columns)
    if options.dry_run:
        print(_("Dry run: nothing was written."))
    with Rejects(options.rejects, table.columns) as rejects:
        _go_through(options, counts, table, rejects, form, found)
    if not counts.read:
        raise Unreadable(_("The file has a header and no rows."))


def _go_through(
    options: argparse.Namespace, counts: Counts, table: Table, rejects: Rejects, form: transfers.Form,
    found: dict[str, str],
) -> None:  # fmt: skip
    seen: dict[str, str] = {}  # what this list said of a number: a dry run has no case to compare with
    for row in table.rows:
        try:
            arrival = transfers.arrival_of(row, form, found)
            is_new = _take(arrival, seen, is_dry=options.dry_run)
        except (Unfit, BadInput, Refused) as fault:
            counts.rejected += 1
            _reject(rejects, row, str(fault), is_kept=bool(options.rejects))
        else:
            counts.created, counts.known = counts.created + is_new, counts.known + (not is_new)


def _take(arrival: Arrival, seen: dict[str, str], *, is_dry: bool) -> bool:
    """True for a new case. Each row is its own transaction: what came before a failure stays."""
    digest = arrival.source_fields[transfers.DIGEST]
    is_first = arrival.external_ref not in seen
    if not is_first and seen[arrival.external_ref] != digest:
        raise Unfit(_("this number stands in the list before, with something else"))
    if is_dry:
        is_new = actions.foresee(arrival=arrival, by=BY, at=now()) and is_first
    else:
        is_new = actions.take(arrival=arrival, by=BY, at=now()).created
    seen[arrival.external_ref] = digest
    return is_new


def _reject(rejects: Rejects, row: Row, reason: str, *, is_kept: bool) -> None:
    rejects.add(Rejected([(row, reason)]))
    rejects.flush()
    if not is_kept:  # the reason never quotes personal data
        print(_("Row %(row)d: %(reason)s") % {"row": row.number, "reason": reason}, file=sys.stderr)
