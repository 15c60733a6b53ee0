"""`huiyin mail take FILE|FOLDER|-`: takes mail files (.eml, or one mail on standard input) through the same door as
fetched mail. A second run takes nothing twice."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from huiyin.accounts.models import Unit
from huiyin.channels.actions import inbound, mailboxes
from huiyin.channels.models import Mailbox
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.time import now

BY = system("command.mail_take")


def main(argv: list[str]) -> int:
    """Take the mails. Exit code 0: all are kept; 1: some could not be read; 2: nothing was found."""
    options = _options(argv)
    unit = Unit.objects.filter(code=options.unit).first() if options.unit else None
    if options.unit and unit is None:
        print(f"huiyin mail take: there is no unit {options.unit}", file=sys.stderr)
        return 2
    box = mailboxes.files_door(by=BY, at=now(), unit=unit)
    taken = known = failed = 0
    for place in options.places:
        for path in _files(Path(place)) if place != "-" else [None]:
            try:
                is_new = _take(box, path)
            except OSError as error:
                failed += 1
                print(f"huiyin mail take: {path}: {error.strerror or error}", file=sys.stderr)
            else:
                taken, known = taken + is_new, known + (not is_new)
    print(f"{taken} taken, {known} known already, {failed} could not be read")
    return 1 if failed else 0 if taken or known else 2


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="huiyin mail take", description=__doc__)
    parser.add_argument("places", nargs="+", metavar="FILE|FOLDER|-", help="mails as files; - reads one from stdin")
    parser.add_argument("--unit", default="", metavar="CODE", help="whose matters they are, when first used")
    return parser.parse_args(argv)


def _files(place: Path) -> list[Path]:
    """The file itself, or every file below a folder, in the order of their names."""
    if not place.is_dir():
        return [place]
    return sorted(path for path in place.rglob("*") if path.is_file() and not path.name.startswith("."))


def _take(box: Mailbox, path: Path | None) -> bool:
    """Keep one mail under its hash, then write it down; its time of receipt is that of the file."""
    with _opened(path) as source, blobs.Writer() as writer:
        while piece := source.read(blobs.CHUNK):
            writer.write(piece)
        size, digest = writer.size, writer.finish()
    at = now()
    received = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path else at
    _row, is_new = inbound.take_mail(
        mailbox=box, key=digest, digest=digest, size=size, received_at=received, by=BY, at=at
    )
    return is_new


@contextmanager
def _opened(path: Path | None) -> Iterator[BinaryIO]:
    if path is None:
        yield sys.stdin.buffer
        return
    with path.open("rb") as source:
        yield source
