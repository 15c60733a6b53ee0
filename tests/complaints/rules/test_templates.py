"""Variables of answer templates: known or refused with place and mend; filled or left standing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.complaints.rules import templates as rules


def test_an_unknown_variable_is_found_with_its_place_and_its_mend():
    [fault] = rules.faults("您好：\n投诉编号 {case_nummer}，谢谢。")
    assert (fault.line, fault.column, fault.words, fault.mend) == (2, 6, "{case_nummer}", "case_number")


def test_single_braces_and_empty_ones_are_faults_too():
    assert [(one.words, one.mend) for one in rules.faults("a { b\n{} }")] == [("{", ""), ("{}", ""), ("}", "")]


def test_all_variables_of_the_list_are_known():
    text = " ".join(f"{{{code}}}" for code in rules.VARIABLES)
    assert rules.faults(text) == []
    assert rules.used(text) == list(rules.VARIABLES)


def test_a_value_that_is_missing_leaves_its_variable_standing():
    filled = rules.fill("{case_number} {policy} {other}", {"case_number": "HY1", "policy": ""})
    assert filled == "HY1 {policy} {other}"
    assert rules.used(filled) == ["policy"]


def test_a_value_that_looks_like_a_variable_is_not_filled_again():
    assert rules.fill("{owner_name}", {"owner_name": "{today}", "today": "x"}) == "{today}"


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader_and_places_lie_inside(text: str):
    for fault in rules.faults(text):
        line = text.split("\n")[fault.line - 1]
        assert line[fault.column - 1 :].startswith(fault.words[:1])
    assert len(rules.blanked(text)) == len(text)


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("李春梅", "zh", "李女士/先生"),
        ("欧阳娜娜", "zh", "欧阳女士/先生"),
        ("欧阳", "zh", "欧女士/先生"),
        ("南京某某科技有限公司", "zh", "贵单位"),
        ("John Smith", "zh", "尊敬的客户"),
        ("", "zh", "尊敬的客户"),
        ("李春梅", "en", "Dear customer"),
    ],
)
def test_people_are_addressed_by_their_family_name_only(name: str, language: str, expected: str):
    assert rules.salutation(name, language) == expected


def test_a_class_holds_for_its_groups_and_reasons():
    assert rules.fits_class("", "C41")
    assert rules.fits_class("C", "C41")
    assert rules.fits_class("C4", "C41")
    assert not rules.fits_class("P", "C41")
    assert not rules.fits_class("C", "")


@pytest.mark.parametrize(
    ("key", "fits"), [("got-it", True), ("a1", True), ("", False), ("已收", False), ("-a", False), ("a" * 25, False)]
)
def test_a_key_can_be_typed(key: str, fits: bool):
    assert rules.is_key(key) is fits
