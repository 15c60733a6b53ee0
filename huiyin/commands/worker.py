"""`huiyin worker`: limits, mail, sweeps. Any number may run beside each other.

Knows no Django: it looks after the process that works (`huiyin worker --single`). That one ends, as if it had been
asked to, when its database restarts.
"""

import argparse
import sys
from collections.abc import Sequence

from huiyin.commands import database, supervisor


def main(argv: Sequence[str]) -> int:
    """Work until SIGTERM or Ctrl-C; the job in hand is finished first (up to 20 s). 2: it cannot start."""
    parser = argparse.ArgumentParser(prog="huiyin worker", description="Do the background work.")
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time (default %(default)s)")
    parser.add_argument("--once", action="store_true", help="do what is waiting, then end")
    parser.add_argument("--single", action="store_true", help="end when the database goes away: somebody restarts it")
    options = parser.parse_args(argv)
    words = ["worker", "--single", "--concurrency", str(options.concurrency)]
    if options.once or options.single:
        return supervisor.to_its_end(*words, *(["--once"] if options.once else []))
    if code := supervisor.to_its_end("ready"):
        return code
    command = [sys.executable, "-m", "huiyin", *words]
    supervisor.run([supervisor.Child("worker", command)], tick=database.Watch(_say), ready=lambda: None, say=_say)
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
