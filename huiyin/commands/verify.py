"""`huiyin verify FILE`: check a case file, as anybody can with the single file that `--write-verifier` gives."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from huiyin.audit.verifier import bundle
from huiyin.audit.verifier import main as verifier


def main(argv: Sequence[str]) -> int:
    """0: verified, 1: not verified, 2: nothing was checked. Needs neither database nor keys."""
    parser = argparse.ArgumentParser(prog="huiyin verify", description=__doc__)
    parser.add_argument("file", nargs="?", help="a case file (.huiyin)")
    parser.add_argument("--key", help="file with the public keys to trust")
    parser.add_argument("--checkpoint", help="a checkpoint that was handed over earlier")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--write-verifier", metavar="PATH", help=f"write the single file {bundle.NAME} and stop")
    options = parser.parse_args(argv)
    if options.write_verifier:
        Path(options.write_verifier).write_text(bundle.source(), encoding="utf-8")
        print(f"{options.write_verifier}: SHA-256 {bundle.digest()}")
        return 0
    if not options.file:
        print("huiyin verify: name a case file, or --write-verifier PATH", file=sys.stderr)
        return 2
    return verifier.main(list(argv))
