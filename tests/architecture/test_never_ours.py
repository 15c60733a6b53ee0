"""What people complain about in other software: each failing has its tests here, and each of these tests exists."""

import ast
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
MAP = yaml.safe_load((Path(__file__).parent / "never_ours.yaml").read_text())
# How many failings each group of complaints holds.
LINES = {
    "deadlines": 6, "size": 6, "sight": 4, "reports": 5, "typing": 4, "merging": 5, "jobs": 4, "attachments": 5,
    "assignment": 3, "bulk": 3, "mail": 5,
    "customers": 3, "answers": 3,
}  # fmt: skip
EDGES = [path for edge in ("console", "api", "portal") for path in sorted((ROOT / "huiyin" / edge).rglob("*.py"))]
# Counts of what one person or one case has, of a sample that is drawn anyway, or inside a job.
BOUNDED = {
    "huiyin/console/account.py": 2, "huiyin/console/house/people.py": 2, "huiyin/console/queue_bulk.py": 1,
    "huiyin/api/many.py": 1, "huiyin/cases/queries/history.py": 2, "huiyin/cases/queries/links.py": 1,
    "huiyin/complaints/queries/turn_papers.py": 1, "huiyin/complaints/queries/turns.py": 1,
    "huiyin/complaints/queries/trials.py": 1, "huiyin/console/knowledge/listed.py": 1,
    "huiyin/knowledge/queries/answers.py": 1, "huiyin/knowledge/queries/figures.py": 2,
}  # fmt: skip
# Edges that name cases without the gate, and why they may: a subquery that names the owner or unit of an alarm already
# narrowed to its reader, columns of the case that the gate let through, numbers of chains for who proves the ledger.
WITHOUT_GATE = {
    "huiyin/console/notices.py": 3, "huiyin/console/case/dossier.py": 3, "huiyin/console/house/proof.py": 1,
    "huiyin/console/queue_bulk.py": 1, "huiyin/console/talk/messages.py": 1, "huiyin/api/filters.py": 1,
    "huiyin/api/steps/frame.py": 1, "huiyin/api/complaints.py": 1,
}  # fmt: skip


@cache
def _named(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _beyond(files: Sequence[Path], pattern: str, allowed: Mapping[str, int]) -> list[str]:
    """Files in which the pattern stands more often than is known and accounted for."""
    found = {str(path.relative_to(ROOT)): len(re.findall(pattern, path.read_text())) for path in files}
    return [file for file, count in found.items() if count > allowed.get(file, 0)]


def test_every_failing_has_tests_that_exist() -> None:
    assert {group: len(lines) for group, lines in MAP.items()} == LINES
    for group, lines in MAP.items():
        for place, one in lines.items():
            assert one["line"], f"{group}.{place}"
            assert one["tests"], f"{group}.{place}"
            for test in one["tests"]:
                file, _colons, name = test.partition("::")
                assert name in _named(file), f"{group}.{place}: {test} is not there"


def test_no_failing_is_told_twice() -> None:
    lines = Counter(one["line"] for group in MAP.values() for one in group.values())
    assert not [line for line, count in lines.items() if count > 1]


def test_nothing_counts_without_an_end() -> None:
    """A `count()` of rows walks them all: lists count up to a most, figures are kept."""
    queries = sorted((ROOT / "huiyin").glob("*/queries*/**/*.py")) + sorted((ROOT / "huiyin").glob("*/queries.py"))
    assert not _beyond([*EDGES, *queries], r"\.count\(\)", BOUNDED)


def test_edges_get_cases_through_the_gate_only() -> None:
    assert not _beyond(EDGES, r"\bCase\.objects\b", WITHOUT_GATE)
