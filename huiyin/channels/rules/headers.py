"""Headers of a mail, however they are written: encoded words, raw bytes, addresses, ids, names of files. Pure; never
raises."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterable
from quopri import decodestring

from huiyin.channels.rules.charsets import decode, guess, plain

# A header longer than this is an attack or a fault: what comes behind is left to the raw mail.
MOST = 20_000
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_ID = re.compile(r"<([^<>\s]{1,500})>")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"\\]{1,100}@[^\s<>()\[\],;:\"\\]{1,150}")
# Characters that turn the direction of writing: they make `exe` look like `txt`.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF])


def text_of(value: str) -> str:
    """A header as a line of text: encoded words decoded (a character that is cut in two by them too), raw bytes read as
    `charsets.guess` does, no line breaks or other controls."""
    value = value[:MOST]
    found, end, words = [], 0, list(_WORD.finditer(value))
    place = 0
    while place < len(words):
        first, run = words[place], [words[place]]
        while place + 1 < len(words) and _joins(value, words[place], words[place + 1]):
            place += 1
            run.append(words[place])
        found += [guess(value[end : first.start()]), _decoded(run)]
        end, place = run[-1].end(), place + 1
    found.append(guess(value[end:]))
    return one_line("".join(found))


def _joins(value: str, one: "re.Match[str]", other: "re.Match[str]") -> bool:
    return not value[one.end() : other.start()].strip() and one[1].lower() == other[1].lower()


def _decoded(run: "Iterable[re.Match[str]]") -> str:
    words = list(run)
    return decode(b"".join(_bytes_of(one[2], one[3]) for one in words), words[0][1].partition("*")[0])


def _bytes_of(way: str, text: str) -> bytes:
    data = text.encode("ascii", "surrogateescape")
    if way in "qQ":
        return decodestring(data.replace(b"_", b" "))
    try:
        return b64decode(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return b64decode(re.sub(rb"[^A-Za-z0-9+/]", b"", data)[: len(data) // 4 * 4] or b"")


def one_line(text: str) -> str:
    """Without line breaks, other controls and what turns the direction of writing; spaces single."""
    text = plain(text).translate(_TURNING)
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def ids(value: str) -> tuple[str, ...]:
    """The message ids in a header, as they are written between < and >; at most the last hundred."""
    return tuple(plain(one) for one in _ID.findall(value[-50_000:])[-100:])


def address(value: str) -> tuple[str, str]:
    """(name, address) of the first address in a header. Either may be empty; the address in small letters."""
    line = text_of(value)
    inside = re.search(r"<\s*([^<>]*?)\s*>", line)
    found = _ADDRESS.search(inside[1]) if inside else None
    found = found or _ADDRESS.search(line)
    if found is None:
        return line.strip(" \"'<>")[:100], ""
    name = line[: line.find("<")] if inside and line.find("<") > 0 else line.replace(found[0], "")
    return name.strip(" \"'<>()").replace(found[0], "").strip()[:100], found[0].lower().rstrip(".")[:200]


def addresses(value: str) -> tuple[str, ...]:
    """All addresses in a header, in small letters; at most a hundred."""
    return tuple(one.lower() for one in _ADDRESS.findall(text_of(value))[:100])


def file_name(value: str) -> str:
    """The name of an attachment as a name: no folders, no controls, at most 120 characters, its ending kept."""
    name = text_of(value).replace("\\", "/").rpartition("/")[2].strip(" .\"'")
    if len(name) <= 120:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: 119 - len(ending)]}.{ending}" if dot and len(ending) <= 10 else name[:120]
