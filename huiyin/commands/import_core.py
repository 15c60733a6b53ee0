"""Records of a core system from a file (CSV, XLSX, JSONL; also .gz), each once."""

import argparse
import gc
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.commands.import_complaints import BROKEN, language
from huiyin.commands.import_writers import how_many, writers
from huiyin.complaints.imports import core_files
from huiyin.complaints.imports.core_files import Form, Message
from huiyin.complaints.imports.readers import read_table
from huiyin.complaints.imports.record import Rejected
from huiyin.complaints.imports.rejects import Rejects
from huiyin.complaints.imports.table import Row, Table, Unreadable
from huiyin.complaints.imports.values import Unfit, instant
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused
from huiyin.core.time import now
from huiyin.customers.actions.core_messages import LONGEST_SOURCE, Taken
from huiyin.customers.actions.core_parties import PartyMessage, take_parties
from huiyin.customers.actions.core_policies import PolicyMessage, take_policies

BY = Actor(kind="system", label="import", where="command line")
NOTHING_DONE = 2
BATCH = 1_000
OUTCOMES = ("created", "changed", "same", "stale", "refused")
Batch = list[tuple[Row, Message]]


def main(kind: str, argv: list[str]) -> int:
    """Run the import of `customers` or `policies`. Exit code 0: all in or known; 1: some rejected, or broken off
    half-way; 2: nothing done."""
    options = _options(kind, argv)
    counts: Counter[str] = Counter()
    with override(language()):
        try:
            _run(kind, options, counts)
        except (Unreadable, Refused, *BROKEN) as error:
            return _failed(kind, _("The file cannot be read: %s") % error, counts)
        except DatabaseError as error:
            first = (str(error).strip() or type(error).__name__).splitlines()[0]
            told = _("The database failed (%s). Run it again: it goes on where it stopped.") % first
            return _failed(kind, told, counts)
        print(_told(counts))
    return 1 if counts["refused"] else 0


def _told(counts: Counter[str]) -> str:
    return _(
        "%(read)d rows: %(created)d new, %(changed)d changed, %(same)d known already, %(stale)d older than what is "
        "known, %(refused)d rejected"
    ) % {"read": counts.total(), **{name: counts[name] for name in OUTCOMES}}


def _failed(kind: str, message: str, counts: Counter[str]) -> int:
    print(f"huiyin import {kind}: {message}", file=sys.stderr)
    if counts.total():
        print(_told(counts), file=sys.stderr)
    return 1 if counts.total() else NOTHING_DONE


