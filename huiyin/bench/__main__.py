"""`bin/bench [NAME ...] [--cases N] [--keep FOLDER] [--write]`: ratios. The names: see --help.

Each run makes databases and servers of its own.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from huiyin.bench import ground, pair, report, texts
from huiyin.bench.line import Line
from huiyin.commands import database

NAMES = ("clocks", "customers", "intake", "record", "pages", "memory")
SIZE = "size"  # of hours at a million: only when it is named
NAMED = ("storm",)  # minutes each: only when they are named
TEXT = "text"  # needs texts to be measured on: only when it is named


def main(argv: Sequence[str]) -> int:
    """Run the measures named (all when none is); exit code 1 when a goal is missed."""
    options = _options(argv)
    lines: list[Line] = []
    names = [name for name in options.names or NAMES if name not in (SIZE, TEXT)]
    if names:
        measured = _plain(names)
        lines += measured
        if options.write:
            report.write(measured, "measured")
    if SIZE in options.names:
        with nullcontext(options.keep) if options.keep else ground.private_folder() as folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            Path(folder).chmod(0o755)
            measured = report.told(pair.measure(Path(folder).resolve(), options.cases, options.only))
        lines += measured
        if options.write:
            report.write(measured, SIZE)
    if TEXT in options.names:
        measured = report.told(texts.measure_texts(Path(options.data), options.only))
        lines += measured
        if options.write:
            report.write(measured, TEXT, report.DOCUMENT.with_name("understanding-text.md"))
            report.write(measured, TEXT, report.DOCUMENT.with_name("understanding-text.zh-CN.md"))
    print(report.table(lines))
    return 0 if all(line.kept is not False for line in lines) else 1


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, *NAMED, SIZE, TEXT, []], help="which measures")
    parser.add_argument(
        "--cases", type=int, default=1_000_000, help="up to how many cases size goes (default: 1000000)"
    )
    parser.add_argument(
        "--keep", metavar="FOLDER", help="where size keeps its databases; a second run finds them there"
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        help="of size and text, what begins so (may be repeated)",
    )
    parser.add_argument("--data", metavar="FOLDER", help="where the texts lie that text is measured on")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md (text: understanding-text.md)")
    options = parser.parse_args(argv)
    if options.cases < 1000:
        parser.error("--cases is at least 1000")
    if TEXT in options.names and not (options.data and Path(options.data).is_dir()):
        parser.error("text needs --data FOLDER with the texts it is measured on")
    if options.only and options.write:
        parser.error("--only measures a part; what is written is the whole")
    return options


def _plain(names: Sequence[str]) -> list[Line]:
    with ground.private_folder() as folder:
        ground.stand_on(Path(folder))
        with database.running() as url:
            subprocess.run([sys.executable, "-m", "huiyin", "migrate"], check=True, stdout=subprocess.DEVNULL)
            return report.run(names, url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
