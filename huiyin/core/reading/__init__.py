"""Reading the text out of a file that somebody wrote: plain text, Markdown, Word (DOCX), PDF; with the way back to
pages and paragraphs.

What is read may be hostile: archives and streams have limits, XML with a document type is refused, nothing is fetched.
"""

from dataclasses import dataclass
from pathlib import PurePath

from huiyin.core.reading.docx import docx_paragraphs
from huiyin.core.reading.errors import UnreadableError
from huiyin.core.reading.pdf import pdf_pages

__all__ = ["ENDINGS", "MOST_BYTES", "Reading", "UnreadableError", "read_bytes"]

ENDINGS = ("txt", "md", "docx", "pdf")
MOST_BYTES = 25 * 2**20
MOST_CHARACTERS = 5_000_000
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True)
class Reading:
    """A text and where its parts begin. `unit` is line, page or paragraph; `starts` the offsets of pages or paragraphs,
    empty for a plain text."""

    text: str
    unit: str
    starts: tuple[int, ...] = ()


def read_bytes(data: bytes, name: str) -> Reading:
    """The text of a file. Raises UnreadableError (code, sentence) for what is no text, too big, locked or damaged."""
    if len(data) > MOST_BYTES:
        raise UnreadableError("too_big", f"{MOST_BYTES // 2**20} MB")
    if not data.strip():
        raise UnreadableError("empty")
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if data.startswith(b"%PDF-"):
        return _joined(pdf_pages(data), "page", "\f")
    if data.startswith(b"PK\x03\x04"):
        return _joined(docx_paragraphs(data), "paragraph", "\n\n")
    if data.startswith(b"\xd0\xcf\x11\xe0") or ending in {"doc", "wps", "rtf", "odt"}:
        raise UnreadableError("old_word")
    return Reading(_decoded(data), "line")


def _joined(parts: list[str], unit: str, between: str) -> Reading:
    starts, place = [], 0
    for part in parts:
        starts.append(place)
        place += len(part) + len(between)
    text = between.join(parts)
    if len(text) > MOST_CHARACTERS:
        raise UnreadableError("too_big", f"{MOST_CHARACTERS:,}")
    if not text.strip():
        raise UnreadableError("no_text")
    return Reading(text, unit, tuple(starts))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or sum(char < " " and char not in "\t\r\n\f\x0b" for char in text) > len(text) // 100:
            break
        if len(text) > MOST_CHARACTERS:
            raise UnreadableError("too_big", f"{MOST_CHARACTERS:,}")
        return text
    raise UnreadableError("no_text_file")
