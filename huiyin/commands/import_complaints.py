"""`huiyin import complaints FILE`: reads, plans, writes in batches, reports. It decides in `complaints.imports`."""

import argparse
import gc
import json
import os
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import override
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from huiyin.catalog.rules import current
from huiyin.commands.import_run import Run
from huiyin.commands.import_writers import Outcomes, Work, how_many, writers
from huiyin.complaints.actions import importing
from huiyin.complaints.imports import loading
from huiyin.complaints.imports.mapping import Mapping
from huiyin.complaints.imports.plan import Plan
from huiyin.complaints.imports.readers import read_table
from huiyin.complaints.imports.reading import records, sizes_of
from huiyin.complaints.imports.record import Record
from huiyin.complaints.imports.rejects import Rejects
from huiyin.complaints.imports.table import Table, Unreadable
from huiyin.complaints.queries import importing as queries
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused
from huiyin.core.time import now

NOTHING_DONE = 2
BROKEN = (OSError, EOFError, zlib.error)


def main(argv: list[str]) -> int:
    """Run the import. Exit code 0: all in; 1: some rows rejected, or broken off half-way; 2: nothing done."""
    options = _options(argv)
    with override(language()):
        try:
            return _run(options)
        except (Unreadable, Refused) as refusal:
            return _failed(options, str(refusal), NOTHING_DONE)
        except BROKEN as error:
            return _failed(options, _("The file cannot be read: %s") % error, NOTHING_DONE)
        except DatabaseError as error:
            first = (str(error).strip() or type(error).__name__).splitlines()[0]
            told = _("The database failed (%s). Run it again: it goes on where it stopped.") % first
            return _failed(options, told, 1)


def _failed(options: argparse.Namespace, message: str, code: int) -> int:
    if options.json:
        print(json.dumps({"error": message}, ensure_ascii=False))
    print(f"huiyin import: {message}", file=sys.stderr)
    return code


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="huiyin import complaints",
        description="Bring in complaints from CSV, XLSX or JSONL (also .gz). A second run brings in only what is new.",
        epilog=f"Shipped mappings: {', '.join(loading.names())}. "
        "Exit code: 0 all in, 1 some rows rejected, 2 nothing done.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--mapping", metavar="NAME|FILE", default="", help="how columns become fields (default: by the header)"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    parser.add_argument(
        "--rejects", type=Path, metavar="FILE", help="write rejected rows with their reasons to this CSV"
    )
    parser.add_argument(
        "--open", action="store_true", help="treat the rows as new arrivals: limits run, receipts go out"
    )
    parser.add_argument(
        "--unit",
        metavar="CODE",
        default="",
        help="unit that answers for cases whose row names none (default: head office)",
    )
    parser.add_argument("--encoding", default="", help="only when it is not found out by itself, e.g. cp1252")
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
    return parser.parse_args(argv)


