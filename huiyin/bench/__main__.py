"""`bin/bench [clocks|intake|pages|memory|size ...] [--cases N] [--write]`: ratios.

Each run makes a database and a server of its own.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from huiyin.bench import ground, report
from huiyin.commands import database

NAMES = ("clocks", "intake", "pages", "memory")
SIZE = "size"  # of hours at a million: only when it is named


def main(argv: Sequence[str]) -> int:
    """Run the measures named (all when none is); exit code 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=[*NAMES, SIZE, []], help="which measures; all but size when none is named"
    )
    parser.add_argument(
        "--cases", type=int, default=1_000_000, help="up to how many cases size goes (default: 1000000)"
    )
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    options = parser.parse_args(argv)
    if options.cases < 1000:
        parser.error("--cases is at least 1000")
    with ground.private_folder() as folder:
        Path(folder).chmod(0o755)
        os.environ |= {
            "HUIYIN_DATA_DIR": f"{folder}/data",
            "HUIYIN_PRIVATE_DIR": f"{folder}/data/private",
            "DJANGO_SETTINGS_MODULE": "huiyin.settings",
            "HUIYIN_API_PER_MINUTE": "0",
        }
        os.environ.pop("DATABASE_URL", None)
        with database.running() as url:
            subprocess.run([sys.executable, "-m", "huiyin", "migrate"], check=True, stdout=subprocess.DEVNULL)
            lines = report.run(options.names or list(NAMES), url, options.cases)
    print(report.table(lines))
    if options.write:
        report.write(lines)
    return 0 if all(line.kept is not False for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
