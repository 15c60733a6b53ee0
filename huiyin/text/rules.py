"""Tokens for the search vector: character pairs for Chinese, whole words for everything else.

A pair index finds any word of two or more characters; a single character is found as the beginning of a pair.
"""

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[a-z]+|\d+")
_HAN = re.compile(
    "[㐀-䶿一-鿿豈-﫿"  # basic, extension A, compatibility
    "\U00020000-\U0003ffff]+"  # extensions B and later (rare characters in names)
)
_GLUED = re.compile(r"[a-z0-9]+(?:[-/._ ]?[a-z0-9]+)*")


def normal(text: str) -> str:
    """NFKC and lower case: full-width digits and letters become plain ones."""
    return unicodedata.normalize("NFKC", text).casefold()


def tokens(text: str) -> set[str]:
    """All tokens of `text`. Numbers written with separators also give the number without them."""
    text = normal(text)
    found: set[str] = set()
    for run in _HAN.findall(text):
        if len(run) == 1:
            found.add(run)
        found.update(run[i : i + 2] for i in range(len(run) - 1))
        found.add(run[-1])
    found.update(_WORD.findall(text))
    for run in _GLUED.findall(text):
        glued = re.sub(r"[-/._]", "", run)
        found.update(part for part in glued.split(" ") if 1 < len(part) <= 64)
    return found


def tokens_of(texts: Iterable[str]) -> set[str]:
    """The tokens of several texts, so that no pair spans two of them."""
    return set().union(*(tokens(text) for text in texts)) if texts else set()


def query(text: str) -> str:
    """A tsquery for `text`: all parts must occur. Empty when there is nothing to search for."""
    parts: list[str] = []
    for word in normal(text).split():
        for run in _HAN.findall(word):
            parts += [_quoted(run) + ":*"] if len(run) == 1 else [_quoted(run[i : i + 2]) for i in range(len(run) - 1)]
        for run in re.findall(r"[a-z0-9][a-z0-9\-/._]*", word):
            glued = re.sub(r"[-/._]", "", run)
            if glued:
                parts.append(_quoted(glued) + ":*")
    return " & ".join(dict.fromkeys(parts))


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
