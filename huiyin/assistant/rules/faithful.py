"""May a text stand for another: does it add nothing that could bind the house? Pure."""

import re

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?|[零〇一二两三四五六七八九十百千万亿半]+")
_TITLE = re.compile(r"《[^》]*》")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.:/@_-]*")
# What nobody promises in passing.
_PROMISE = re.compile(
    "保证|一定|肯定|必须|承诺|全额|免费|立即|马上|不用|无需|无条件|随时|"
    r"\b(?:guarantee\w*|always|certainly|must|immediately|free|never|any time)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"不|没|无|未|非|\b(?:not|no|never|without)\b|n't", re.IGNORECASE)


def adds_nothing(source: str, said: str) -> bool:
    """Is every number, law, foreign word, name in Latin letters and promise of `said` in `source` as well, with as many
    denials at least as half and at most as many, and is it no longer? What is in doubt is not faithful."""
    if not said.strip() or len(said) > len(source) * 1.2 + 20:
        return False
    for pattern in (_NUMBER, _TITLE, _LATIN, _PROMISE):
        if pattern is _LATIN and _latin(source):
            continue
        if not {one.lower() for one in pattern.findall(said)} <= {one.lower() for one in pattern.findall(source)}:
            return False
    before, after = len(_NOT.findall(source)), len(_NOT.findall(said))
    return before / 2 <= after <= before


def _latin(text: str) -> bool:
    return sum(char.isascii() and char.isalpha() for char in text) > len(text) / 2
