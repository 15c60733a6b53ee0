"""The language of the search box, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.rules.finding import NAMES, Box, Term, alternatives, days, parse, written

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "words", "terms"),
    [
        ("退保 状态:已受理", "退保", [("state", "已受理")]),
        ("状态：已受理 退保", "退保", [("state", "已受理")]),
        ("owner:me state: accepted", "", [("owner", "me"), ("state", "accepted")]),
        ('保单:"P2025 8899" 住院', "住院", [("policy", "P2025 8899")]),
        ("客户:“欧阳 建国”", "", [("customer", "欧阳 建国")]),
        ("OWNER:Tom", "", [("owner", "Tom")]),
        ("状态:", "", [("state", "")]),
        ("理赔: 材料", "理赔: 材料", []),
        ("http://example.com 12:30", "http://example.com 12:30", []),
        ("a:b:c", "a:b:c", []),
        ("is:open is:ended", "", [("is", "open"), ("is", "ended")]),
    ],
)
def test_words_and_filters_are_told_apart(text: str, words: str, terms: list[tuple[str, str]]) -> None:
    box = parse(text)
    assert (box.words, [(term.key, term.value) for term in box.terms]) == (words, terms)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_and_taken_apart_without_loss_of_words(text: str) -> None:
    box = parse(text)
    assert parse(box.words).words == box.words
    for term in box.terms:
        assert term.typed in text
        assert len(parse(box.without(term)).terms) < len(box.terms) + 1


@pytest.mark.parametrize("key", sorted(NAMES))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("value", ["理赔", "two words", "L2"])
def test_what_the_desk_writes_it_reads_again(key: str, language: str, value: str) -> None:
    [term] = parse(written(key, value, language)).terms
    assert (term.key, term.value) == (key, value)


def test_no_two_filters_share_a_name() -> None:
    names = [name for names in NAMES.values() for name in names]
    assert len(names) == len(set(names))


def test_a_filter_is_set_in_the_place_of_its_kind_and_taken_out_alone() -> None:
    box = parse("退保 状态:已受理 渠道:电话")
    assert box.with_term("state", "调查中", "zh-hans") == "退保 渠道:电话 状态:调查中"
    assert box.without(box.terms[1]) == "退保 状态:已受理"
    assert Box("", (Term("is", "open", "is:open"),)).values("is") == ["open"]


def test_several_values_stand_with_a_comma() -> None:
    assert alternatives("已受理，调查中,已归档、") == ["已受理", "调查中", "已归档"]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2026-02-03", date(2026, 2, 3), date(2026, 2, 3)),
        ("2026年2月3日", date(2026, 2, 3), date(2026, 2, 3)),
        ("2026/2", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024年2月", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2025-11..2026-01", date(2025, 11, 1), date(2026, 1, 31)),
        ("2026-01..", date(2026, 1, 1), None),
        ("..2026-01-05", None, date(2026, 1, 5)),
        (">2026-01-05", date(2026, 1, 6), None),
        (">=2026-01-05", date(2026, 1, 5), None),
        ("<2026-01-05", None, date(2026, 1, 4)),
        ("<=2026-01", None, date(2026, 1, 31)),
        ("今天", TODAY, TODAY),
        ("yesterday", date(2026, 3, 1), date(2026, 3, 1)),
        ("7天", date(2026, 2, 24), TODAY),
        ("近2周", date(2026, 2, 17), TODAY),
        ("last 3 days", date(2026, 2, 28), TODAY),
    ],
)
def test_a_stretch_of_days_is_read(value: str, first: date | None, last: date | None) -> None:
    assert days(value, TODAY) == (first, last)


@pytest.mark.parametrize(
    "value",
    ["", "bald", "2026-13", "2026-02-30", "2026-03..2026-01", "..", ">", "0000", "20260", ">9999-12-31", "..9999"],
)
def test_what_is_no_day_is_told(value: str) -> None:
    assert days(value, TODAY) is None


@given(st.text(max_size=20))
def test_days_read_anything(value: str) -> None:
    found = days(value, TODAY)
    assert found is None or found[0] is None or found[1] is None or found[0] <= found[1]
