"""Text out of files: plain text, Word, PDF; what is hostile or broken is refused with what to do."""

import io
import zipfile

import pytest
import typst

from huiyin.core.reading import UnreadableError, read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, *, head: str = "", part: str = "word/document.xml") -> bytes:
    """A Word document with `body` inside w:body."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, f'<?xml version="1.0"?>{head}<w:document {W}><w:body>{body}</w:body></w:document>')
    return packed.getvalue()


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def test_words_cut_into_runs_come_together_and_paragraphs_keep_their_count() -> None:
    reading = read_bytes(docx(paragraph("甲") + paragraph() + paragraph("《保险", "法》第", "十条")), "a.docx")
    assert reading.unit == "paragraph"
    assert reading.text == "甲\n\n\n\n《保险法》第十条"
    assert reading.text[reading.starts[2] :] == "《保险法》第十条"


def test_tables_are_read_and_deleted_words_are_not() -> None:
    cell = f"<w:tbl><w:tr><w:tc>{paragraph('格内')}</w:tc></w:tr></w:tbl>"
    gone = "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:t>新</w:t></w:r></w:p>"
    assert read_bytes(docx(cell + gone), "a.docx").text == "格内\n\n新"


@pytest.mark.parametrize(
    "data, name, code",
    [
        (b"", "a.txt", "empty"),
        (b"\x00\x01\x02\x03" * 50, "a.txt", "no_text_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.doc", "old_word"),
        (b"%PDF-1.7 broken", "a.pdf", "damaged"),
        (b"PK\x03\x04 broken", "a.docx", "damaged"),
        (docx("", part="xl/workbook.xml"), "a.docx", "no_word"),
        (docx(paragraph()), "a.docx", "no_text"),
        (docx(paragraph("x"), head='<!DOCTYPE w:document [<!ENTITY a "b">]>'), "a.docx", "unsafe"),
        (docx(paragraph("甲" * 3_000_000)), "a.docx", "unsafe"),
        (b"x" * (25 * 2**20 + 1), "a.txt", "too_big"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_in_both_languages(data: bytes, name: str, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_bytes(data, name)
    assert refused.value.code == code
    assert refused.value.in_language("zh-hans") != refused.value.in_language("en")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_text_is_read_in_the_encodings_in_use(encoding: str) -> None:
    assert read_bytes("《保险法》第十条".encode(encoding), "a.txt").text == "《保险法》第十条"


def test_the_pages_of_a_pdf_are_told_apart() -> None:
    pdf = typst.compile(b"First page\n#pagebreak()\nSecond page PIPL art 99")
    reading = read_bytes(pdf, "a.pdf")
    assert reading.unit == "page"
    assert len(reading.starts) == 2
    assert reading.text[reading.starts[1] :].startswith("Second page")