def language() -> str:
    """The terminal's language when it is English, otherwise the house's."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if spoken.startswith("en") else "zh-hans"


def _run(options: argparse.Namespace) -> int:
    started = time.monotonic()
    if options.rejects and options.rejects.resolve() == options.file.resolve():
        raise Unreadable(_("The rejects file must not be the file that is imported."))
    mapping = loading.find(options.mapping) if options.mapping else None
    table = _open(options, mapping)
    mapping = mapping or loading.guess(table.columns)
    if missing := mapping.missing(table.columns):
        lacking = {"mapping": mapping.name, "columns": ", ".join(missing)}
        raise Unreadable(_("The file lacks columns that the mapping “%(mapping)s” needs: %(columns)s.") % lacking)
    taxonomy = current()
    desk = queries.desk(
        unit_code=options.unit,
        taxonomy_version=taxonomy.version,
        language=mapping.language,
        as_new=options.open,
    )
    plan = Plan(mapping, table.columns, taxonomy, now(), as_new=options.open)
    sizes = _sizes(options, plan, table, mapping)
    table = _open(options, mapping) if sizes is not None else table
    by = Actor(kind="system", label="import", where="command line")
    gc.freeze()  # what is loaded by now stays: it need not be gone through again and again
    with Rejects(options.rejects, table.columns) as rejects, _progress(options) as show:
        hands = writers(1 if options.dry_run else how_many(options.file.stat().st_size), _work(options, desk, by))
        run = Run(plan, rejects, hands)
        try:
            damage = _go_through(run, records(plan, table.rows, sizes), table, show)
        finally:
            for hand in hands:
                hand.close()
    run.counts.blank = table.blank
    _report(options, run, table, mapping, time.monotonic() - started)
    if damage:
        print(f"huiyin import: {damage}", file=sys.stderr)
        return max(run.counts.exit_code, 1)
    if not run.counts.read:
        raise Unreadable(_("The file has a header and no rows."))
    return run.counts.exit_code


def _work(options: argparse.Namespace, desk: queries.Desk, by: Actor) -> Work:
    """What a writer does with a batch."""

    def write(found: Sequence[Record]) -> Outcomes:
        if options.dry_run:
            return [(each.kind, each.reason) for each in queries.judge(found, desk)]
        return importing.import_batch(records=found, desk=desk, by=by, at=now())

    return write


def _go_through(run: Run, cases: Iterator[Any], table: Table, show: Callable[[float], None]) -> str:
    """Take every case; what stands before the place where a file breaks off comes in. Returns what broke, or ""."""
    damage = ""
    try:
        for rows, outcome in cases:
            run.take(rows, outcome)
            show(table.done)
    except (Unreadable, *BROKEN) as broken:
        damage = _("The file breaks off: %s What stands before that was imported.") % broken
    run.write()
    return damage


def _open(options: argparse.Namespace, mapping: Mapping | None) -> Table:
    return read_table(options.file, encoding=options.encoding, sheet=mapping.sheet if mapping else "")


def _sizes(options: argparse.Namespace, plan: Plan, table: Table, mapping: Mapping) -> Counter[int] | None:
    return sizes_of(plan, table.rows) if mapping.group else None


@contextmanager
def _progress(options: argparse.Namespace) -> Iterator[Any]:
    """A bar on a terminal; nothing where the output is read by a program."""
    console = Console(stderr=True)
    if options.json or not console.is_terminal:
        yield lambda done: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task: TaskID = bar.add_task(options.file.name, total=1.0)
        yield lambda done: bar.update(task, completed=done)


def _report(options: argparse.Namespace, run: Run, table: Table, mapping: Mapping, seconds: float) -> None:
    counts = run.counts
    if options.json:
        about: dict[str, Any] = {
            "mapping": mapping.name,
            "format": table.kind,
            "encoding": table.encoding,
            "delimiter": table.delimiter,
            "sheet": table.sheet,
            "dry_run": options.dry_run,
            "unread_columns": run.plan.unread(),
            "unknown_words": dict(run.plan.unknown_words.most_common(200)),
            "rejects": str(options.rejects) if options.rejects else None,
            "seconds": round(seconds, 3),
        }
        print(json.dumps(counts.as_json() | about, ensure_ascii=False))
        return
    how = ", ".join(filter(None, [table.kind.upper(), table.encoding, table.delimiter, table.sheet]))
    print(
        _("%(file)s (%(how)s), mapping “%(mapping)s”")
        % {"file": options.file.name, "how": how, "mapping": mapping.name}
    )
    if options.dry_run:
        print(_("Dry run: nothing was written."))
    print("\n".join(counts.as_text()))
    if unread := run.plan.unread():
        print(_("Columns that were not read: %s") % ", ".join(unread))
    if words := run.plan.unknown_words:
        listed = "; ".join(f"{word} ({count})" for word, count in words.most_common(5))
        words_told = {"count": len(words), "listed": listed}
        print(_("Words without a reason code of their own (%(count)d), kept with the case: %(listed)s") % words_told)
    if counts.rejected and not options.rejects:
        print(_("Use --rejects FILE to get the rejected rows back with their reasons."))
    rate = counts.cases / seconds if seconds else 0
    print(_("%(seconds).1f s, %(rate).0f complaints a second") % {"seconds": seconds, "rate": rate})
