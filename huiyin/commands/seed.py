"""`huiyin seed`: fill an empty database with example data; again, and nothing happens."""

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import date, datetime
from datetime import time as clock

from huiyin.core.time import SHANGHAI, local_date, now
from huiyin.demo import bulk, seed

MORNING = clock(10, 17)


def main(argv: Sequence[str]) -> int:
    """Seed; progress goes to standard error. Exit codes: 0 there now or before, 1 cut off, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="huiyin seed", description=__doc__)
    parser.add_argument("--day", type=date.fromisoformat, help="the day the example data lead up to (default: today)")
    parser.add_argument("--scale", type=float, default=1.0, help="how many complaints: 1 is about 1,500")
    parser.add_argument("--cases", type=int, default=0, help="add so many more cases in bulk, for measuring")
    options = parser.parse_args(argv)
    at = now()
    if options.day is not None and options.day > local_date(at):
        parser.error("--day lies in the future")
    if not 0 < options.scale <= 10 or options.cases < 0:
        parser.error("--scale is more than 0 and at most 10, --cases not negative")
    if options.day is not None and options.day != local_date(at):
        at = datetime.combine(options.day, MORNING, SHANGHAI)
    began = time.monotonic()
    try:
        done = seed.fill(now=at, scale=options.scale, say=say)
    except seed.CutOff as error:
        say(str(error))
        return 1
    if not done.fresh:
        say(f"nothing to do, {done.cases} cases are there")
    else:
        say(f"{done.cases} cases in {time.monotonic() - began:.0f} s")
    if options.cases:
        try:
            made = bulk.add(number=options.cases, now=at, say=say)
        except seed.CutOff as error:
            say(str(error))
            return 1
        say(f"{made} cases in bulk, {time.monotonic() - began:.0f} s in all")
    return 0


def say(line: str) -> None:
    """Tell how far it is."""
    print(f"Example data: {line}", file=sys.stderr, flush=True)
