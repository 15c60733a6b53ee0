"""The words that were found, in their sentence: masked, and cut so that no number can be read from a cut edge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Greatest, Lower, StrIndex, Substr

from huiyin.cases.models import Message, Note
from huiyin.core import masking
from huiyin.text.rules import normal

AROUND = 36
# What is read around a hit is wider than what is shown by more than the longest number that a mask knows.
MARGIN = 100
LONGEST = 2 * (AROUND + MARGIN) + 200


@dataclass(frozen=True)
class Snippet:
    """A stretch of text in pieces: (words, whether they are what was looked for)."""

    pieces: tuple[tuple[str, bool], ...]


def words_of(text: str) -> list[str]:
    """The words of a search as they may stand in a text, the longest first."""
    return sorted(dict.fromkeys(normal(text).split()), key=len, reverse=True)[:8]


def of(case_ids: Sequence[UUID], words: str) -> dict[UUID, Snippet]:
    """For each case the first place in its messages, else its notes, where one of the words stands. One statement."""
    wanted = words_of(words)
    if not wanted or not case_ids:
        return {}
    parts: list[Any] = [
        _places(model.objects.filter(case__in=case_ids), word) for model in (Message, Note) for word in wanted
    ]
    found: dict[UUID, Snippet] = {}
    for case_id, place, window in parts[0].union(*parts[1:], all=True):
        if case_id not in found:
            found[case_id] = marked(cut(window, place, wanted), wanted)
    return found


def _places(rows: QuerySet[Any], word: str) -> Any:
    at = StrIndex(Lower(F("text")), Value(word, output_field=TextField()))
    hits = rows.annotate(place=at).filter(place__gt=0).order_by("case_id", "at", "id").distinct("case_id")
    start = Greatest(F("place") - (AROUND + MARGIN), Value(1))
    return hits.annotate(window=Substr("text", start, LONGEST)).values_list("case_id", "place", "window")


def cut(window: str, place: int, words: Iterable[str]) -> str:
    """The sentence around the hit out of a wider window, masked before it is cut."""
    masked = " ".join(masking.text(window).split())
    low = masked.casefold()
    starts = [low.find(word) for word in words if word in low]
    hit = min(starts) if starts else 0
    from_start = place <= AROUND + MARGIN + 1
    begin = max(hit - AROUND, 0 if from_start else MARGIN // 2)
    end = min(hit + AROUND * 2, len(masked) if len(window) < LONGEST else len(masked) - MARGIN // 2)
    return (
        ("" if begin == 0 else "…") + masked[begin:end] + ("" if end == len(masked) and len(window) < LONGEST else "…")
    )


def marked(text: str, words: Iterable[str]) -> Snippet:
    """`text` in pieces, those that are one of the words marked."""
    low, pieces, at = text.casefold(), [], 0
    if len(low) != len(text):  # a letter that folds into two: nothing is marked rather than the wrong thing
        return Snippet(((text, False),))
    while at < len(text):
        hits = [(low.find(word, at), -len(word)) for word in words if low.find(word, at) >= 0]
        if not hits:
            break
        start, length = min(hits)
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start : start - length], True))
        at = start - length
    if at < len(text):
        pieces.append((text[at:], False))
    return Snippet(tuple(pieces))
