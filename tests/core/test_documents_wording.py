"""Dates, limits and sums as letters write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.documents.wording import capitals, day_text, formal_day_text, limit_text, moment_text


def test_limits_end_at_24_hours_of_the_last_day_in_shanghai() -> None:
    assert limit_text(datetime(2026, 2, 16, 16, 0, tzinfo=UTC), "zh") == "2026年2月16日24时"
    assert limit_text(datetime(2026, 2, 28, 16, 0, tzinfo=UTC), "en") == "28 February 2026, 24:00"
    assert limit_text(datetime(2026, 2, 16, 16, 1, tzinfo=UTC), "zh") == "2026年2月17日 00:01"
    assert moment_text(datetime(2026, 2, 16, 16, 0, tzinfo=UTC), "zh") == "2026年2月17日 00:00"


@pytest.mark.parametrize(
    ("day", "formal"),
    [
        (date(2026, 11, 22), "二〇二六年十一月二十二日"),
        (date(2010, 10, 30), "二〇一〇年十月三十日"),
        (date(2005, 1, 1), "二〇〇五年一月一日"),
    ],
)
def test_the_date_beside_the_seal_is_written_in_characters(day: date, formal: str) -> None:
    assert formal_day_text(day, "zh") == formal
    assert formal_day_text(day, "en") == day_text(day, "en")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10", "壹拾元整"),
        ("86.05", "捌拾陆元零伍分"),
        ("1005.20", "壹仟零伍元贰角整"),
        ("12345.67", "壹万贰仟叁佰肆拾伍元陆角柒分"),
        ("100000", "壹拾万元整"),
        ("10010001", "壹仟零壹万零壹元整"),
        ("100000001", "壹亿零壹元整"),
        ("1000100000", "壹拾亿零壹拾万元整"),
        ("1000000000000", "壹万亿元整"),
        ("1000200000000", "壹万零贰亿元整"),
        ("9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_sums_are_written_in_the_numerals_of_cheques(amount: str, words: str) -> None:
    assert capitals(Decimal(amount)) == words


_DIGITS = {figure: value for value, figure in enumerate("零壹贰叁肆伍陆柒捌玖")}


def read_back(words: str) -> int:
    """A whole number in the numerals of cheques, read as a person reads it."""
    total = section = figure = 0
    for char in words:
        if char in _DIGITS:
            figure = _DIGITS[char]
        elif char in "拾佰仟":
            section += figure * 10 ** ("拾佰仟".index(char) + 1)
            figure = 0
        elif char == "万":
            section, figure = (section + figure) * 10**4, 0
            total, section = total + section, 0
        elif char == "亿":
            total, section, figure = (total + section + figure) * 10**8, 0, 0
    return total + section + figure


@given(st.integers(min_value=1, max_value=10**16 - 1))
def test_sums_in_numerals_read_back_as_the_same_sum(yuan: int) -> None:
    words = capitals(Decimal(yuan))
    assert words.endswith("元整")
    assert read_back(words.removesuffix("元整")) == yuan
    assert "零零" not in words


@pytest.mark.parametrize("amount", ["-0.01", "0.001", "Infinity", "10000000000000000"])
def test_what_is_no_sum_of_money_has_no_numerals(amount: str) -> None:
    with pytest.raises(ValueError, match="no sum"):
        capitals(Decimal(amount))
