"""Finding cases by words, names and numbers in one box."""

import re

from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.core import blind
from huiyin.text import rules as text

_NAME = re.compile(r"[㐀-䶿一-鿿·\U00020000-\U0003ffff]{2,}|[A-Za-z][A-Za-z .'-]*[A-Za-z]")
MOST_WORDS = 8


def tsquery(words: str) -> str:
    """The tsquery of what somebody typed: every word must occur, as a text, as (part of) a name, or as a number.

    Empty when there is nothing to look for.
    """
    parts = [_word(word) for word in words.split()[:MOST_WORDS]]
    return " & ".join(part for part in parts if part)


def findable(words: str) -> bool:
    """Is there anything in `words` that can be looked for?"""
    return bool(tsquery(words))


def _word(word: str) -> str:
    ways = [f"({found})"] if (found := text.query(word)) else []
    if _NAME.fullmatch(word):
        pairs = blind.name_pairs(word)
        ways += ["(" + " & ".join(f"'m{pair}'" for pair in pairs) + ")"] if pairs else []
    if "@" in word:
        ways.append(f"'e{blind.email(word)}'")
    digits = blind.phone_digits(word)
    if len(digits) >= 7:
        ways.append(f"'p{blind.phone(word)}'")
    if len(word) >= 6 and any(char.isdigit() for char in word):
        ways.append(f"'c{blind.certificate(word)}'")
    return "(" + " | ".join(ways) + ")" if ways else ""


def matching(rows: QuerySet[Case], words: str) -> QuerySet[Case]:
    """The cases among `rows` (from `visible_to`) that `words` find, newest receipt first; empty words find all."""
    wanted = tsquery(words)
    if not wanted:
        return rows
    return rows.filter(search__vector__matches=wanted).order_by("-search__received_at", "-search__case")
