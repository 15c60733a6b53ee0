"""Bytes of a mail as text, whatever they claim to be. Pure; never raises."""

import codecs
import re

# Names that Chinese mailers use, and the superset that reads them all.
_ALIASES = {
    "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "ms936": "gb18030", "gb18030": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs", "x-big5": "big5hkscs",
    "utf8": "utf-8", "utf-8": "utf-8", "us-ascii": "ascii", "ascii": "ascii", "ansi_x3.4-1968": "ascii",
}  # fmt: skip
# Python also knows codecs that are no alphabets (zip, punycode, unicode_escape): only these families are asked.
_FAMILIES = re.compile(
    r"(utf[-_]?(8|16|32)|iso[-_]?8859|iso[-_]?2022[-_](jp|kr)|latin|windows-\d|cp\d|koi8|euc[-_]|shift[-_]?jis|big5|hz|gb)"
)
_GUESSES = ("utf-8", "gb18030")
_HZ = re.compile(rb"~\{[\x21-\x7e]{2,}?~\}")


def decode(data: bytes, charset: str = "") -> str:
    """The text of `data` as its `charset` says; where that is unknown, missing or does not fit: UTF-8, else GB18030
    (the two that people here write), else what can be read of it. Null bytes and half characters are left out."""
    name = _known(charset)
    if name in ("", "ascii") and _HZ.search(data) and not any(byte > 127 for byte in data):
        name = "hz"
    for candidate in dict.fromkeys(one for one in (name, *_GUESSES) if one):
        try:
            return plain(data.decode(candidate))
        except (UnicodeError, LookupError, ValueError):
            continue
    # Broken in every reading: the one that loses the fewest characters.
    tried = [data.decode(one, "replace") for one in dict.fromkeys((name or "utf-8", *_GUESSES)) if one != "ascii"]
    return plain(min(tried, key=lambda text: text.count("\ufffd")))


def guess(text: str) -> str:
    """A header or name that came as raw bytes (the parser keeps them as half characters): read as `decode` does."""
    try:
        return decode(text.encode("ascii", "surrogateescape")) if _has_bytes(text) else plain(text)
    except UnicodeError:
        return plain(text)


def plain(text: str) -> str:
    """Without what a database cannot keep: null characters and lone halves of characters."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if any("\ud800" <= char <= "\udfff" for char in text):
        text = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def _known(charset: str) -> str:
    name = charset.strip().strip("\"'").lower()
    if name in _ALIASES:
        return _ALIASES[name]
    if not _FAMILIES.match(name):
        return ""
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""


def _has_bytes(text: str) -> bool:
    return any("\udc80" <= char <= "\udcff" for char in text)
