"""Near-duplicates and likeness of texts."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.text import likeness

LETTER = (
    "本人于2025年3月1日在贵公司业务员推荐下购买了分红型终身寿险，保单号P20250301，业务员承诺年化收益百分之五且随时可以取出本金，"
    "直到今年回访才知道前三年退保只能拿回很少的现金价值，要求全额退还已交保费。"
)
SAME = (
    "本人于2024年11月9日在贵公司业务员推荐下购买了分红型终身寿险，保单号P20241109，业务员承诺年化收益百分之五且随时可以取出本金，"
    "直到上周回访才知道前三年退保只能拿回很少的现金价值，要求全额退还已交保费！"
)
OTHER = "车险理赔拖了一个月还没有定损，打了三次客服电话都说在走流程，要求尽快赔付修车费用并说明原因。"
TEXTS = st.text(alphabet="退保车险理赔拖延误导销售业务员ab c，。12", max_size=60)


@given(TEXTS, TEXTS)
def test_nearness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= likeness.near(one, other) <= 1
    assert likeness.near(one, other) == likeness.near(other, one)


@given(TEXTS)
def test_a_text_is_the_same_as_itself_if_it_has_a_word(text: str) -> None:
    assert likeness.near(text, text) == (1 if likeness.units(text) else 0)


@given(TEXTS)
def test_numbers_marks_and_blanks_make_no_other_text(text: str) -> None:
    numbered = (
        "".join(f"{char}，" if likeness.units(char) and not char.isascii() else char for char in text) + " 13800001111"
    )
    assert likeness.bands(numbered) == likeness.bands(text)


@given(TEXTS)
def test_a_fingerprint_has_all_its_bands_or_none(text: str) -> None:
    found = likeness.bands(text)
    assert len(found) == (likeness.BANDS if likeness.units(text) else 0)
    assert all(0 <= band < 1 << 63 for band in found)


@given(TEXTS, TEXTS)
def test_what_is_shown_as_shared_stands_in_both(one: str, other: str) -> None:
    bare = "".join(unit.text for unit in likeness.units(other))
    for passage in likeness.reasons(one, other):
        pieces = [unit.text for unit in likeness.units(passage)]
        assert passage in likeness.spelled(one)
        assert all(
            "".join(pieces[place : place + likeness.SIZE]) in bare for place in range(len(pieces) - likeness.SIZE + 1)
        )


def test_a_letter_of_the_same_pattern_is_found_and_shown_by_its_passages() -> None:
    assert likeness.near(LETTER, SAME) > 0.8
    assert set(likeness.bands(LETTER)) & set(likeness.bands(SAME))
    assert likeness.reasons(LETTER, SAME)[:2] == [
        "业务员承诺年化收益百分之五且随时可以取出本金",
        "日在贵公司业务员推荐下购买了分红型终身寿险",
    ]
    assert likeness.near(LETTER, OTHER) < 0.05
    assert likeness.reasons(OTHER, "天气很好，去公园散步。") == []


def test_the_fingerprint_stays_what_it_was() -> None:
    """They are kept in the database: another formula would find nothing among the old ones."""
    assert likeness.bands("拒绝赔付")[:2] == [2726060224, 8546295172]


def test_texts_three_quarters_alike_share_a_band() -> None:
    chance = random.Random(5)
    letters = [chr(0x4E00 + number) for number in range(3000)]
    shared = 0
    for _try in range(200):
        row = [chance.choice(letters) for _unit in range(120)]
        changed = row.copy()
        for place in chance.sample(range(120), 5):  # each takes up to three shingles of 118 with it
            changed[place] = chance.choice(letters)
        one, other = "".join(row), "".join(changed)
        assert likeness.near(one, other) > 0.7
        shared += bool(set(likeness.bands(one)) & set(likeness.bands(other)))
    assert shared >= 198


def test_the_likest_is_the_one_of_the_same_matter_with_its_words() -> None:
    found = likeness.likest(
        "业务员误导我买分红险，现在要求全额退保",
        {"same": "业务员误导销售，要求退还分红险保费", "other": OTHER, "none": "2025"},
    )
    assert found["same"].score > found["other"].score >= found["none"].score == 0
    assert {"业务员误导", "分红险"} <= set(found["same"].words)


@given(TEXTS, st.dictionaries(st.integers(0, 5), TEXTS, max_size=5))
def test_likeness_is_a_share(text: str, others: dict[int, str]) -> None:
    found = likeness.likest(text, others)
    assert found.keys() == others.keys()
    for key, one in found.items():
        assert 0 <= one.score <= 1
        assert all(words in likeness.spelled(text) for words in one.words), key
        assert not any(words in other for words in one.words for other in one.words if words != other), key


@pytest.mark.parametrize("text", ["", "  ", "12345 678", "，。！"])
def test_without_a_word_nothing_is_like(text: str) -> None:
    assert likeness.bands(text) == []
    assert likeness.near(text, text) == 0
