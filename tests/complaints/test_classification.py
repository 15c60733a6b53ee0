"""Classes and grade."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.cases.models import Case
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import classification
from huiyin.complaints.actions.classification import LabelDraft
from huiyin.complaints.models import Label
from huiyin.core.errors import BadInput, Refused
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
NEXT = AT + timedelta(hours=2)


@pytest.fixture
def case(house: House) -> Case:
    return registered(house).case


def classify(house: House, case: Case, *codes: str, **more: Any) -> list[Label]:
    values: dict[str, Any] = {
        "labels": [LabelDraft(code=code) for code in codes], "primary": codes[0] if codes else "",
        "by": house.by("tom"), "at": LATER,
    }  # fmt: skip
    return classification.classify(case=case, **(values | more))


def open_codes(case: Case) -> dict[str, bool]:
    rows = Label.objects.filter(case=case, removed_at=None)
    return {row.code: row.is_primary for row in rows}


def test_several_classes_one_of_them_primary(house: House, case: Case):
    classify(house, case, "C21", "S21")
    case.refresh_from_db()
    assert (case.code, open_codes(case)) == ("C21", {"C21": True, "S21": False})
    row = Label.objects.get(code="C21")
    assert (row.taxonomy_version, row.confidence, row.set_by_label) == ("2025.1", 100, house.by("tom").label)


def test_a_change_keeps_what_was_before_with_who_and_when(house: House, case: Case):
    classify(house, case, "C21", "S21")
    classify(house, case, "P12", "C21", at=NEXT, reason="核实后发现是免责条款未说明", by=house.by("sam"))
    assert open_codes(case) == {"P12": True, "C21": False}
    gone = Label.objects.filter(case=case, removed_at=NEXT)
    assert {row.code for row in gone} == {"C21", "S21"}
    assert {row.removed_by_label for row in gone} == {house.by("sam").label}
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert (entry.body["before"], entry.body["primary"]) == ("C21", "P12")


def test_the_same_again_changes_nothing(house: House, case: Case):
    classify(house, case, "C21", "S21")
    count = ledger.chain(("case", case.pk)).count()
    classify(house, case, "C21", "S21", at=NEXT)
    assert ledger.chain(("case", case.pk)).count() == count
    assert Label.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(
    "codes, more, code",
    [
        (("Q99",), {}, "classify.unknown"),
        (("C21", "C21"), {}, "classify.labels"),
        ((), {"primary": ""}, "classify.labels"),
        (("C21",), {"primary": "S21"}, "classify.primary"),
        (("C21",), {"labels": [LabelDraft(code="C21", confidence=101)]}, "classify.confidence"),
    ],
)
def test_classes_that_make_no_sense_are_refused(
    house: House, case: Case, codes: tuple[str, ...], more: dict[str, Any], code: str
):
    with pytest.raises(BadInput) as refusal:
        classify(house, case, *codes, **more)
    assert refusal.value.code == code
    assert not Label.objects.exists()


def test_changing_the_primary_class_needs_a_reason(house: House, case: Case):
    classify(house, case, "C21")
    with pytest.raises(BadInput) as refusal:
        classify(house, case, "P12", at=NEXT)
    assert refusal.value.code == "classify.reason"


def test_outsiders_and_readers_classify_nothing(house: House, case: Case):
    for name in ("zoe", "aud", "qin"):
        with pytest.raises(Refused):
            classify(house, case, "C21", by=house.by(name))


def test_a_class_known_at_intake_is_there_from_the_first(house: House):
    case = registered(house, code="O41").case
    assert open_codes(case) == {"O41": True}
    assert case.severity == "L3"
    unknown = registered(house, code="Q99", text="另一件事。").case
    assert (unknown.code, open_codes(unknown)) == ("", {})


def grade(house: House, case: Case, severity: str, **more: Any) -> Case:
    values: dict[str, Any] = {"reason": "影响面较大", "by": house.by("sam"), "at": LATER}
    return classification.grade(case=case, severity=severity, **(values | more))


def test_a_grade_by_hand_stands_beside_what_the_rules_say(house: House, case: Case):
    case = grade(house, case, "L3")
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert (case.severity, entry.body["before"], entry.body["by_rules"]) == ("L3", "L1", "L1")
    assert any(version.startswith("house-2025/grading.ordinary@") for version in entry.rule_versions)


def test_a_grade_needs_a_reason_and_a_change(house: House, case: Case):
    with pytest.raises(BadInput):
        grade(house, case, "L3", reason=" ")
    with pytest.raises(BadInput):
        grade(house, case, "L9")
    with pytest.raises(Refused) as refusal:
        grade(house, case, "L1")
    assert refusal.value.code == "grade.same"


def test_declaring_a_matter_major_starts_its_limit_from_then_and_taking_it_back_cancels_it(house: House, case: Case):
    case = grade(house, case, "L4", major=True)
    clock = Clock.objects.get(owner_id=case.pk, rule_code="complaint.major_plan")
    assert (clock.started_at, clock.due_at) == (LATER, LATER + timedelta(hours=48))
    assert "major" in case.flags
    case = grade(house, case, "L4", major=False, at=NEXT, reason="核实后不属于重大")
    clock.refresh_from_db()
    assert clock.state == "cancelled"
    assert "major" not in case.flags


def test_the_machine_raises_a_grade_and_never_lowers_it(house: House, case: Case):
    by = house.by("sam")
    assert classification.regrade(case=case, by=by, at=LATER).severity == "L1"
    count = ledger.chain(("case", case.pk)).count()
    Case.objects.filter(pk=case.pk).update(flags=["media"])
    assert classification.regrade(case=case, by=by, at=LATER).severity == "L3"
    Case.objects.filter(pk=case.pk).update(flags=[])
    assert classification.regrade(case=case, by=by, at=NEXT).severity == "L3"
    assert ledger.chain(("case", case.pk)).count() == count + 1


def test_what_a_person_can_tell_is_marked_and_raises_the_grade(house: House, case: Case):
    by = house.by("tom")
    case = classification.mark(case=case, flags=["litigation"], reason="已起诉", by=by, at=LATER)
    assert (case.flags, case.severity) == (["litigation"], "L2")
    case = classification.mark(case=case, flags=[], reason="已撤诉", by=by, at=NEXT)
    assert (case.flags, case.severity) == ([], "L2")
    for flag in ("surrender_agency", "repeat", "major"):
        with pytest.raises(BadInput):
            classification.mark(case=case, flags=[flag], reason="猜测", by=by, at=NEXT)
