"""Lines of texts: what `huiyin text train`, `predict`, `evaluate` and `rank` read and write.

A file is JSON lines in UTF-8, one object a line, plain or gzipped (told by its first bytes, not by its name). Each line
has an `id` and one of `text`, `title` and `text`, or `tokens` (words parted by blanks, or a list of words); a training
line has `label` or `labels`, too. Other fields are let be. What cannot be read is an error that names file and line.
Needs neither Django nor a database.
"""

import gzip
import io
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

GZIP = b"\x1f\x8b"
LONGEST_LABEL = 200  # characters


class RecordError(ValueError):
    """A file or a line of it that cannot be used; its message says which and why."""


@dataclass(frozen=True, slots=True)
class Record:
    """One text: `id` as it stood in the line, `title` (may be empty), `body`, the labels (best first)."""

    id: str | int
    title: str
    body: str
    is_tokens: bool = False  # words already parted by blanks, perhaps without the little ones
    labels: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Title and text in one, the title on a line of its own."""
        return f"{self.title}\n{self.body}" if self.title else self.body

    @property
    def tokens(self) -> list[str]:
        """The words, where the line gave words; else the text parted at blanks."""
        return self.text.split()


def read(path: Path, *, with_labels: bool = False) -> Iterator[Record]:
    """The records of a file, one after the other; empty lines are passed over.

    `with_labels`: each line needs `label` or `labels`. Raises RecordError with file and line, OSError for the file.
    """
    number = 0
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, start=1):
                stripped = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
                if stripped:
                    yield record_of(stripped, where=f"{path.name} line {number}", with_labels=with_labels)
    except (EOFError, gzip.BadGzipFile, zlib.error) as wrong:
        raise RecordError(f"{path.name} after line {number}: the gzip file is damaged or cut off: {wrong}") from None


def record_of(line: bytes | str, *, where: str = "the line", with_labels: bool = False) -> Record:
    """One line read; raises RecordError that begins with `where`."""
    try:
        held = _parsed(line)
    except ValueError as wrong:
        raise RecordError(f"{where}: this is no JSON: {wrong}") from None
    if not isinstance(held, dict):
        raise RecordError(f"{where}: one object {{…}} a line is expected, this is {type(held).__name__}")
    name = held.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
        raise RecordError(f"{where}: `id` is missing, or neither a text nor a whole number")
    title, body, is_tokens = _text_of(held, where)
    return Record(name, title, body, is_tokens, _labels_of(held, where) if with_labels else ())


def write(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Writes one object a line (gzipped when the name ends in .gz); how many.

    The file appears when it is whole: an error on the way leaves nothing, and a file of that name as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    count = 0
    try:
        with half.open("wb") as raw:
            out = gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) if path.suffix == ".gz" else raw
            for row in rows:
                out.write(orjson.dumps(row) + b"\n")
                count += 1
            if out is not raw:
                out.close()
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return count


def _opened(path: Path) -> io.BufferedIOBase:
    raw = path.open("rb")
    if raw.peek(2)[:2] != GZIP:
        return raw
    raw.close()
    return io.BufferedReader(gzip.open(path))


def _parsed(line: bytes | str) -> Any:
    """The object; NaN and numbers of any size are let be, as other programs write them."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return json.loads(line)


def _text_of(held: Mapping[str, Any], where: str) -> tuple[str, str, bool]:
    """Title, body and whether these are words."""
    if "text" in held:
        title, body = held.get("title"), held["text"]
        if not isinstance(body, str) or not isinstance(title, str | None):
            raise RecordError(f"{where}: `text` (and `title`, when there is one) must be a text in quotes")
        return (title or "").strip(), body.strip(), False
    words = held.get("tokens")
    if isinstance(words, str):
        return "", words.strip(), True
    if isinstance(words, list) and all(isinstance(word, str) for word in words):
        return "", " ".join(word for word in words if word), True
    if words is not None:
        raise RecordError(f"{where}: `tokens` must be words parted by blanks, or a list of words")
    raise RecordError(f"{where}: there is neither `text` nor `tokens`")


def _labels_of(held: Mapping[str, Any], where: str) -> tuple[str, ...]:
    several = held.get("labels")
    labels = several if isinstance(several, list) and several else [held.get("label")]
    if not all(isinstance(label, str) and 0 < len(label) <= LONGEST_LABEL for label in labels):
        raise RecordError(f"{where}: `label` (or each of `labels`) must be a text of 1 to {LONGEST_LABEL} characters")
    return tuple(dict.fromkeys(labels))