def _options(kind: str, argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"huiyin import {kind}", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--source", required=True, metavar="NAME", help="the core system the file comes from")
    parser.add_argument("--form", type=Path, help="which column is what (YAML; default: the shipped one)")
    parser.add_argument(
        "--as-of",
        metavar="TIME",
        default="",
        help="when the file was written, for rows that do not say it: of two messages the newer one counts "
        "(default: now)",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="write rejected rows with reasons to this CSV")
    parser.add_argument("--encoding", default="", help="only when it is not found out by itself, e.g. gb18030")
    parser.add_argument("--sheet", default="", help="of a workbook; default: the first with a header")
    options = parser.parse_args(argv)
    if not 0 < len(options.source.strip()) <= LONGEST_SOURCE:
        parser.error(f"--source has at most {LONGEST_SOURCE} characters")
    return options


def _run(kind: str, options: argparse.Namespace, counts: Counter[str]) -> None:
    if options.rejects and options.rejects.resolve() == options.file.resolve():
        raise Unreadable(_("The rejects file must not be the file that is imported."))
    try:
        as_of = instant(options.as_of, (), "Asia/Shanghai") if options.as_of else now()
    except Unfit as fault:
        raise Unreadable(str(fault)) from fault
    form = core_files.load(kind, options.form)
    table = read_table(options.file, encoding=options.encoding, sheet=options.sheet)
    found = form.found(table.columns)
    if options.dry_run:
        print(_("Dry run: nothing was written."))
    with Rejects(options.rejects, table.columns) as rejects:
        _go_through(options, counts, table, rejects, (form, found, as_of))
    if not counts.total():
        raise Unreadable(_("The file has a header and no rows."))


def _go_through(
    options: argparse.Namespace, counts: Counter[str], table: Table, rejects: Rejects,
    about: tuple[Form, dict[str, str], datetime],
) -> None:  # fmt: skip
    """Rows go to writers by their record, so that what is said of one record stays in order."""
    form, found, as_of = about
    seen: set[str] | None = set() if options.dry_run else None
    size = options.file.stat().st_size
    gc.freeze()
    gc.disable()  # rows form no circles, and looking for some costs a fifth of the time; the writers inherit it
    hands = writers(1 if options.dry_run else how_many(size), cast(Any, _dry if options.dry_run else _write))
    waiting: list[Batch] = [[] for _hand in hands]
    sent: list[Batch] = [[] for _hand in hands]

    def settle(place: int) -> None:
        outcomes = cast(Sequence[Taken], hands[place].outcomes()) if sent[place] else ()
        for (row, message), one in zip(sent[place], outcomes, strict=True):
            _count(counts, rejects, row, _foreseen(one, message, seen), is_kept=bool(options.rejects))
        sent[place] = []

    def send(place: int) -> None:
        settle(place)
        hands[place].send(cast(Any, [message for _row, message in waiting[place]]))
        sent[place], waiting[place] = waiting[place], []

    try:
        for row in table.rows:
            try:
                message = core_files.message_of(row, form, found, source=options.source.strip(), as_of=as_of)
            except Unfit as fault:
                _count(counts, rejects, row, Taken("refused", message=str(fault)), is_kept=bool(options.rejects))
                continue
            place = zlib.crc32(_share(message).encode()) % len(hands)
            waiting[place].append((row, message))
            if len(waiting[place]) >= BATCH:
                send(place)
        for place in range(len(hands)):
            if waiting[place]:
                send(place)
        for place in range(len(hands)):
            settle(place)
    finally:
        for hand in hands:
            hand.close()
        gc.enable()
        gc.unfreeze()
    if not options.dry_run:
        _safe()


def _share(message: Message) -> str:
    """Policies of one holder go to one writer, who holds the holder's chain."""
    return message.key if isinstance(message, PartyMessage) else message.holder_key


def _write(messages: Sequence[Message]) -> list[Taken]:
    """A batch is one transaction: what came before a failure stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        # No batch waits for the disk: what a power cut takes away, the next run brings in again. `_safe` waits once.
        cursor.execute("SET LOCAL synchronous_commit = off")
        return _taken(messages)


def _safe() -> None:
    """Wait until all that was written lies on the disk, whoever wrote it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_logical_emit_message(true, 'huiyin.import', '')")


def _taken(messages: Sequence[Message]) -> list[Taken]:
    if isinstance(messages[0], PolicyMessage):
        return take_policies(rows=cast(Sequence[PolicyMessage], messages), by=BY, at=now())
    # Measuring is left to its sweep: it would take as long as the import itself.
    return take_parties(rows=cast(Sequence[PartyMessage], messages), by=BY, at=now(), measured=False)


def _dry(messages: Sequence[Message]) -> list[Taken]:
    with transaction.atomic():
        found = _write(messages)
        transaction.set_rollback(True)
    return found


def _foreseen(one: Taken, message: Message, seen: set[str] | None) -> Taken:
    """A dry run writes nothing, so what it saw before must be remembered here."""
    if seen is None or one.outcome != "created":
        return one
    again = message.key in seen
    seen.add(message.key)
    return Taken("same") if again else one


def _count(counts: Counter[str], rejects: Rejects, row: Row, one: Taken, *, is_kept: bool) -> None:
    counts[one.outcome] += 1
    if one.outcome == "refused":
        rejects.add(Rejected([(row, one.message)]))
        rejects.flush()
        if not is_kept:  # the reason never quotes personal data
            print(_("Row %(row)d: %(reason)s") % {"row": row.number, "reason": one.message}, file=sys.stderr)
