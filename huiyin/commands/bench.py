"""`bin/bench`: runs the measures of `huiyin.bench`."""

import importlib
import importlib.util
import sys
from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run all measures, or those named; exit code 2 when this installation has none."""
    if importlib.util.find_spec("huiyin.bench") is None:
        print("This installation ships no measures (huiyin.bench is absent).", file=sys.stderr)
        return 2
    return int(importlib.import_module("huiyin.bench.__main__").main(argv))
