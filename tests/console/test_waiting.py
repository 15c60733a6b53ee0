"""What waits for whose word: by level, by part of the tree, never one's own."""

from decimal import Decimal

import pytest

from huiyin.cases.models import Case
from huiyin.complaints.models import Extension, Finding, Plan
from huiyin.complaints.queries import waiting
from tests.cases.make import registered
from tests.people import AT, House


@pytest.fixture
def planned(house: House) -> Case:
    """A complaint of the Jiangsu branch with a plan of level L2 that Sam proposed."""
    case = registered(house).case
    Case.objects.filter(pk=case.pk).update(state="plan_pending")
    Plan.objects.create(
        case=case, version=1, compensation=Decimal(9000), compensation_text="x", improvement="", process="", level="L2",
        rule_version="x", proposed_by=house["sam"], proposed_at=AT,
    )  # fmt: skip
    return case


def waits(house: House, name: str) -> set[object]:
    rows = waiting.for_word_of(house.by(name))
    return set() if rows is None else {row["case_id"] for row in rows}


def test_a_plan_waits_for_its_level_and_higher_in_this_part_of_the_tree(house: House, planned: Case) -> None:
    for name, expected in (("max", True), ("hua", True), ("eve", True), ("tom", False), ("sam", False), ("zoe", False)):
        assert (planned.pk in waits(house, name)) is expected, name


def test_nobodys_own_plan_waits_for_them(house: House, planned: Case) -> None:
    Plan.objects.update(level="L1")
    assert planned.pk not in waits(house, "sam")
    Plan.objects.update(proposed_by=house["max"])
    assert planned.pk in waits(house, "sam")
    assert planned.pk not in waits(house, "max")


def test_findings_wait_for_somebody_other_than_their_author(house: House) -> None:
    case = registered(house).case
    Case.objects.filter(pk=case.pk).update(state="investigating")
    Finding.objects.create(
        case=case, version=1, truth="x", cause="x", scope="x", at=AT, by_id=house["sam"].pk, by_label="Sam"
    )
    assert case.pk not in waits(house, "sam")
    assert case.pk in waits(house, "max")
    Finding.objects.update(reviewed_at=AT)
    assert case.pk not in waits(house, "max")


def test_the_step_that_waits_is_named(enter, house: House, planned: Case) -> None:
    Extension.objects.create(case=planned, step=1, reason="x", at=AT, by_label="Tom")
    assert waiting.steps_for(house.by("max"), [planned.pk]) == {planned.pk: "approve_plan"}
    Plan.objects.update(state="approved")
    assert waiting.steps_for(house.by("sam"), [planned.pk]) == {planned.pk: "approve_extension"}
    parts = {part.code: part for part in enter("max").get("/desk/").context["now_parts"]}
    assert parts["waiting"].items[0].line.step[1].rstrip("/").endswith("approve_extension")


def test_who_decides_about_nothing_has_no_such_list(house: House, planned: Case) -> None:
    for name in ("tom", "ana", "qin", "aud", "adi"):
        assert waiting.for_word_of(house.by(name)) is None or not waits(house, name), name
