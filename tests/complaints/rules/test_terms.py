"""The dated house terms: what a wrong file says, and which edition binds a day."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from huiyin.complaints.rules import terms
from huiyin.handbook.queries import parse
from huiyin.handbook.rules.node import PackError

FILE = terms.FOLDER / "decision-2025.yaml"
TREE: Any = parse(FILE.read_text("utf-8"), FILE.name)


def _changed(path: str, value: Any) -> Any:
    tree = deepcopy(TREE)
    node, keys = tree, path.split(".")
    for key in keys[:-1]:
        node = node[int(key) if key.isdigit() else key]
    if value is None:
        del node[keys[-1]]
    else:
        node[int(keys[-1]) if keys[-1].isdigit() else keys[-1]] = value
    return tree


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("approval", None, "approval: is missing"),
        ("surprise", 1, "unknown key"),
        ("pack", "Decision 2025", "pack: expected a code"),
        ("effective_from", "soon", "effective_from"),
        ("approval.severity.L4", None, "approval.severity.L4: is missing"),
        ("approval.severity.L1", "L9", "expected one of"),
        ("approval.compensation", [], "at least one band"),
        ("approval.compensation.3.up_to", 900000, "open"),
        ("approval.compensation.1.up_to", 4000, "rise"),
        ("approval.compensation.1.level", "L4", "rise"),
        ("approval.ex_gratia.0.up_to", "much", "whole number"),
        ("letter.least.facts", 0, "at least 1"),
        ("letter.mediators", [], "mediation body"),
        ("letter.hard.0.say", "kinder", "mapping"),
        ("notice.attempts", None, "notice.attempts: is missing"),
        ("closing.watch_days", True, "whole number"),
        ("closing.codes", [], "each once"),
    ],
)
def test_a_wrong_file_names_the_place(path: str, value: Any, where: str) -> None:
    with pytest.raises(PackError, match=where.replace(".", r"\.")) as error:
        terms.read(_changed(path, value), "decision-x.yaml")
    assert str(error.value).startswith("decision-x.yaml: ")


def test_a_code_given_twice_is_refused() -> None:
    with pytest.raises(PackError, match="each once"):
        terms.read(_changed("closing.codes", TREE["closing"]["codes"] * 2), "decision-x.yaml")


def test_the_version_changes_with_any_number_in_it() -> None:
    changed = terms.read(_changed("closing.watch_days", 91), FILE.name)
    assert changed.version != terms.editions()[0].version
    assert changed.version.startswith("decision-2025@2025-01-01#")


def test_what_arrived_before_the_first_edition_is_bound_by_it() -> None:
    assert terms.in_force(date(2024, 5, 1)) is terms.in_force(date(2025, 1, 1)) is terms.editions()[0]
    assert terms.in_force(date(2030, 1, 1)).version == terms.editions()[-1].version
