"""`huiyin worker`: limits, mail, sweeps. Any number may run beside each other."""

import argparse
import sys
from collections.abc import Sequence

from django.core.management import call_command
from django.db import connection

from huiyin.commands import database, serve, supervisor


def main(argv: Sequence[str]) -> int:
    """Work until SIGTERM or Ctrl-C; the job in hand is finished first (up to 20 s)."""
    parser = argparse.ArgumentParser(prog="huiyin worker", description="Do the background work.")
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time (default %(default)s)")
    parser.add_argument("--once", action="store_true", help="do what is waiting, then end")
    parser.add_argument("--single", action="store_true", help="end when the database goes away: somebody restarts it")
    options = parser.parse_args(argv)
    serve.require_prepared()
    if not options.once and not options.single:
        _keep_running(options.concurrency)
        return 0
    call_command(
        "procrastinate",
        "worker",
        f"--concurrency={options.concurrency}",
        "--shutdown-graceful-timeout=20",
        "--delete-jobs=successful",  # what was done is in the ledger; the queue stays small
        *(["--one-shot"] if options.once else []),
    )
    return 0


def _keep_running(concurrency: int) -> None:
    """Work in a child: a worker ends, as if it had been asked to, when its database restarts."""
    connection.close()
    command = [sys.executable, "-m", "huiyin", "worker", "--single", "--concurrency", str(concurrency)]
    supervisor.run([supervisor.Child("worker", command)], tick=database.Watch(_say), ready=lambda: None, say=_say)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
