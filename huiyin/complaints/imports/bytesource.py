"""Bytes and characters of an import file: plain or gzip, and in which encoding they are written."""

import codecs
import gzip
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

CHUNK = 1 << 20
UNDECODABLE = re.compile("[\udc80-\udcff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 (BOM)"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


@dataclass(frozen=True)
class Encoding:
    """`codec` for Python, `label` for the report."""

    codec: str
    label: str

    @property
    def errors(self) -> str:
        """How to read bytes that do not fit, so that the row can be named and turned back instead of changed."""
        return "replace" if self.codec == "utf-16" else "surrogateescape"


def is_gzip(path: Path) -> bool:
    """Is the file compressed? Decided by its first bytes, not by its name."""
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def open_bytes(path: Path) -> BinaryIO:
    """The file's content as a stream, unpacked on the way."""
    return cast(BinaryIO, gzip.open(path, "rb")) if is_gzip(path) else path.open("rb")


class TextSource:
    """The file as lines of text. Line ends stay as they are; undecodable bytes come through as lone surrogates."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self._size = max(path.stat().st_size, 1)
        self._raw = path.open("rb")
        stream = cast(BinaryIO, gzip.GzipFile(fileobj=self._raw)) if is_gzip(path) else self._raw
        self._text = io.TextIOWrapper(stream, encoding=encoding.codec, errors=encoding.errors, newline="")

    @property
    def done(self) -> float:
        """Share of the file's bytes read so far, 0 to 1."""
        return 1.0 if self._raw.closed else min(self._raw.tell() / self._size, 1.0)

    def __iter__(self) -> Iterator[str]:
        try:
            yield from self._text
        finally:
            self._text.close()
            self._raw.close()


def detect_encoding(path: Path) -> Encoding:
    """UTF-8 with or without byte order mark, UTF-16 with mark, or GB18030 (which holds GBK and GB 2312).

    A UTF-8 file with a few broken bytes stays UTF-8: valid multi-byte sequences hardly ever occur by chance.
    Only the rows with broken bytes are turned back then. Reads the whole file once, in pieces.
    """
    with open_bytes(path) as file:
        head = file.read(4)
    for mark, codec, label in _BOMS:
        if head.startswith(mark):
            return Encoding(codec, label)
    good, bad = _tally(path, "utf-8")
    if bad == 0 or good > bad:
        return Encoding("utf-8", "UTF-8")
    return Encoding("gb18030", "GB18030")


def encoding_named(name: str) -> Encoding:
    """The encoding a person names. Raises LookupError when Python knows none of that name."""
    info = codecs.lookup(name)
    return Encoding(info.name, name.upper())


def _tally(path: Path, codec: str) -> tuple[int, int]:
    """(characters beyond ASCII that decode, bytes that do not)."""
    decoder = codecs.getincrementaldecoder(codec)(errors="surrogateescape")
    good = bad = 0
    with open_bytes(path) as file:
        while True:
            data = file.read(CHUNK)
            text = decoder.decode(data, final=not data)
            if not text.isascii():
                broken = len(UNDECODABLE.findall(text))
                bad += broken
                good += len(_NOT_ASCII.findall(text)) - broken
            if not data:
                return good, bad
