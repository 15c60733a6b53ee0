"""Whether two records are of one person: the rule, and how well it does on a made set with slips of the finger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.customers.rules.matching import Facts, likeness, one_slip
from tests.customers.made import measured

LI = Facts(name="欧阳春梅", phone="13812345678")


@pytest.mark.parametrize(
    "one, other, fits",
    [
        ("13812345678", "13812345687", True), ("13812345678", "1381234567", True), ("1234", "12234", True),
        ("13812345678", "13812345678", False), ("1234", "4321", False), ("12", "1234", False), ("ab", "ba", True),
        ("1234", "1324", True), ("1234", "2143", False), ("", "1", True),
    ],
)  # fmt: skip
def test_one_slip(one: str, other: str, fits: bool) -> None:
    assert one_slip(one, other) is one_slip(other, one) is fits


@given(st.text("0123456789", min_size=2, max_size=18), st.integers(0, 17), st.sampled_from("0123456789"))
def test_a_wrong_digit_is_one_slip_at_any_place(number: str, place: int, digit: str) -> None:
    place %= len(number)
    wrong = number[:place] + digit + number[place + 1 :]
    assert one_slip(number, wrong) is (number != wrong)


def test_neither_a_name_nor_a_phone_alone_is_enough() -> None:
    assert not likeness(LI, Facts(name="欧阳春梅")).is_proposed
    assert not likeness(LI, Facts(name="张三", phone="13812345678")).is_proposed
    assert likeness(LI, LI).grounds == ("phone", "name")
    assert likeness(LI, LI).is_proposed


def test_an_organisation_is_no_person_and_two_valid_identity_numbers_are_two_people() -> None:
    assert likeness(LI, Facts(name="欧阳春梅", phone="13812345678", kind="organisation")).score == 0
    one = Facts(name="李伟", phone="13812345678", certificate="11010519491231002X")
    other = Facts(name="李伟", phone="13812345678", certificate="320102198001010016")
    assert "certificate_other" not in likeness(one, one).grounds
    assert not likeness(one, other).is_proposed


def test_on_a_made_set_with_slips_precision_and_recall_are_what_the_documentation_says() -> None:
    _records, _pairs, precision, recall = measured(20261123)
    assert precision >= 0.99
    assert recall >= 0.94
