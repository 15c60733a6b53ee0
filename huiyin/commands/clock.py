"""`huiyin clock`: does the machine's clock agree with what it was? `--trust`: it is right now, go on."""

import argparse
import sys
from collections.abc import Sequence

from django.utils.translation import gettext as _

from huiyin.core import clockwatch, wording
from huiyin.core.time import now

AGREES, APART = 0, 1


def main(argv: Sequence[str]) -> int:
    """0: the clock may be trusted; 1: it jumped, and what runs by the clock may be waiting."""
    parser = argparse.ArgumentParser(prog="huiyin clock", description=__doc__)
    parser.add_argument("--trust", action="store_true", help="the time is right now: what waited goes on")
    options = parser.parse_args(argv)
    found = clockwatch.trust() if options.trust else clockwatch.drift()
    print(f"{now():%Y-%m-%d %H:%M:%S} UTC", file=sys.stderr)
    if not found:
        print(_("The clock agrees with what it was."), file=sys.stderr)
        return AGREES
    print(wording.jump_text(found), file=sys.stderr)
    if options.trust:
        print(_("It is trusted from now on."), file=sys.stderr)
        return AGREES
    return APART
