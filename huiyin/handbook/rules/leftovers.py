"""Numbers that a changed rule no longer has but its words still say: the old length left behind in an explanation."""

import re
from dataclasses import dataclass

from huiyin.core.words import Words
from huiyin.handbook.rules.terms import Rule

DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"两": 2}
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
        for language, quote, number in _lengths(words)
        if number in gone
    ]


def _lengths(words: Words) -> list[tuple[str, str, int]]:
    chinese = [("zh", found[0], _chinese(found[1])) for found in _ZH.finditer(words.zh)]
    english = [("en", found[0], _english(found[1])) for found in _EN.finditer(words.en)]
    return chinese + english


def _chinese(number: str) -> int:
    """A number below a hundred as digits or as it is said: 十五, 二十四, 三十."""
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return int("".join(str(DIGITS[mark]) for mark in number))
    return (DIGITS.get(tens, 1) if tens else 1) * 10 + (DIGITS.get(ones, 0) if ones else 0)


def _english(number: str) -> int:
    return int(number) if number.isdecimal() else _EN_WORDS[number.lower()]
