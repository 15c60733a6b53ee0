"""Grading and routing by dated rules: no database."""

import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.complaints.rules import house
from huiyin.complaints.rules.house import Matter
from huiyin.complaints.rules.terms import FOLDER
from huiyin.handbook.queries import parse
from huiyin.handbook.rules.node import PackError

EDITION = house.in_force(date(2026, 3, 2))
FILE = FOLDER / "house-2025.yaml"


@pytest.mark.parametrize(
    "matter, severity, major",
    [
        (Matter(), "L1", False),
        (Matter(flags=frozenset({"vulnerable"})), "L1", False),
        (Matter(face_to_face=19, joint=19), "L3", False),
        (Matter(face_to_face=20, joint=20), "L4", True),
        (Matter(ground="disaster"), "L4", True),
        (Matter(ground="regulator", flags=frozenset({"regulator_referred"})), "L4", True),
        (Matter(flags=frozenset({"media"})), "L3", False),
        (Matter(joint=5), "L3", False),
        (Matter(joint=4), "L2", False),
        (Matter(amount=Decimal("499999.99")), "L2", False),
        (Matter(amount=Decimal(500000)), "L3", False),
        (Matter(amount=Decimal("49999.99")), "L1", False),
        (Matter(amount=Decimal(50000)), "L2", False),
        (Matter(code="O41"), "L3", False),
        (Matter(code="C21"), "L1", False),
        (Matter(flags=frozenset({"repeat"})), "L2", False),
        (Matter(flags=frozenset({"regulator_referred", "media"})), "L3", False),
        (Matter(code="ZZZ"), "L1", False),
    ],
)
def test_the_highest_grade_that_any_rule_asks_for_wins(matter: Matter, severity: str, major: bool):
    grade = house.grade(matter, EDITION)
    assert (grade.severity, grade.major) == (severity, major)
    assert grade.rules
    assert grade.reason("zh")
    assert grade.reason("en")


MATTERS = st.builds(
    Matter,
    flags=st.frozensets(st.sampled_from(sorted(house.FLAGS))),
    ground=st.sampled_from(["", *sorted(house.GROUNDS)]),
    face_to_face=st.integers(0, 40),
    joint=st.integers(1, 40),
    amount=st.decimals(0, 10**6, places=2),
    code=st.sampled_from(["", "C21", "O41", "S11", "nothing"]),
)


@given(MATTERS, st.sampled_from(sorted(house.FLAGS)))
def test_one_flag_more_never_lowers_the_grade(matter: Matter, flag: str):
    more = Matter(**{**vars(matter), "flags": matter.flags | {flag}})
    assert house.grade(more, EDITION).severity >= house.grade(matter, EDITION).severity


@given(MATTERS)
def test_advice_on_organised_complaints_never_changes_grade_or_route(matter: Matter):
    marked = Matter(**{**vars(matter), "flags": matter.flags | {"surrender_agency"}})
    assert house.grade(marked, EDITION) == house.grade(matter, EDITION)
    assert house.route(marked, EDITION) == house.route(matter, EDITION)


@pytest.mark.parametrize(
    "matter, rule",
    [
        (Matter(), "branch"),
        (Matter(severity="L3"), "head_office"),
        (Matter(severity="L4", code="S11", unit_kind="sub_branch"), "head_office"),
        (Matter(code="O21"), "fraud_and_law"),
        (Matter(code="S11", unit_kind="sub_branch"), "service_on_site"),
        (Matter(code="S11", unit_kind="branch"), "branch"),
        (Matter(code="S11", severity="L2", unit_kind="sub_branch"), "branch"),
        (Matter(code="C21", unit_kind="sub_branch"), "branch"),
    ],
)
def test_the_first_rule_that_fits_decides_where_it_goes(matter: Matter, rule: str):
    assert house.route(matter, EDITION).code == rule


def test_each_rule_is_named_with_pack_date_and_hash():
    version = house.route(Matter(), EDITION).version
    assert version.startswith("house-2025/routing.branch@2025-01-01#")
    changed = _tree()
    changed["routing"][-1]["roles"] = ["handler"]
    assert house.read(changed, "x").routing[-1].version != version


def test_what_arrived_before_the_first_edition_is_bound_by_it():
    assert house.in_force(date(2019, 1, 1)) is house.editions()[0]


def _tree() -> dict[str, Any]:
    tree = parse(FILE.read_text("utf-8"), FILE.name)
    assert isinstance(tree, dict)
    return copy.deepcopy(tree)


@pytest.mark.parametrize(
    "path, value, words",
    [
        (("grading", 0, "severity"), "L9", "grading[0].severity"),
        (("grading", 0, "when", "moon"), "full", "moon"),
        (("grading", 2, "when", "flags"), ["famous"], "grading[2].when.flags"),
        (("grading", 5, "when", "codes"), ["Q99"], "grading[5].when.codes"),
        (("grading", -1, "when", "joint_from"), 2, "grading"),
        (("routing", -1, "when", "severity"), ["L1"], "routing"),
        (("routing", 0, "of"), "moon", "routing[0].of"),
        (("routing", 0, "roles"), [], "routing[0].roles"),
        (("routing", 2, "department"), "CP", "routing[2]"),
        (("intake", "repeat_days"), 0, "intake.repeat_days"),
        (("intake", "repeat_days"), "ninety", "intake.repeat_days"),
        (("effective_from",), "2025-13-01", "effective_from"),
        (("extra",), 1, "extra"),
    ],
)
def test_a_wrong_pack_names_the_place(path: tuple[Any, ...], value: Any, words: str):
    tree = _tree()
    node: Any = tree
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    with pytest.raises(PackError) as fault:
        house.read(tree, "house-x.yaml")
    assert "house-x.yaml" in str(fault.value)
    assert words in str(fault.value)
