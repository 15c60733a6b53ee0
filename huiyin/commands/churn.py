"""`huiyin churn`: learn who leaves from labelled rows, and tell how good that is. Without a database.

`made`: the shipped, made history. Else a CSV file (or .csv.gz) with a header, one row for each customer. Exit codes:
0 done, 2 the file cannot be used.
"""

import argparse
import csv
import gzip
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from huiyin.customers.rules import leaving
from huiyin.customers.rules.likelihood import Model, Quality, Row, learn

MOST_WORDS = 20  # values of a column; one with more is a name or a date, and nothing is learnt from it
MOST_ROWS = 200_000


def main(argv: Sequence[str]) -> int:
    """Run the command."""
    try:
        options = _options(argv)
    except SystemExit as stop:
        return 0 if not stop.code else 2
    try:
        if options.file == "made":
            rows, labels = leaving.made()
        else:
            rows, labels = _read(Path(options.file), options.label, options.yes, options.without)
        model, quality = learn(rows, labels)
        if options.write:
            text = leaving.dumped(model, quality, name=options.name or options.file, is_made=options.file == "made")
            Path(options.write).write_text(text, encoding="utf-8")
    except (OSError, ValueError, csv.Error) as wrong:
        print(f"huiyin churn: {wrong}", file=sys.stderr)
        return 2
    print(told(model, quality))
    return 0


def told(model: Model, quality: Quality) -> str:
    """The measures on rows that were not learnt from, the calibration, and the weightiest features."""
    lines = [
        f"rows measured on      {quality.rows} (not learnt from; {quality.share:.1%} with the label)",
        f"AUC                   {quality.auc:.3f} (0.5 is a guess)",
        f"Brier score           {quality.brier:.4f} (always saying the share: {quality.base_brier:.4f})",
        f"calibration error     {quality.error:.3f}",
        "said -> came true, by tenths:",
        *(f"  {one.said:6.1%} -> {one.came:6.1%}  ({one.count})" for one in quality.bins),
        "weightiest features (+ raises, - lowers):",
    ]
    ranked = sorted(model.weights.items(), key=lambda one: -abs(one[1]))[:12]
    return "\n".join([*lines, *(f"  {weight:+.2f}  {name}" for name, weight in ranked)])


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="huiyin churn", description=__doc__, allow_abbrev=False)
    parser.add_argument("file", help="made, or a CSV file with a header")
    parser.add_argument("--label", default="left", help="the column that says whether it happened (default: left)")
    parser.add_argument("--yes", default="Yes", help="its value when it did (default: Yes)")
    parser.add_argument("--without", action="append", default=[], metavar="COLUMN", help="learn nothing from a column")
    parser.add_argument("--name", help="what the model is called; the file's name when left out")
    parser.add_argument("--write", metavar="FILE", help="keep the model there")
    return parser.parse_args(argv)


def _read(path: Path, label: str, yes: str, without: Sequence[str]) -> tuple[list[Row], list[bool]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))[:MOST_ROWS]
    if not table or label not in table[0]:
        raise ValueError(f"{path.name} has no column {label!r}: name it with --label")
    table = [one for one in table if one[label]]
    columns = [name for name in table[0] if name and name != label and name not in without]
    kinds = {name: _kind([one[name] or "" for one in table]) for name in columns}
    rows: list[Row] = [{name: _value(one[name] or "", kinds[name]) for name in columns if kinds[name]} for one in table]
    return rows, [one[label] == yes for one in table]


def _kind(values: Sequence[str]) -> str:
    """`number`, `word`, or nothing for names and dates."""
    held = [value for value in values if value]
    if held and all(_is_number(value) for value in held):
        return "number"
    return "word" if 1 < len(set(held)) <= MOST_WORDS else ""


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def _value(text: str, kind: str) -> float | str:
    if not text:
        return "missing"
    return float(text) if kind == "number" else text
