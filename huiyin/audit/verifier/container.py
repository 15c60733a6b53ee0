"""The container: a ZIP file without any freedom, so that every one of its bytes is decided by its contents.

Nothing is compressed, every entry bears the same date, names are plain ASCII, and there are no comments and no extra
fields but ZIP64's sizes. A reader builds the headers again from names and contents and compares them byte by byte.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from typing import BinaryIO, List, NamedTuple

from huiyin.audit.verifier.words import Broken

LIMIT_32, LIMIT_16 = 0xFFFFFFFF, 0xFFFF
MOST_ENTRIES = 10_000
PIECE = 1024 * 1024
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}(?:\.[A-Za-z0-9]{1,10})?(?:/[A-Za-z0-9_-]{1,60}(?:\.[A-Za-z0-9]{1,10})?)?")
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_FIRST_OF_1980 = 0x21


class Part(NamedTuple):
    """One entry: where its header and its bytes begin, and what they are."""

    name: str
    size: int
    crc: int
    sha256: str
    header_at: int
    data_at: int


def is_name(name: str) -> bool:
    """Letters, digits, hyphen and underline, at most one folder: no path can lead anywhere else."""
    return _NAME.fullmatch(name) is not None


def local_header(name: str, size: int, crc: int) -> bytes:
    """The bytes before an entry's contents."""
    big = size >= LIMIT_32
    extra = struct.pack("<HHQQ", 1, 16, size, size) if big else b""
    shown = LIMIT_32 if big else size
    fixed = struct.pack(
        "<4sHHHHHIIIHH", _LOCAL, 45 if big else 20, 0, 0, 0, _FIRST_OF_1980, crc, shown, shown, len(name), len(extra)
    )
    return fixed + name.encode("ascii") + extra


def central_header(part: Part) -> bytes:
    """The bytes that stand for an entry in the directory at the end."""
    big, far = part.size >= LIMIT_32, part.header_at >= LIMIT_32
    values = ([part.size, part.size] if big else []) + ([part.header_at] if far else [])
    extra = struct.pack("<HH%dQ" % len(values), 1, 8 * len(values), *values) if values else b""
    shown = LIMIT_32 if big else part.size
    version = 45 if values else 20
    fixed = struct.pack(
        "<4sHHHHHHIIIHHHHHII",
        _CENTRAL,
        version,
        version,
        0,
        0,
        0,
        _FIRST_OF_1980,
        part.crc,
        shown,
        shown,
        len(part.name),
        len(extra),
        0,
        0,
        0,
        0,
        LIMIT_32 if far else part.header_at,
    )
    return fixed + part.name.encode("ascii") + extra


def end_record(count: int, size: int, offset: int) -> bytes:
    """The last bytes of the file: how many entries, where the directory is."""
    found = b""
    if offset >= LIMIT_32 or size >= LIMIT_32 or count >= LIMIT_16:
        found = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
        found += struct.pack("<4sIQI", b"PK\x06\x07", 0, offset + size, 1)
    few, small, near = min(count, LIMIT_16), min(size, LIMIT_32), min(offset, LIMIT_32)
    return found + struct.pack("<4sHHHHIIH", _END, 0, 0, few, few, small, near, 0)


def directory(parts: List[Part], offset: int) -> bytes:
    """Everything after the last entry's contents."""
    headers = b"".join(central_header(part) for part in parts)
    return headers + end_record(len(parts), len(headers), offset)


def read_container(source: BinaryIO) -> List[Part]:
    """Walk through the whole file once, reading every byte. Raises Broken at the first that is not as it must be."""
    source.seek(0, 2)
    total, at = source.tell(), 0
    source.seek(0)
    parts: List[Part] = []
    while True:
        head = source.read(30)
        if head[:4] == _CENTRAL and parts:
            break
        parts.append(_read_part(source, head, at, total))
        at = parts[-1].data_at + parts[-1].size
        if len(parts) > MOST_ENTRIES:
            raise Broken("container", "文件中的条目太多。", "The file has too many entries.")
    names = [part.name for part in parts]
    if len(set(names)) != len(names):
        raise Broken("container", "文件中有同名的条目。", "Two entries bear the same name.")
    expected = directory(parts, at)
    rest = head + source.read(len(expected) + 1)
    if rest[: len(expected) + 1] != expected:
        raise Broken(
            "container",
            "文件末尾的目录与内容不符：文件不完整或被改动。",
            "The directory at the end does not fit the contents: the file is cut off or was changed.",
        )
    return parts


def _read_part(source: BinaryIO, head: bytes, at: int, total: int) -> Part:
    wrong = Broken(
        "container",
        "从第 %d 字节起，文件不完整或被改动。" % at,
        "From byte %d on the file is cut off or was changed." % at,
    )
    if len(head) < 30 or head[:4] != _LOCAL:
        raise wrong
    crc, size, name_length, extra_length = struct.unpack("<14xI4xIHH", head)
    if name_length > 140 or extra_length not in (0, 20):
        raise wrong
    raw, extra = source.read(name_length), source.read(extra_length)
    if extra_length and len(extra) == 20:
        size = struct.unpack("<4xQQ", extra)[0]
    try:
        name = raw.decode("ascii")
    except UnicodeError:
        raise wrong from None
    data_at = at + 30 + name_length + extra_length
    if not is_name(name) or data_at + size > total or head + raw + extra != local_header(name, size, crc):
        raise wrong
    digest, found, left = hashlib.sha256(), 0, size
    while left:
        piece = source.read(min(left, PIECE))
        if not piece:
            raise wrong
        digest.update(piece)
        found = zlib.crc32(piece, found)
        left -= len(piece)
    if found != crc:
        raise Broken("container", "%s 的内容被改动。" % name, "The contents of %s were changed." % name)
    return Part(name, size, crc, digest.hexdigest(), at, data_at)


def read_part(source: BinaryIO, part: Part, most: int) -> bytes:
    """The contents of a small entry. Raises Broken when it is larger than `most` bytes."""
    if part.size > most:
        raise Broken("container", "%s 过大。" % part.name, "%s is too large." % part.name)
    source.seek(part.data_at)
    return source.read(part.size)
