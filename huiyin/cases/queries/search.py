"""Finding cases by words, names and numbers in one box: what somebody typed as conditions on the search vectors."""

import re
from collections.abc import Callable

from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.core import blind
from huiyin.core.characters import HAN
from huiyin.text import rules as text

_NAME = re.compile(rf"[{HAN}·•]{{2,}}|[^\W\d_][^\d_@]*[^\W\d_]")
MOST_WORDS = 8
SHORTEST_PHONE, SHORTEST_CERTIFICATE = 7, 6


def tsquery(words: str) -> str:
    """The tsquery of what somebody typed: every word must occur, as a text, as (part of) a name, or as a number.

    Empty when there is nothing to look for.
    """
    return " & ".join(by_word(words))


def by_word(words: str) -> list[str]:
    """The same, a condition for each word. Pieces of a number or of a name that stand apart also count as one word."""
    return _each(words, _text)


def in_files(words: str) -> list[str]:
    """The same for the names and texts of files (`FileText.vector`), where everything is a fingerprint."""
    return _each(words, _file_text)


def of_people(value: str) -> str:
    """The tsquery of somebody on the customer's side: by a name or its part, phone, certificate number or address."""
    return _either(_personal("".join(value.split()))) or _either(_personal(value.strip()))


def of_numbers(value: str) -> str:
    """The tsquery of a number of the case itself (its own, the policy's, the other side's), or how it begins."""
    return _either(_text("".join(value.split())))


def findable(words: str) -> bool:
    """Is there anything in `words` that can be looked for?"""
    return bool(tsquery(words))


def matching(rows: QuerySet[Case], words: str) -> QuerySet[Case]:
    """The cases among `rows` (from `visible_to`) that `words` find, newest receipt first; empty words find all."""
    wanted = tsquery(words)
    if not wanted:
        return rows
    return rows.filter(search__vector__matches=wanted).order_by("-search__received_at", "-search__case")


def _each(words: str, ways: Callable[[str], list[str]]) -> list[str]:
    found, taken = [], 0
    for group in text.groups(words):
        group = group[: MOST_WORDS - taken]
        taken += len(group)
        apart = [_either(ways(word) + _personal(word)) for word in group]
        together = "".join(group) if len(group) > 1 else ""
        pieces = " & ".join(filter(None, apart))
        either = [f"({pieces})"] if pieces else []
        found.append(_either(either + (ways(together) + _personal(together) if together else [])))
    return [condition for condition in found if condition]


def _text(word: str) -> list[str]:
    return [f"({found})"] if (found := text.query(word)) else []


def _file_text(word: str) -> list[str]:
    # A fingerprint has no beginning: a single character and the beginning of a number are not found in files.
    found = [blind.file_token(token) for token, _begins in text.parts(word)]
    return ["(" + " & ".join(map(text.quoted, found)) + ")"] if found else []


def _personal(word: str) -> list[str]:
    """The ways in which a word may name somebody; each is a fingerprint."""
    ways = []
    if _NAME.fullmatch(text.normal(word)):
        pairs = blind.name_pairs(word)
        ways += ["(" + " & ".join(f"'=m{pair}'" for pair in pairs) + ")"] if pairs else []
    if "@" in word:
        ways.append(f"'=e{blind.email(word)}'")
    if len(blind.phone_digits(word)) >= SHORTEST_PHONE:
        ways.append(f"'=p{blind.phone(word)}'")
    if len(word) >= SHORTEST_CERTIFICATE and any(char.isdigit() for char in word):
        ways.append(f"'=c{blind.certificate(word)}'")
    return ways


def _either(ways: list[str]) -> str:
    return "(" + " | ".join(ways) + ")" if ways else ""
