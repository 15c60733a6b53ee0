"""`huiyin text rank --pool FILE --queries FILE --output FILE`: the likest of a pool for each query. Without a database.

Lines as for `huiyin text predict`. Each line out is {"id", "ranked": [ids], "scores": [...]}: the best 60, likest
first. A query that stands in the pool (same id, same words) does not find itself; what shares nothing is not named.
Exit codes: 0 done, 2 a file or a line that cannot be read (then nothing is written).
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from huiyin.text import records
from huiyin.text.search import Pool


def main(argv: Sequence[str]) -> int:
    """Run the command."""
    try:
        options = _options(argv)
    except SystemExit as stop:
        return 0 if not stop.code else 2
    try:
        pool = Pool(records.read(Path(options.pool)))
        if not pool.size:
            raise records.RecordError(f"{options.pool} holds no text")
        count = records.write(Path(options.output), _rows(pool, Path(options.queries)))
    except (OSError, ValueError) as wrong:
        print(f"huiyin text rank: {wrong}", file=sys.stderr)
        return 2
    print(f"{count} rankings of {pool.size} texts in {options.output}")
    return 0


def _rows(pool: Pool, queries: Path) -> Iterator[dict[str, Any]]:
    for query, found in pool.search(records.read(queries)):
        yield {"id": query.id, "ranked": [pool.ids[place] for place in found.places], "scores": found.scores}


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="huiyin text rank", description=__doc__, allow_abbrev=False)
    parser.add_argument("--pool", required=True, metavar="FILE", help="texts that are searched, .jsonl or .jsonl.gz")
    parser.add_argument("--queries", required=True, metavar="FILE", help="texts that are looked for")
    parser.add_argument("--output", required=True, metavar="FILE", help="where the rankings go")
    return parser.parse_args(argv)
