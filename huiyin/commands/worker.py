"""`huiyin worker`: limits, mail, sweeps. Any number may run beside each other."""

import argparse
from collections.abc import Sequence

from django.core.management import call_command

from huiyin.commands import serve


def main(argv: Sequence[str]) -> int:
    """Work until SIGTERM or Ctrl-C; the job in hand is finished first (up to 20 s)."""
    parser = argparse.ArgumentParser(prog="huiyin worker", description="Do the background work.")
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time (default %(default)s)")
    parser.add_argument("--once", action="store_true", help="do what is waiting, then end")
    options = parser.parse_args(argv)
    serve.require_prepared()
    call_command(
        "procrastinate",
        "worker",
        f"--concurrency={options.concurrency}",
        "--shutdown-graceful-timeout=20",
        "--delete-jobs=successful",  # what was done is in the ledger; the queue stays small
        *(["--one-shot"] if options.once else []),
    )
    return 0
