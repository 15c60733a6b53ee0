"""Tokens and conditions: what is written one way is found the other way."""

import gzip
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.fields import TokensField
from huiyin.text import rules

DATA = Path(__file__).resolve().parents[3] / "shared/data/messages_zh/messages.jsonl.gz"
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


def finds(words: str, text: str) -> bool:
    """Would the tsquery of `words` match the vector of `text`?"""
    held = rules.tokens(text)
    wanted = rules.parts(words)
    return bool(wanted) and all(
        any(token.startswith(part) for token in held) if begins else part in held for part, begins in wanted
    )


@given(st.text(HAN, min_size=2, max_size=60), st.data())
def test_any_two_neighbouring_characters_find_the_text(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 2))
    assert finds(text[place : place + 2], text)


@given(st.text(max_size=200))
def test_a_text_is_found_by_itself_or_holds_nothing(text: str) -> None:
    assert finds(text, text) or not rules.parts(text)


@given(st.lists(st.text("0123456789", min_size=2, max_size=4), min_size=3, max_size=5), st.sampled_from(" -/."))
def test_a_number_is_found_glued_or_cut(groups: list[str], sign: str) -> None:
    written, glued = sign.join(groups), "".join(groups)
    if rules.parts(written)[0][0].startswith("d="):
        return  # a day is one thing, not digits
    assert finds(glued, f"编号{written}。")
    assert finds(written.replace(" ", ""), f"编号{glued}。")


@given(st.dates())
def test_a_day_is_found_in_every_spelling(day: object) -> None:
    year, month, one = str(day).split("-")
    if not 1900 <= int(year) < 2100:
        return
    spelled = [
        f"{year}-{month}-{one}", f"{int(year)}/{int(month)}/{int(one)}", f"{int(year)}年{int(month)}月{int(one)}日",
        f"{year}.{month}.{one}",
    ]  # fmt: skip
    for text in spelled:
        for words in spelled:
            assert finds(words, f"于{text}来电")


@pytest.mark.parametrize("words", ["", " ", "！？", "'", "\\", "()&|!:*", "\u200b"])
def test_signs_alone_are_nothing_to_look_for(words: str) -> None:
    assert rules.query(words) == ""


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("P2025 8899 0012 退保", [["P2025", "8899", "0012"], ["退保"]]),
        ("张 伟", [["张", "伟"]]),
        ("住院 理赔", [["住院"], ["理赔"]]),
        ("John Smith", [["John"], ["Smith"]]),
    ],
)
def test_pieces_of_one_thing_stand_together(text: str, groups: list[list[str]]) -> None:
    assert rules.groups(text) == groups


def test_real_messages_are_found_by_each_of_their_words_and_by_no_other() -> None:
    if not DATA.exists():
        pytest.skip("NOT RUN: the messages of shared/data are not here")
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        texts = [rules.normal(json.loads(line)["text"]) for line in lines]
    vectors = [rules.tokens(text) for text in texts]
    chance = random.Random(7)
    words: set[str] = set()
    while len(words) < 200:
        text = chance.choice(texts)
        place = chance.randrange(max(len(text) - 1, 1))
        pair = text[place : place + 2]
        if len(pair) == 2 and all("\u4e00" <= char <= "\u9fff" for char in pair):
            words.add(pair)
    for word in words:
        [(token, _begins)] = rules.parts(word)
        found = {place for place, vector in enumerate(vectors) if token in vector}
        assert found == {place for place, text in enumerate(texts) if word in text}, word


@pytest.mark.parametrize(
    ("tokens", "held"),
    [
        ([], ""),
        (["拒赔", "abc"], "'abc' '拒赔'"),
        (["o'neil", "a\\b", "x"], "'a\\\\b' 'o''neil' 'x'"),
    ],
)
def test_tokens_are_written_so_that_quotes_and_backslashes_stay(tokens: list[str], held: str) -> None:
    assert TokensField().get_prep_value(tokens) == held
