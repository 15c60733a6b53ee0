"""Where the slices lie, and the plain reading of them that the tests compare with."""

import csv
import gzip
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from huiyin.catalog.rules import current
from huiyin.complaints.imports import loading
from huiyin.complaints.imports.plan import Plan
from huiyin.complaints.imports.readers import read_table
from huiyin.complaints.imports.reading import records, sizes_of
from huiyin.complaints.imports.record import Record, Rejected

DATA = Path(__file__).parents[2] / "data"
TEXAS = DATA / "texas_insurance_complaints.csv.gz"
CONNECTICUT = DATA / "connecticut_insurance_complaints.csv.gz"
CFPB = DATA / "cfpb_complaints.csv.gz"
MESSAGES = Path(__file__).parents[4] / "shared" / "data" / "messages_zh" / "messages.jsonl.gz"
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def raw(path: Path) -> list[dict[str, str]]:
    """All rows of a gzipped CSV, read with nothing of ours."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def grouped(path: Path, key: str) -> dict[str, list[dict[str, str]]]:
    """The rows of each case."""
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in raw(path):
        groups[row[key]].append(row)
    return groups


def planned(path: Path, mapping: str = "", *, as_new: bool = False) -> tuple[list[Record], list[Rejected]]:
    """What an import of the file would write and turn back."""
    table = read_table(path)
    chosen = loading.find(mapping) if mapping else loading.guess(table.columns)
    plan = Plan(chosen, table.columns, current(), NOW, as_new=as_new)
    sizes = None
    if chosen.group:
        sizes = sizes_of(plan, table.rows)
        table = read_table(path)
    outcomes = [outcome for _rows, outcome in records(plan, table.rows, sizes)]
    return (
        [each for each in outcomes if isinstance(each, Record)],
        [each for each in outcomes if isinstance(each, Rejected)],
    )
