"""The first pages of a PDF as pictures: bounded in number, size and time, whatever the paper says."""

import shutil
import struct
import time

import pytest

from huiyin.core import pages
from huiyin.core.documents import render_letter
from tests.core.letter_samples import DECISION

pytestmark = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="NOT RUN: no pdftoppm here (Debian: apt-get install poppler-utils)"
)


def _pdf(count: int, side: int = 200) -> bytes:
    kids = " ".join(f"{3 + place} 0 R" for place in range(count))
    parts = ["1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj", f"2 0 obj<</Type/Pages/Count {count}/Kids[{kids}]>>endobj"]
    parts += [
        f"{3 + place} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {side} {side}]>>endobj" for place in range(count)
    ]
    return ("%PDF-1.4\n" + "\n".join(parts) + "\ntrailer<</Root 1 0 R>>\n").encode()


def _size(picture: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", picture, 16)
    return width, height


def test_each_page_becomes_a_picture_of_bounded_size():
    found = pages.drawn([render_letter(DECISION, lang="zh")])
    assert found
    assert all(max(_size(one)) == pages.LONGEST_SIDE for one in found)


def test_only_the_first_pages_are_drawn_however_large_they_say_they_are():
    found = pages.drawn([_pdf(pages.MOST_PAGES + 20, side=14_000)])
    assert len(found) == pages.MOST_PAGES
    assert max(_size(found[0])) == pages.LONGEST_SIDE


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 broken", b"<html>"])
def test_what_cannot_be_drawn_has_no_pictures(data: bytes):
    assert pages.drawn([data]) == []


def test_a_paper_that_takes_too_long_or_gives_too_much_has_no_pictures(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pages, "MOST_BYTES", 100)
    assert pages.drawn([_pdf(2)]) == []
    monkeypatch.undo()
    monkeypatch.setattr(pages, "SECONDS", 0.2)
    monkeypatch.setattr(pages, "_RUN", "exec sleep 30")
    began = time.monotonic()
    assert pages.drawn([_pdf(1)]) == []
    assert time.monotonic() - began < 5


def test_while_others_are_drawn_one_is_not_kept_waiting_for_long(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pages, "_WAITS", 0.05)
    with pages._AT_ONCE, pages._AT_ONCE:
        assert pages.drawn([_pdf(1)]) == []
    assert len(pages.drawn([_pdf(1)])) == 1
