"""The written examples: thirty at least for each reason, each its own text, nothing personal in them."""

import json
import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from huiyin.catalog.rules import current
from huiyin.complaints.queries import suggesting
from huiyin.core import masking
from huiyin.text import likeness, records

FOLDER = suggesting.EXAMPLES


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(FOLDER.glob("*.jsonl")) for line in path.open(encoding="utf-8")]


def test_every_reason_has_thirty_and_no_other_is_named(rows: list[dict[str, Any]]) -> None:
    reasons = set(current().reasons)
    primary = Counter(row["labels"][0] for row in rows)
    assert set(primary) == reasons
    assert min(primary.values()) >= 30
    assert {label for row in rows for label in row["labels"]} <= reasons
    assert len(suggesting.examples()) == len(rows)


def test_every_file_is_named_after_its_reason_and_can_be_learnt_from(rows: list[dict[str, Any]]) -> None:
    for path in sorted(Path(FOLDER).glob("*.jsonl")):
        held = list(records.read(path, with_labels=True))
        assert {one.labels[0] for one in held} == {path.stem}
    assert len({row["id"] for row in rows}) == len(rows)


def test_nothing_personal_stands_in_them(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert not re.search(r"\d{7}", row["text"]), row
        assert masking.without_personal_numbers(row["text"]) == row["text"], row
        assert 5 <= len(row["text"]) <= 200, row


def test_no_two_are_nearly_the_same(rows: list[dict[str, Any]]) -> None:
    shingles = [likeness.shingles(row["text"]) for row in rows]
    at: dict[str, list[int]] = defaultdict(list)
    for place, some in enumerate(shingles):
        for shingle in some:
            at[shingle].append(place)
    for one, other in {pair for places in at.values() for pair in combinations(places, 2)}:
        assert likeness.overlap(shingles[one], shingles[other]) < 0.5, (rows[one], rows[other])
