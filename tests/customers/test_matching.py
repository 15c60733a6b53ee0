"""Whether two records are of one person: the rule, and how well it does on a made set with slips of the finger."""

from collections import defaultdict
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.customers.rules.matching import Facts, likeness, one_slip
from tests.customers.made import people

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
    records = people(6000)
    # The same doors as `queries.identity.candidates`: only who shares a value is looked at.
    doors: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (_person, facts) in enumerate(records):
        for kind in ("certificate", "phone", "email", "name"):
            if value := getattr(facts, kind):
                doors[kind, value].append(place)
    looked_at = {pair for places in doors.values() if len(places) <= 51 for pair in combinations(places, 2)}
    proposed = {(a, b) for a, b in looked_at if likeness(records[a][1], records[b][1]).is_proposed}
    true = {(a, a + 1) for a in range(len(records) - 1) if records[a][0] == records[a + 1][0]}
    precision, recall = len(proposed & true) / len(proposed), len(proposed & true) / len(true)
    assert precision >= 0.99
    assert recall >= 0.94
