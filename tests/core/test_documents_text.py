"""Names, scripts and hostile text: nothing vanishes, nothing is executed."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.documents import (
    missing_in,
    render_letter,
)
from huiyin.core.documents.coverage import FONTS, code_points, covered, missing_characters, printable
from tests.core.letter_reading import reader, said, sample, squeezed, with_facts
from tests.core.letter_samples import DECISION, TO

NO_FONT_HAS = "\U0003106b"


def test_rare_names_can_be_read_back_from_the_letter() -> None:
    name = "龘㑇䶮𬱖𠮷﨑崎㛃"
    letter = dataclasses.replace(DECISION, to=dataclasses.replace(TO, name=name))
    assert missing_in(letter.data("zh")) == ()
    assert name + "女士：" in said(render_letter(letter))


def test_minority_scripts_of_china_have_fonts() -> None:
    text = "ئۇيغۇرچە བོད་ཡིག ᠮᠣᠩᠭᠣᠯ ꆈꌠꉙ ᥖᥭᥰᥘᥫᥴ ᦅᧄᦎᦷᦑᦺᦖᦺ 한국어"
    assert missing_characters(text) == ()
    assert len(render_letter(with_facts(text))) > 10_000


def test_every_covered_character_can_be_set() -> None:
    """A PDF/A refuses a character that no listed font has: so every font in the folder is listed in the templates."""
    every = "".join(map(chr, sorted(covered())))
    pdf = render_letter(with_facts(*(every[start : start + 2000] for start in range(0, len(every), 2000))))
    assert len(reader(pdf).pages) > 30


def test_a_character_without_a_glyph_shows_as_its_code_point_and_the_letter_says_so() -> None:
    letter = dataclasses.replace(DECISION, to=dataclasses.replace(TO, name=f"李{NO_FONT_HAS}"))
    assert missing_in(letter.data("zh")) == (NO_FONT_HAS,)
    chinese, english = said(render_letter(letter)), said(render_letter(letter, lang="en"))
    assert "李[U+3106B]女士：" in chinese
    assert "注：文中[U+3106B]为本文件无法直接印出的字符" in chinese
    assert "Note:[U+3106B]standsforacharacter" in english
    assert "无法直接印出" not in said(sample("decision_letter", "zh"))


@pytest.mark.parametrize(
    "hostile",
    [
        '#eval("1+1")',
        '#import "/etc/passwd": *',
        '#read("../../../settings.py")',
        "$x^2$ *粗* _斜_ `码` <标签> @引用 = 标题",
        "\"双\" '单' \\ // 注 /* 释 */ ]} {[ ${HOME} %s {0}",
        '"}, "number": "伪造"',
        "--- -- ... ~ \\u{41}",
    ],
)
def test_hostile_text_comes_out_as_the_text_it_is(hostile: str) -> None:
    assert squeezed(hostile) in said(render_letter(with_facts(hostile)))


def test_hostile_text_is_harmless_in_title_number_and_header_too() -> None:
    sender = dataclasses.replace(DECISION.sender, insurer='#panic("a") 保险', unit="*b* #c")
    letter = dataclasses.replace(DECISION, sender=sender, number="#d(1)")
    text = said(render_letter(letter))
    assert '#panic("a")保险' in text
    assert "*b*#c" in text
    assert reader(render_letter(letter)).metadata.title == "投诉处理决定告知书 #d(1)"  # type: ignore[union-attr]


def test_text_that_would_turn_the_reading_order_shows_its_control_characters() -> None:
    assert printable("abc\u202edef\u2066") == "abc[U+202E]def[U+2066]"
    assert printable("a\x00b\x1bc\ud800") == "a[U+0000]b[U+001B]c[U+D800]"
    assert printable("张\U000e0100") == "张[U+E0100]"


def test_invisible_characters_leave_and_line_ends_are_one() -> None:
    assert printable("王\u200b\ufeff\u00ad芳\r\n一\r二\u2028三\t四") == "王芳\n一\n二\n三\t四"


def test_emoji_and_right_to_left_words_are_not_lost() -> None:
    text = said(render_letter(with_facts("气死我了😡👨‍👩‍👧", "שלום")))
    assert "气死我了[U+1F621][U+1F468][U+1F469][U+1F467]" in text
    assert set("שלום") <= set(text)


@pytest.mark.parametrize("word", ["W" * 500, "Ж" * 500, "[" * 300, "9f86d081" * 60, "很" * 3000])
def test_a_word_longer_than_the_line_breaks_and_stays_on_the_paper(word: str) -> None:
    pdf = render_letter(with_facts(word))
    rightmost = 0.0

    def note(text: str, _cm: Any, matrix: list[float], _font: Any, _size: float) -> None:
        nonlocal rightmost
        if text.strip():
            rightmost = max(rightmost, matrix[4])

    for page in reader(pdf).pages:
        page.extract_text(visitor_text=note)
    assert rightmost < 595
    assert said(pdf).count(word[0]) >= word.count(word[0])


@given(st.text(max_size=80))
def test_what_is_printable_is_covered_and_nothing_else_vanishes(text: str) -> None:
    shown = printable(text)
    assert all(char in "\n\t " or ord(char) in covered() for char in shown)
    assert printable(shown) == shown
    assert missing_characters(shown) == ()
    kept = [char for char in text if char.isalnum() and ord(char) in covered()]
    assert all(char in shown for char in kept)


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip()))
def test_no_text_whatever_stops_a_letter(text: str) -> None:
    assert render_letter(with_facts(text)).startswith(b"%PDF-1.7")


def test_fonts_come_with_their_licence_within_their_room_and_with_the_characters_of_the_register() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8")
    fonts = sorted(FONTS.glob("*.[ot]tf"))
    assert sum(font.stat().st_size for font in fonts) < 25 * 1024 * 1024
    licence = (FONTS / "OFL.txt").read_text("utf-8")
    assert all(font.name in licence for font in fonts)
    gb2312 = {
        char
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
        for char in bytes([row, cell]).decode("gb2312", "ignore")
    }
    assert len(gb2312) == 6763
    body = code_points(FONTS / "NotoSerifCJKsc-Regular.otf")
    assert {ord(char) for char in gb2312} <= body
    assert {*range(0x4E00, 0x9FD6)} <= body


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "x.otf"
    wrong.write_bytes(b"wOF2" + bytes(100))
    with pytest.raises(ValueError, match=r"x\.otf"):
        code_points(wrong)
