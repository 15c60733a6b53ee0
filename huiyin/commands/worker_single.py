"""`huiyin worker --single`: the process that works, without one that looks after it."""

import argparse
from collections.abc import Sequence

from django.core.management import call_command

from huiyin.commands.ready import require_prepared


def main(argv: Sequence[str]) -> int:
    """Work until SIGTERM, Ctrl-C or the database goes away; with --once until nothing waits."""
    parser = argparse.ArgumentParser(prog="huiyin worker --single", description=__doc__)
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time (default %(default)s)")
    parser.add_argument("--once", action="store_true", help="do what is waiting, then end")
    options = parser.parse_args(argv)
    require_prepared()
    call_command(
        "procrastinate",
        "worker",
        f"--concurrency={options.concurrency}",
        "--shutdown-graceful-timeout=20",
        "--delete-jobs=successful",  # what was done is in the ledger; the queue stays small
        *(["--one-shot"] if options.once else []),
    )
    return 0
