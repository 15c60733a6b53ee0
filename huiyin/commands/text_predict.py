"""`huiyin text predict NAME --input FILE --output FILE [--model FOLDER] [--explain]`: label texts. Without a database.

Input as for `huiyin text train`, no label needed. Each line out is {"id", "label", "confidence", "abstained",
"labels": [[label, p], ...]}; with --explain also "because": the words that spoke for the label, with their weight.
Exit codes: 0 done, 2 no model, or a line that cannot be read (then nothing is written).
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from huiyin.core.config import data_dir
from huiyin.text import model, records

AT_ONCE = 500  # texts


def main(argv: Sequence[str]) -> int:
    """Run the command."""
    try:
        options = _options(argv)
    except SystemExit as stop:
        return 0 if not stop.code else 2
    try:
        place = model.folder(options.name, Path(options.model) if options.model else data_dir() / "models")
        held = model.load(place)
        count = records.write(Path(options.output), _rows(held, Path(options.input), explain=options.explain))
    except (OSError, ValueError) as wrong:
        print(f"huiyin text predict: {wrong}", file=sys.stderr)
        return 2
    print(f"{count} predictions by {held.card['name']} {held.card['version']} in {options.output}")
    return 0


def _rows(held: model.Model, source: Path, *, explain: bool) -> Iterator[dict[str, Any]]:
    lines = records.read(source)
    while some := list(islice(lines, AT_ONCE)):
        for record, said in zip(some, held.predict(some), strict=True):
            row = {
                "id": record.id,
                "label": said.label,
                "confidence": said.confidence,
                "abstained": said.abstained,
                "labels": said.labels,
            }
            if explain:
                row["because"] = held.explain(record, said.label)
            yield row


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="huiyin text predict", description=__doc__, allow_abbrev=False)
    parser.add_argument("name", help="what the model is called")
    parser.add_argument("--input", required=True, metavar="FILE", help="lines of texts, .jsonl or .jsonl.gz")
    parser.add_argument("--output", required=True, metavar="FILE", help="where the predictions go")
    parser.add_argument("--model", metavar="FOLDER", help="where models lie (default: models in the data folder)")
    parser.add_argument("--explain", action="store_true", help="name the words that spoke for the label")
    return parser.parse_args(argv)
