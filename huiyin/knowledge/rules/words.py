"""Two wordings compared, word by word: what stayed, what went, what came. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A Chinese character is a word; a number with its sign, a Latin word, a blank and any other sign are one each.
_WORDS = re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9]+(?:[.,][0-9]+)*%?|\s+|.", re.DOTALL)
Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Piece:
    """A stretch of a comparison."""

    kind: Kind
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """The stretches of both texts in order. The `same` and `gone` ones together are the first text, the `same` and
    `new` ones the second."""
    left, right = _WORDS.findall(before), _WORDS.findall(after)
    found: list[Piece] = []
    for code, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if code == "equal":
            found.append(Piece("same", "".join(left[a:b])))
            continue
        found += [Piece("gone", "".join(left[a:b]))] if a < b else []
        found += [Piece("new", "".join(right[c:d]))] if c < d else []
    return found
