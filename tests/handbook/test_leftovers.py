"""An explanation that still says the old number is found in both languages, in digits and in words."""

from dataclasses import replace

import pytest

from huiyin.core.words import Words
from huiyin.handbook.rules.leftovers import leftovers
from huiyin.handbook.rules.terms import Rule
from tests.clocks.make import made


def said(rule: Rule, zh: str, en: str = "") -> Rule:
    return replace(rule, note=Words(zh, en))


@pytest.mark.parametrize(
    ("zh", "en", "quotes"),
    [
        ("收到后24小时内联系。", "Contact within 24 hours.", ["24小时", "24 hours"]),
        ("收到后二十四小时内联系。", "Contact within twenty-four hours.", ["二十四小时", "twenty-four hours"]),
        ("收到后12小时内联系。", "Contact within 12 hours.", []),
        ("见第24条；24人以上另行报告。", "See art 24; 24 people are reported.", []),
        ("24 个小时", "a 24-hour limit", ["24 个小时", "24-hour"]),
    ],
)
def test_the_old_length_in_the_words_is_found(zh: str, en: str, quotes: list[str]) -> None:
    assert [one.quote for one in leftovers(made("hours", 24), said(made("hours", 12), zh, en))] == quotes


def test_a_length_that_stays_in_another_step_is_no_leftover() -> None:
    before, after = made("natural_days", 15, 30, 60), made("natural_days", 10, 30, 60)
    found = leftovers(before, said(after, "十五日内决定，复杂的三十日。", "Within 15 days, 30 days when complex."))
    assert [(one.where, one.language, one.quote) for one in found] == [
        ("note", "zh", "十五日"),
        ("note", "en", "15 days"),
    ]


@pytest.mark.parametrize(
    ("number", "length"), [("十", 10), ("十五", 15), ("二十", 20), ("三十", 30), ("七", 7), ("两", 2)]
)
def test_numbers_are_read_as_they_are_said(number: str, length: int) -> None:
    assert leftovers(made("natural_days", length), said(made("natural_days", 99), f"{number}日内"))


def test_an_unchanged_rule_leaves_nothing_behind() -> None:
    rule = said(made("hours", 24), "24小时", "24 hours")
    assert leftovers(rule, rule) == []
