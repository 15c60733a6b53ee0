"""Numbers that a changed rule no longer has but its words still say: the old length left behind in an explanation."""

import re
from dataclasses import dataclass

from huiyin.core.numerals import number
from huiyin.core.words import Words
from huiyin.handbook.rules.terms import Rule

_ZH = re.compile(r"(\d+|[零一二三四五六七八九两十]+)\s*个?\s*(?:小时|钟头|工作日|自然日|日|天|周|星期|月|年)")
_ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen",
)  # fmt: skip
_TENS = {"twenty": 20, "twenty-four": 24, "thirty": 30, "forty-eight": 48, "sixty": 60, "seventy-two": 72, "ninety": 90}
_EN_WORDS = {word: value for value, word in enumerate(_ONES, start=1)} | _TENS
_EN = re.compile(
    r"\b(\d+|"
    + "|".join(sorted(_EN_WORDS, key=len, reverse=True))
    + r")[\s-]+(?:(?:working|business|natural|calendar)\s+)?"
    r"(?:hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Leftover:
    """A number of the old version that the new words still say. `where` is title or note, `language` zh or en."""

    where: str
    language: str
    quote: str


def leftovers(before: Rule, after: Rule) -> list[Leftover]:
    """Where title and note of a draft still say a length that only the version before it has, in the order of reading.

    Only lengths count, in digits or words: other numbers of a text (articles, people, money) say nothing of a limit.
    """
    gone = {step.length for step in before.steps} - {step.length for step in after.steps}
    return [
        Leftover(where, language, quote)
        for where, words in (("title", after.title), ("note", after.note))
        for language, quote, length in _lengths(words)
        if length in gone
    ]


def _lengths(words: Words) -> list[tuple[str, str, int | None]]:
    return [
        *(("zh", found[0], number(found[1])) for found in _ZH.finditer(words.zh)),
        *(("en", found[0], _english(found[1])) for found in _EN.finditer(words.en)),
    ]


def _english(word: str) -> int:
    return int(word) if word.isdecimal() else _EN_WORDS[word.lower()]
