"""The guard: what decides limits, sums, grades and outcomes never reads what the radar found (domain §8-10)."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Who may read it: itself, the pages and operations of investigators, the sweep that feeds it, the demo, the guard's own
# figures. Whoever adds a name here says why it can change nothing of a case.
MAY = {
    "huiyin/complaints/actions/radar.py",
    "huiyin/complaints/models/__init__.py",
    "huiyin/complaints/models/radar.py",
    "huiyin/complaints/queries/radar.py",
    "huiyin/complaints/sweeps.py",
    "huiyin/console/radar/urls.py",
    "huiyin/console/radar/views.py",
    "huiyin/api/radar.py",
    "huiyin/api/urls.py",
    "huiyin/insights/queries/guard.py",
    "huiyin/demo/organised.py",
}


def reads(tree: ast.AST) -> bool:
    """Does a module import the radar, or one of its tables?"""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            parts = [*(node.module or "").split("."), *(one.name for one in node.names)]
        elif isinstance(node, ast.Import):
            parts = [part for one in node.names for part in one.name.split(".")]
        else:
            continue
        if any(part == "radar" or part.startswith("Radar") for part in parts):
            return True
    return False


def test_only_the_radar_and_its_pages_read_the_radar() -> None:
    found = set()
    for path in sorted((ROOT / "huiyin").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        if "/migrations/" not in place and reads(ast.parse(path.read_text("utf-8"))):
            found.add(place)
    assert found <= MAY, "Limits, sums and decisions must not know what the radar found"
    assert {"huiyin/complaints/actions/radar.py", "huiyin/console/radar/views.py"} <= found, "the guard sees imports"


def test_no_sql_reads_its_tables_by_name() -> None:
    for path in sorted((ROOT / "huiyin").rglob("*")):
        if path.suffix in (".py", ".sql") and "/migrations/" not in path.as_posix() and path.name != "new_tables.sql":
            assert "complaints_radar" not in path.read_text("utf-8"), path
