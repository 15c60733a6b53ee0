"""`huiyin checkpoint make | export | check | keys | rotate-key`: signed roots over all chains of the ledger.

A checkpoint that lies with somebody else shows later that no chain's tail was cut off and no case was removed.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection, transaction

from huiyin.audit import actions
from huiyin.audit.models import Checkpoint
from huiyin.audit.queries import checkpoints
from huiyin.audit.verifier.marks import heads_of, read_first_line
from huiyin.audit.verifier.words import Broken, Unusable
from huiyin.commands.ready import require_prepared
from huiyin.core import signing
from huiyin.core.actors import system
from huiyin.core.time import now

BY = system("checkpoint")
HOLDS, FAULTS, NOTHING_DONE = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """0: done, or everything fits; 1: something does not fit; 2: nothing was done."""
    parser = argparse.ArgumentParser(prog="huiyin checkpoint", description=__doc__)
    parts = parser.add_subparsers(dest="what", required=True)
    parts.add_parser("make", help="sign the heads of all chains now")
    export = parts.add_parser("export", help="write a checkpoint to hand over")
    export.add_argument("--out", metavar="FILE", help="default: standard output")
    export.add_argument("--number", type=int, help="default: the newest")
    export.add_argument("--full", action="store_true", help="with the head of every chain, so that it can name one")
    check = parts.add_parser("check", help="does the ledger still hold what a checkpoint saw?")
    check.add_argument("file", nargs="?", help="default: the newest checkpoint of the database")
    check.add_argument("--json", action="store_true", help="one JSON object")
    parts.add_parser("keys", help="the public keys, as they are published")
    parts.add_parser("rotate-key", help="make a new signing key; what the old one signed stays valid")
    options = parser.parse_args(argv)
    require_prepared()
    work = {"make": _make, "export": _export, "check": _check, "keys": _keys, "rotate-key": _rotate}
    return work[options.what](options)


def _make(options: argparse.Namespace) -> int:
    made = actions.make_checkpoint(by=BY, at=now())
    print(f"checkpoint {made.number}: {made.chains} chains, root {made.root}")
    return HOLDS


def _export(options: argparse.Namespace) -> int:
    if options.number is None:
        found = checkpoints.newest() or actions.make_checkpoint(by=BY, at=now())
    else:
        row = Checkpoint.objects.filter(number=options.number).first()
        if row is None:
            raise CommandError(f"There is no checkpoint {options.number}.")
        found = row
    with ExitStack() as open_things:
        open_things.enter_context(_long_transaction())
        out = open_things.enter_context(Path(options.out).open("wb")) if options.out else sys.stdout.buffer
        for line in checkpoints.lines_of(found, with_heads=options.full):
            out.write(line)
        out.flush()
    if options.out:
        print(f"{options.out}: checkpoint {found.number} of {found.at:%Y-%m-%d %H:%M} UTC, {found.chains} chains")
    return HOLDS


def _check(options: argparse.Namespace) -> int:
    with ExitStack() as open_things:
        open_things.enter_context(_long_transaction())
        if options.file:
            try:
                source = open_things.enter_context(Path(options.file).open("rb"))
                signed, given = read_first_line(source), heads_of(source)
            except (OSError, Unusable) as error:
                raise CommandError(str(error)) from error
        else:
            newest = checkpoints.newest()
            if newest is None:
                raise CommandError("There is no checkpoint yet: huiyin checkpoint make")
            signed = {"record": json.loads(newest.record), "signature": newest.signature}
            given = iter(())
        try:
            found = checkpoints.check(signed, given)
        except Broken as broken:
            raise CommandError(str(broken)) from broken
    _tell(signed["record"], found, as_json=options.json)
    return FAULTS if found else HOLDS


def _tell(record: dict[str, object], found: list[str], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"number": record["number"], "at": record["at"], "holds": not found, "faults": found}))
        return
    for fault in found:
        print(f"✗ {fault}")
    if not found:
        print(f"✓ checkpoint {record['number']} of {record['at']}: all {record['chains']} chains are still there")


def _keys(options: argparse.Namespace) -> int:
    print(json.dumps(checkpoints.keys_document(), ensure_ascii=False, indent=1))
    return HOLDS


def _rotate(options: argparse.Namespace) -> int:
    old, new = actions.rotate_key(by=BY, at=now())
    print(f"{old} is retired, {new} signs from now on; its fingerprint: {signing.public_keys()[0].fingerprint}")
    return HOLDS


def _long_transaction() -> ExitStack:
    """One view of the ledger, for as long as it takes."""
    stack = ExitStack()
    stack.enter_context(transaction.atomic())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
    return stack
