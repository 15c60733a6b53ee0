"""What kind of file it is."""

import io
import zipfile

import pytest

from huiyin.core.mediatypes import ALLOWED, endings, sniff


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 50)
    return packed.getvalue()


@pytest.mark.parametrize(
    "head, name, mime",
    [
        (b"%PDF-1.7 ...", "a.pdf", "application/pdf"),
        (b"%PDF-1.7 ...", "picture.jpg", "application/pdf"),
        (b"\xff\xd8\xff\xe0 JFIF", "a.jpg", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n...", "a.png", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a.webp", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a.wav", "audio/wav"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "a.heic", "image/heic"),
        (b"\x00\x00\x00\x18ftypM4A \x00\x00", "a.m4a", "audio/mp4"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00", "a.mp4", "video/mp4"),
        (b"\x00\x00\x00\x18ftyp3gp5\x00\x00", "a.3gp", "video/3gpp"),
        (b"ID3\x04\x00", "a.mp3", "audio/mpeg"),
        (b"\xff\xfb\x90\x00", "a.mp3", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "a.aac", "audio/aac"),
        (b"#!AMR\n", "a.amr", "audio/amr"),
        ("投诉经过：2026年".encode(), "说明.txt", "text/plain"),
        ("投诉经过：2026年".encode("gb18030"), "说明.txt", "text/plain"),
        ("投诉经过".encode()[:-1], "cut.txt", "text/plain"),
        (b"From: a@b.cn\r\nSubject: x\r\n\r\nhello", "mail.eml", "message/rfc822"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.doc", "application/x-ole"),
    ],
)
def test_the_first_bytes_decide(head: bytes, name: str, mime: str):
    assert sniff(head, name) == mime


@pytest.mark.parametrize(
    "head, name",
    [
        (b"MZ\x90\x00\x03\x00\x00\x00", "invoice.pdf.exe"),
        (b"\x7fELF\x02\x01\x01\x00", "photo.jpg"),
        (b"<html><script>alert(1)</script>", "page.txt"),
        (b"<?xml version='1.0'?><svg onload='x'>", "picture.svg"),
        (b"  <!DOCTYPE html>", "letter.txt"),
        (b"Rar!\x1a\x07\x00", "files.rar"),
        (b"7z\xbc\xaf\x27\x1c", "files.7z"),
        (b"\x1f\x8b\x08", "files.gz"),
        (b"", "empty.txt"),
        (b"   \n", "blank.txt"),
        (b"abc\x00def", "binary.txt"),
        (b"\x01\x02\x03", "controls.txt"),
    ],
)
def test_programs_archives_and_markup_are_not_taken(head: bytes, name: str):
    assert sniff(head, name) == ""


def test_office_papers_are_told_from_other_archives():
    assert sniff(zipped("[Content_Types].xml", "word/document.xml"), "a.docx").endswith("wordprocessingml.document")
    assert sniff(zipped("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx").endswith("spreadsheetml.sheet")
    assert sniff(zipped("OFD.xml", "Doc_0/Document.xml"), "fapiao.ofd") == "application/ofd"
    assert sniff(zipped("a.txt", "b.exe"), "a.docx") == ""
    assert sniff(zipped("a.txt"), "files.zip") == ""


def test_every_kind_that_is_taken_is_named_with_its_endings():
    assert len(set(endings())) == len(endings())
    assert {"pdf", "jpg", "docx", "mp3", "mp4", "eml", "ofd"} <= set(endings())
    assert not {"zip", "exe", "html", "svg", "js"} & set(endings())
    assert all(kind.mime and kind.group for kind in ALLOWED)
