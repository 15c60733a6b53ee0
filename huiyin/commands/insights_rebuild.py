"""`huiyin insights rebuild`: judge every case again and add every figure up from the beginning.

The worker keeps the figures true by itself; this is for after a repair, or to be sure. Pages stay up meanwhile.
"""

import argparse
import sys
import time
from collections.abc import Sequence

from huiyin.insights import sweeps


def main(argv: Sequence[str]) -> int:
    """Rebuild; 0 = done, 2 = wrong usage."""
    parser = argparse.ArgumentParser(prog="huiyin insights rebuild", description=__doc__, allow_abbrev=False)
    try:
        parser.parse_args(argv)
    except SystemExit as stop:
        return 2 if stop.code else 0
    began = time.monotonic()
    cases = sweeps.rebuild()
    print(f"{cases} cases judged and added up in {time.monotonic() - began:.1f} s", file=sys.stderr)
    return 0
