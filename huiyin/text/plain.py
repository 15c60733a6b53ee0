"""How easily a text is read, in Chinese and English: its sentences, their length and their stretches. Pure."""

import re
from dataclasses import dataclass

_END = re.compile(r"[。！？!?；;\n]+|(?<=[a-zA-Z)\d])\.(?=\s|$)")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d+")


@dataclass(frozen=True)
class Sentence:
    """One sentence: where it begins, how long it is (Chinese: characters that are read, English: words), and how many
    stretches commas make of it."""

    text: str
    start: int
    length: int
    clauses: int
    is_chinese: bool


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order; lists of bare numbers and empty lines are none."""
    found, start = [], 0
    for end in [*(match for match in _END.finditer(text)), None]:
        piece = text[start : end.start() if end else len(text)]
        words = piece.strip()
        if words:
            found.append(_sentence(words, start + len(piece) - len(piece.lstrip())))
        start = end.end() if end else len(text)
    return [one for one in found if one.length]


def is_chinese(text: str) -> bool:
    """Does the text hold Chinese characters?"""
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def _sentence(words: str, start: int) -> Sentence:
    chinese = is_chinese(words)
    length = sum(char.isalnum() for char in words) if chinese else len(_WORD.findall(words))
    # An enumeration 、 within a stretch reads as one.
    clauses = len(re.findall(r"[，,：:]", words)) + 1
    return Sentence(words, start, length, clauses, chinese)
