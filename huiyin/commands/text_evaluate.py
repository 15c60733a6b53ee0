"""`huiyin text evaluate NAME --input FILE [--model FOLDER]`: how good a model is on labelled lines. Without a database.

Exit codes: 0 done, 2 no model, or a file that cannot be used.
"""

import argparse
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from huiyin.core.config import data_dir
from huiyin.text import measures, model, records

AT_ONCE = 500  # texts


def main(argv: Sequence[str]) -> int:
    """Run the command."""
    try:
        options = _options(argv)
    except SystemExit as stop:
        return 0 if not stop.code else 2
    try:
        place = model.folder(options.name, Path(options.model) if options.model else data_dir() / "models")
        measured = evaluate(model.load(place), Path(options.input))
    except (OSError, ValueError) as wrong:
        print(f"huiyin text evaluate: {wrong}", file=sys.stderr)
        return 2
    print(told(measured))
    return 0


def evaluate(held: model.Model, source: Path) -> measures.Measured:
    """Predict each line and compare; raises ValueError for a file without lines."""
    truth, said, sureness = [], [], []
    lines = records.read(source, with_labels=True)
    while some := list(islice(lines, AT_ONCE)):
        truth += [record.labels for record in some]
        for one in held.predict(some):
            said.append(one.label)
            sureness.append(one.confidence)
    if not truth:
        raise ValueError(f"{source.name} has no lines")
    return measures.measure(truth, said, np.array(sureness), float(held.card["threshold"]))


def told(measured: measures.Measured) -> str:
    """The measures, one a line, and what is mixed up most."""
    return "\n".join(
        [
            f"texts                 {measured.texts}",
            f"accuracy              {measured.accuracy:.4f}",
            f"macro-F1              {measured.macro_f1:.4f}",
            f"calibration error     {measured.calibration_error:.4f}",
            f"coverage              {measured.coverage:.4f} (not abstained)",
            f"accuracy of these     {measured.sure:.4f}",
            *(["mixed up most (is -> said):"] if measured.mixed_up else []),
            *(f"  {count:5}  {is_label} -> {said}" for is_label, said, count in measured.mixed_up),
        ]
    )


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="huiyin text evaluate", description=__doc__, allow_abbrev=False)
    parser.add_argument("name", help="what the model is called")
    parser.add_argument("--input", required=True, metavar="FILE", help="labelled lines, .jsonl or .jsonl.gz")
    parser.add_argument("--model", metavar="FOLDER", help="where models lie (default: models in the data folder)")
    return parser.parse_args(argv)
