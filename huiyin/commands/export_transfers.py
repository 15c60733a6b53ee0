"""`huiyin export transfers FILE`: answers to the regulator about what it transferred (12378), CSV or XLSX."""

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.models import Case
from huiyin.commands.import_complaints import language
from huiyin.complaints.actions import hand_back as actions
from huiyin.complaints.queries import hand_back as queries
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date, now

BY = Actor(kind="system", label="export", where="command line")
DAYS = 90
NOTHING_DONE = 2


def main(argv: list[str]) -> int:
    """Make the file. Exit code 0: made (or nothing was to be given back); 1: made, cases were left out because
    something is missing; 2: nothing done."""
    options = _options(argv)
    with override(language()):
        try:
            return _run(options)
        except (BadInput, Refused, OSError) as fault:
            if isinstance(fault, Refused) and fault.code == "hand_back.nothing":
                print(fault.message)
                return 0
            print(f"huiyin export transfers: {fault}", file=sys.stderr)
            return NOTHING_DONE


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="huiyin export transfers", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="must not be there yet; .xlsx makes a workbook")
    parser.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="received from; default: 90 days ago")
    parser.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="received until; default: today")
    parser.add_argument("--dry-run", action="store_true", help="say what would be given back and what is missing")
    return parser.parse_args(argv)


def _run(options: argparse.Namespace) -> int:
    at = now()
    until = options.until or local_date(at)
    since = options.since or until - timedelta(days=DAYS)
    rows = Case.objects.all()
    if options.dry_run:
        actions.check_period(since, until, at)
        lines = queries.of_period(rows, since, until)
        left_out = [line for line in lines if line.missing]
        print(_("Dry run: nothing was written."))
        print(_("%(count)d answers to be given back") % {"count": len(lines) - len(left_out)})
        return _tell(left_out)
    with options.file.open("xb") as made:  # before anything is marked: a file that cannot be written marks nothing
        try:
            done = actions.give_back(rows=rows, since=since, until=until, by=BY, at=at)
        except (BadInput, Refused):
            options.file.unlink()
            raise
        facts = list(done.hand_back.lines.order_by("place").values_list("facts", flat=True))
        is_book = options.file.suffix.lower() == ".xlsx"
        made.write(queries.as_xlsx(facts) if is_book else queries.as_csv(facts))
    print(_("%(count)d answers given back") % {"count": len(facts)})
    return _tell(done.left_out)


def _tell(left_out: tuple[queries.Line, ...] | list[queries.Line]) -> int:
    for line in left_out:
        print(f"{line.case.number}: {' '.join(line.missing)}", file=sys.stderr)
    return 1 if left_out else 0
