"""Reading pictures of pages in a process of its own: what it says is believed line by line, and nothing else."""

import shutil
from difflib import SequenceMatcher
from pathlib import Path

import pytest
import typst

from huiyin.core import pages
from huiyin.core.documents.coverage import FONTS
from huiyin.core.reading import scanned

TELLS = """
import struct, sys
while len(head := sys.stdin.buffer.read(4)) == 4:
    data = sys.stdin.buffer.read(struct.unpack(">I", head)[0])
    print(data.decode(), flush=True)
"""
PAGE = b'{"lines": [["\\u6295\\u8bc9", 0.97], ["", 0]], "seconds": 0.5}'


@pytest.fixture
def child(tmp_path: Path) -> Path:
    path = tmp_path / "child.py"
    path.write_text(TELLS)
    return path


def test_pages_that_were_read_stay_when_the_reader_breaks(child: Path) -> None:
    found = scanned.read([PAGE, b'{"end": true, "fault": ""}'], child=child)
    assert found == scanned.Found((scanned.Page((scanned.Line("投诉", 0.97), scanned.Line("", 0.0)), 0.5),))
    assert scanned.read([PAGE], child=child).fault == "broken"
    assert len(scanned.read([PAGE, b"nonsense"], child=child).pages) == 1
    assert scanned.read([b'{"end": true, "fault": "too_big"}'], child=child).fault == "too_big"


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "child.py"
    path.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(scanned, "SECONDS_LOADING", 0.3)
    monkeypatch.setattr(scanned, "SECONDS_A_PAGE", 0)
    assert scanned.read([], child=path).fault == "too_long"


@pytest.mark.skipif(not scanned.is_installed(), reason="text recognition (requirements/ocr.txt) is not installed")
@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
def test_a_page_in_print_is_read_word_for_word(tmp_path: Path) -> None:
    text = "等待期过后确诊轻症可以赔付百分之三十，贵公司拒绝赔付"
    source = tmp_path / "page.typ"
    source.write_text(f'#set page(paper: "a5")\n#set text(font: "Noto Serif CJK SC", size: 14pt)\n{text}\n')
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    pdf = typst.Compiler(root=str(tmp_path), font_paths=fonts, ignore_system_fonts=True).compile(str(source))
    assert isinstance(pdf, bytes)
    found = scanned.read(pages.drawn([pdf], side=2000))
    assert found.fault == ""
    read = "".join(line.text for line in found.pages[0].lines)
    assert SequenceMatcher(None, text, read).ratio() > 0.95
