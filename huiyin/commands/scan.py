"""`huiyin scan --again`: asks the virus scanner about the files that are given out, oldest first: those from before
a scanner was set, and those that were clean by older signatures. What was released by hand stays released."""

import argparse
import sys
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings

from huiyin.cases.jobs import scanning
from huiyin.channels.gateways import clamd


def main(argv: Sequence[str]) -> int:
    """0: all were asked about, or as many as --most says; 1: something was found; 2: it could not go on."""
    parser = argparse.ArgumentParser(prog="huiyin scan", description=__doc__)
    parser.add_argument("--again", action="store_true", required=True, help="ask about files that are given out")
    parser.add_argument("--after", type=UUID, metavar="ID", help="go on behind this file, as the last run said")
    parser.add_argument("--most", type=_number, metavar="N", help="ask about so many files, then end")
    options = parser.parse_args(argv)
    if not settings.CLAMD:
        print("huiyin scan: no virus scanner is set; set HUIYIN_CLAMD", file=sys.stderr)
        return 2
    try:
        seen = scanning.scan_again(options.after, options.most)
    except clamd.WrongAddress as error:
        print(f"huiyin scan: HUIYIN_CLAMD: {error}", file=sys.stderr)
        return 2
    print(f"{seen.asked} asked about, {seen.found} put into quarantine, {seen.without} without a verdict")
    stopped = not seen.finished and (options.most is None or seen.asked < options.most)
    if not seen.finished and seen.last is not None:
        print(f"go on with: huiyin scan --again --after {seen.last}")
    if stopped:
        print("huiyin scan: the virus scanner does not answer", file=sys.stderr)
        return 2
    return 1 if seen.found else 0


def _number(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return value
