"""Finding cases by words, names and numbers in one box."""

import pytest

from huiyin.cases import queries
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, CaseSearch
from huiyin.cases.rules.people import PersonDraft
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
ZHANG = PersonDraft(
    name="欧阳建国", phone="13912340000", email="ouyang@example.com", certificate_no="11010519491231002X"
)
TEXT = "住院后申请理赔被拒，理由是既往症。我的电话13700001111，身份证110105194912310038。"


@pytest.fixture
def case(house: House) -> Case:
    registered(house, text="与此无关的另一件事：车险定损太慢。", subject="定损")
    return registered(house, text=TEXT, people=(ZHANG,), external_ref="12378-2026-77", policy_number="P2025 8899").case


def found(house: House, words: str) -> list[str]:
    return [row.number for row in queries.matching(queries.visible_to(house["tom"]), words)]


@pytest.mark.parametrize(
    "words",
    [
        "被拒", "既往症", "既往", "住院 理赔", "欧阳建国", "建国", "欧阳", "13912340000", "139-1234-0000",
        "11010519491231002x", "ouyang@example.com", "P20258899", "12378-2026-77", "建国 既往",
    ],
)  # fmt: skip
def test_it_is_found_by(house: House, case: Case, words: str):
    assert found(house, words) == [case.number]


def test_it_is_found_by_its_number(house: House, case: Case):
    assert found(house, case.number) == [case.number]
    assert found(house, case.number[:10]) != []


@pytest.mark.parametrize("words", ["既往 车险", "海国", "13912340001", "火星", "'; DROP TABLE", "a' | 'b"])
def test_it_is_not_found_by(house: House, case: Case, words: str):
    assert found(house, words) == []


@pytest.mark.parametrize("words", ["", "  ", "! & |", "\\' | \\'"])
def test_nothing_to_look_for_finds_everything(house: House, case: Case, words: str):
    assert len(found(house, words)) == 2


def test_personal_numbers_in_the_text_are_not_in_the_index(house: House, case: Case):
    assert found(house, "13700001111") == []
    assert found(house, "110105194912310038") == []
    vector = CaseSearch.objects.extra(select={"text": "vector::text"}).values_list("text", flat=True).get(case=case)
    assert "欧阳" not in vector
    assert "13912340000" not in vector


def test_only_what_may_be_seen_is_found(house: House, case: Case):
    assert list(queries.matching(queries.visible_to(house["zoe"]), "既往症")) == []


def test_a_later_message_makes_the_case_findable_by_it(house: House, case: Case):
    assert found(house, "鉴定报告") == []
    talk.hear(case=case, text="补充：附上鉴定报告。", by=house.by("tom"), at=AT, channel="phone")
    assert found(house, "鉴定报告") == [case.number]
    talk.add_note(case=case, text="已致电医院核实病历。", by=house.by("tom"), at=AT)
    assert found(house, "核实病历") == [case.number]
