"""Which characters the bundled fonts can print, and what a letter shows for those they cannot.

A name must never lose a character in silence: what no font has is printed as its code point, `[U+3106C]`, and reported.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "fonts"

# Characters without a look of their own. Dropping them takes nothing from what a person reads, and leaves nothing that
# could turn the reading order around: zero-width spaces and joiners, soft hyphen, byte order mark, emoji selectors.
_INVISIBLE = frozenset(map(chr, (0x00AD, 0x034F, 0x200B, 0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF)))
# Controls and formatting that make a text read differently from what it is (overrides of direction, and the like), and
# selectors that ask for another shape of the character before, are shown as code points. The Mongolian vowel separator
# is spelling.
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE0E)))
_SPELLING = frozenset("\u180e")
_LINE_ENDS = {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}


def _segments(table: bytes) -> Iterator[range]:
    """The code points of one `cmap` subtable in format 4 (basic plane) or 12 (all planes); none for other formats."""
    kind = struct.unpack_from(">H", table)[0]
    if kind == 12:
        for index in range(struct.unpack_from(">I", table, 12)[0]):
            first, last, glyph = struct.unpack_from(">III", table, 16 + 12 * index)
            yield range(first if glyph else first + 1, last + 1)
    elif kind == 4:
        count = struct.unpack_from(">H", table, 6)[0] // 2
        lasts = struct.unpack_from(f">{count}H", table, 14)
        firsts = struct.unpack_from(f">{count}H", table, 16 + 2 * count)
        for first, last in zip(firsts, lasts, strict=True):
            if first != 0xFFFF:
                yield range(first, last + 1)


def code_points(font: Path) -> set[int]:
    """The code points an OpenType font has glyphs for, from its `cmap`. Raises ValueError when it is no such font."""
    data = font.read_bytes()
    if data[:4] not in (b"OTTO", b"\0\1\0\0", b"true"):
        raise ValueError(f"{font.name} is not a single OpenType font")
    found: set[int] = set()
    for index in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _checksum, start, _length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if tag != b"cmap":
            continue
        for sub in range(struct.unpack_from(">H", data, start + 2)[0]):
            platform, _encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * sub)
            if platform in (0, 3):
                for segment in _segments(data[start + offset :]):
                    found.update(segment)
    return found


@cache
def covered() -> frozenset[int]:
    """Every code point that at least one bundled font can print."""
    return frozenset(point for font in sorted(FONTS.glob("*.[ot]tf")) for point in code_points(font))


def _shown(char: str) -> str:
    if char in "\n\t " or char in _LINE_ENDS:
        return _LINE_ENDS.get(char, char)
    if char in _INVISIBLE:
        return ""
    acts_unseen = unicodedata.category(char) in ("Cc", "Cf") and char not in _SPELLING
    if acts_unseen or char in _SELECTORS or ord(char) not in covered():
        return f"[U+{ord(char):04X}]"
    return char


def printable(text: str) -> str:
    """`text` as the fonts can print it: the unknown as `[U+XXXXX]`, line ends as `\\n`, invisible characters left out.

    Nothing is normalised: 﨑 and 崎 are different names.
    """
    return "".join(map(_shown, text.replace("\r\n", "\n")))


def missing_characters(text: str) -> tuple[str, ...]:
    """The characters of `text` that a letter can only show as code points, each once, in the order they appear."""
    return tuple(dict.fromkeys(char for char in text if _shown(char).startswith("[U+")))
