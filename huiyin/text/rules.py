"""Tokens for the search vector: character pairs for Chinese, whole words for everything else.

A pair index finds any word of two or more characters; a single character is found as the beginning of a pair. Numbers
are found with and without what stands between their digits, days in every spelling.
"""

import re
import unicodedata
from collections.abc import Iterable

from huiyin.core import characters

# Scripts without spaces between words: pairs. Kana, bopomofo, Korean, Yi and the Chinese characters.
_PAIRED = f"{characters.HAN}\u3041-\u30ff\u3105-\u312f\uac00-\ud7a3\ua000-\ua4cf"
_HAN = re.compile(f"[{_PAIRED}]+")
_WORD = re.compile(rf"(?:(?![{_PAIRED}])[^\W\d_])+|\d+")
_GLUED = re.compile(r"[a-z0-9]+(?:[-/._ ]?[a-z0-9]+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DAY = re.compile(
    r"(?<!\d)(19\d\d|20\d\d)(?:([-/.])(1[0-2]|0?[1-9])\2(3[01]|[12]\d|0?[1-9])(?![\d])"
    r"|年\s?(1[0-2]|0?[1-9])月\s?(3[01]|[12]\d|0?[1-9])[日号])"
)
# Groups of a number that somebody cut for reading: `P2025 8899 0012`, `6222-0801-2345`.
_CUT = re.compile(r"(?<![a-z0-9])[a-z]{0,6}\d[a-z0-9]*(?:[ \-/._]{1,2}[a-z]{0,6}\d[a-z0-9]*)+")
_BETWEEN = re.compile(r"[ \-/._]+")
_IN_NUMBERS = re.compile(r"[-/._]")
_DIGIT = re.compile(r"\d")
_MAY_HAVE_ACCENTS = re.compile(f"[^\\x00-\\x7f\u2000-\u206f\u3000-\u303f{characters.HAN}]")
MOST_GROUPS, LONGEST, FEWEST_DIGITS = 6, 64, 6


def normal(text: str) -> str:
    """One spelling of a text: full-width digits and letters become plain ones, rare characters stand at their present
    places, lower case."""
    return characters.plain(text)


def tokens(text: str) -> set[str]:
    """All tokens of `text`. Numbers written with separators also give the number without them, days one token each."""
    text = _folded(text)
    found: set[str] = set()
    for run in _HAN.findall(text) if not text.isascii() else ():
        found.update([run[i : i + 2] for i in range(len(run))])  # the last one stands alone
    words = _WORD.findall(text)
    for run in _GLUED.findall(text):
        words += [run] if run.isalnum() else _IN_NUMBERS.sub("", run).split(" ")
    found.update([word for word in words if 0 < len(word) <= LONGEST])
    if _DIGIT.search(text):
        for run in _CUT.findall(text):
            found.update(_joined(_BETWEEN.split(run)))
        found.update(_day(match) for match in _DAY.finditer(text))
    return found


def tokens_of(texts: Iterable[str]) -> set[str]:
    """The tokens of several texts, so that no pair spans two of them."""
    return set().union(*(tokens(text) for text in texts)) if texts else set()


def parts(text: str) -> list[tuple[str, bool]]:
    """The tokens that must occur for `text` to be found: (token, whether it is the beginning of one)."""
    found: list[tuple[str, bool]] = []
    text = _folded(text)
    found += [(_day(match), False) for match in _DAY.finditer(text)]
    for word in _DAY.sub(" ", text).split():
        for run in _HAN.findall(word):
            found += [(run, True)] if len(run) == 1 else [(run[i : i + 2], False) for i in range(len(run) - 1)]
        for run in re.findall(r"[a-z0-9][a-z0-9\-/._]*", word):
            glued = re.sub(r"[-/._]", "", run)
            found += [(glued, True)] if glued else []
        found += [(run, True) for run in _WORD.findall(word) if not run.isascii()]
    return list(dict.fromkeys(found))


def query(text: str) -> str:
    """A tsquery for `text`: all parts must occur. Empty when there is nothing to search for."""
    return " & ".join(quoted(token) + (":*" if begins else "") for token, begins in parts(text))


def groups(text: str) -> list[list[str]]:
    """The words of `text` as typed; neighbours that may be one number cut for reading, or one name cut into
    characters, stand together."""
    found: list[list[str]] = []
    for word in text.split():
        kind = _kind(normal(word))
        if found and kind and kind == _kind(normal(found[-1][-1])) and len(found[-1]) < MOST_GROUPS:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def quoted(token: str) -> str:
    """A token as it stands in a tsquery."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _kind(word: str) -> str:
    if re.fullmatch(r"[+(]?[a-z]{0,6}\d[a-z0-9\-]*\)?", word):
        return "number"
    return "character" if len(word) == 1 and _HAN.fullmatch(word) else ""


def _joined(pieces: list[str]) -> Iterable[str]:
    for start in range(len(pieces) - 1):
        for end in range(start + 2, min(start + MOST_GROUPS, len(pieces)) + 1):
            whole = "".join(pieces[start:end])
            if len(whole) <= LONGEST and sum(map(str.isdigit, whole)) >= FEWEST_DIGITS:
                yield whole


def _day(match: re.Match[str]) -> str:
    year, _sign, month, day, month_zh, day_zh = match.groups()
    return f"d={year}{int(month or month_zh):02}{int(day or day_zh):02}"


def _folded(text: str) -> str:
    """Without accents and thousands separators: José is found as jose, 12,000 as 12000."""
    text = _THOUSANDS.sub("", normal(text))
    if not _MAY_HAVE_ACCENTS.search(text):
        return text
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", bare)
