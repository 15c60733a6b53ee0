"""`huiyin text train NAME --train FILE [--model FOLDER]`: learn to label texts from labelled lines. No database.

The file is JSON lines (or .jsonl.gz): `id`, one of `text`, `title` and `text`, or `tokens`, and `label` or `labels`.
The model lies in a folder NAME among the models (--model; by default `models` in the data folder).
Exit codes: 0 learnt, 2 nothing can be learnt from the file.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from huiyin.core import time
from huiyin.core.config import data_dir
from huiyin.text import model, records, training


def main(argv: Sequence[str]) -> int:
    """Run the command."""
    try:
        options = _options(argv)
    except SystemExit as stop:
        return 0 if not stop.code else 2
    try:
        place = model.folder(options.name, Path(options.model) if options.model else data_dir() / "models")
        lines = list(records.read(Path(options.train), with_labels=True))
        learnt = training.train(lines, name=options.name, at=options.at or time.now(), precision=options.precision)
        card = model.save(learnt, place)
    except (OSError, ValueError) as wrong:
        print(f"huiyin text train: {wrong}", file=sys.stderr)
        return 2
    print(told(card, place))
    return 0


def told(card: dict[str, Any], place: Path) -> str:
    """The model in a few lines: what from, how good on texts it had not seen."""
    unseen = card["unseen"]
    return "\n".join(
        [
            f"model                 {card['name']} {card['version']} in {place}",
            f"learnt from           {card['data']['lines']} lines, {len(card['labels'])} labels",
            "on unseen texts (five folds):",
            f"  accuracy            {unseen['accuracy']:.4f}",
            f"  macro-F1            {unseen['macro_f1']:.4f}",
            f"  calibration error   {unseen['calibration_error']:.4f}",
            f"  abstains below      {card['threshold']:.4f} (to be right in {card['precision_wanted']:.0%})",
            f"  says something on   {unseen['coverage']:.1%}, right in {unseen['sure']:.1%} of these",
        ]
    )


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="huiyin text train", description=__doc__, allow_abbrev=False)
    parser.add_argument("name", help="what the model is called: letters, digits, dashes")
    parser.add_argument("--train", required=True, metavar="FILE", help="labelled lines, .jsonl or .jsonl.gz")
    parser.add_argument("--model", metavar="FOLDER", help="where models lie (default: models in the data folder)")
    parser.add_argument("--precision", type=_share, default=0.95, help="what to keep when not abstaining (0.95)")
    parser.add_argument("--at", type=_moment, metavar="TIME", help="noted in the card, as 2026-11-23T10:00+08:00 (now)")
    return parser.parse_args(argv)


def _share(text: str) -> float:
    value = float(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError("it must lie between 0 and 1")
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("the zone is missing, as in 2026-11-23T10:00+08:00")
    return moment
