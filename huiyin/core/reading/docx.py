"""The paragraphs of a Word document: body, tables, footnotes, endnotes, in the order of the file."""

import io
import zipfile
from xml.etree import ElementTree

from huiyin.core.reading.errors import UnreadableError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_XML = 64 * 2**20
_MOST_RATIO = 200  # a document packs about 1:10; a bomb 1:1000
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def docx_paragraphs(data: bytes) -> list[str]:
    """One text per paragraph, empty ones too, so that their numbers are those the writer counts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if _PARTS[0] not in names:
                raise UnreadableError("no_word")
            return [text for part in _PARTS if part in names for text in _paragraphs(_unpacked(archive, part))]
    except (zipfile.BadZipFile, EOFError, OSError, ElementTree.ParseError, NotImplementedError) as error:
        raise UnreadableError("damaged") from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise UnreadableError("locked") from error


def _unpacked(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as packed:
        data = packed.read(_MOST_XML + 1)
    if len(data) > _MOST_XML or len(data) > _MOST_RATIO * max(archive.getinfo(part).compress_size, 1000):
        raise UnreadableError("unsafe")
    # Word writes no document type: with none there are no entities, which is what makes XML dangerous.
    if b"<!" in data[:4096] and b"<!DOCTYPE" in data.replace(b"\x00", b"")[:65536].upper():
        raise UnreadableError("unsafe")
    if b"<!ENTITY" in data.replace(b"\x00", b""):
        raise UnreadableError("unsafe")
    return data


def _paragraphs(xml: bytes) -> list[str]:
    root = ElementTree.fromstring(xml)  # noqa: S314 - entities were refused before
    return [_text(paragraph) for paragraph in root.iter(f"{_W}p")]


def _text(paragraph: ElementTree.Element) -> str:
    """What a reader sees of a paragraph: no deleted text; paragraphs inside it (text boxes) come by themselves."""
    found: list[str] = []
    _collect(paragraph, found)
    return "".join(found)


def _collect(element: ElementTree.Element, found: list[str]) -> None:
    for child in element:
        if child.tag in {f"{_W}p", f"{_W}del", f"{_W}instrText"}:
            continue
        if child.tag == f"{_W}t":
            found.append(child.text or "")
        elif child.tag == f"{_W}tab":
            found.append("\t")
        elif child.tag in {f"{_W}br", f"{_W}cr"}:
            found.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            found.append("-")
        else:
            _collect(child, found)
