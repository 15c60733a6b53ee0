"""How alike two texts are, and by which words. Pure Python: web processes use it, so it loads no arithmetic library.

A text is read as a row of units: each Chinese character one, each word of letters one. Digits, marks and blanks are
passed over, so that another policy number, amount, day or telephone number makes no other text. A *shingle* is some
neighbouring units; two texts are nearly the same when most of their shingles are.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from huiyin.core.characters import HAN
from huiyin.text.rules import normal

SIZE = 3  # units of a shingle
LONGEST = 6_000  # characters of a text that are looked at
BANDS, ROWS = 16, 3  # texts half alike share a band nine times of ten, a tenth alike twice of a hundred
SHORTEST_PASSAGE = 3  # units that a shared passage has at least
_UNIT = re.compile(rf"[{HAN}]|(?:(?![{HAN}])[^\W\d_])+")
# Characters that tie words together and say nothing at the edge of a passage.
_TIES = frozenset("的了着过地得是在和与及也都就又还而且但所把被让给对从向于我你您他她它们这那其之吗呢吧啊请并")
_PRIME = (1 << 61) - 1
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Unit:
    """One Chinese character or one word, and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a text is (0 nothing in common, 1 the same words) and the telling words that both have."""

    score: float
    words: tuple[str, ...]


def units(text: str) -> list[Unit]:
    """The units of a text in order, as they stand in `spelled(text)`."""
    return [Unit(found.group(), found.start(), found.end()) for found in _UNIT.finditer(spelled(text))]


def spelled(text: str) -> str:
    """The one spelling in which texts are compared, cut at LONGEST characters."""
    return normal(text[:LONGEST])


def shingles(text: str, size: int = SIZE) -> set[str]:
    """All runs of `size` neighbouring units; a shorter text is one shingle as a whole."""
    return set(_runs([unit.text for unit in units(text)], size))


def near(one: str, other: str) -> float:
    """How nearly the same two texts are, 0 to 1: shared shingles among all their shingles. Two texts without a word
    are not alike."""
    return overlap(shingles(one), shingles(other))


def overlap(one: set[str], other: set[str]) -> float:
    """Shared among all (Jaccard), 0 when both are empty."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def bands(text: str) -> list[int]:
    """The fingerprint by which nearly the same texts are found without comparing all: two texts share a band with the
    chance 1 - (1 - near**ROWS)**BANDS. Empty for a text without a word."""
    values = [zlib.crc32(shingle.encode()) for shingle in shingles(text)]
    if not values:
        return []
    least = [min([(factor * value + start) % _PRIME for value in values]) for factor, start in _MIXES]
    found = []
    for band in range(BANDS):
        rows = least[band * ROWS : (band + 1) * ROWS]
        mixed = zlib.crc32(",".join(map(str, rows)).encode())
        found.append((band << 32) | mixed)
    return found


def reasons(one: str, other: str, most: int = 5) -> list[str]:
    """The passages that both texts share, longest first, as they stand in the first. A passage ends at a mark or a
    number, so that no number is ever part of one."""
    held = shingles(other)
    row, text = units(one), spelled(one)
    is_shared = [False] * len(row)
    for place in range(len(row) - SIZE + 1):
        if _joined([unit.text for unit in row[place : place + SIZE]]) in held:
            is_shared[place : place + SIZE] = [True] * SIZE
    found: dict[str, int] = {}
    for start, end in _stretches(is_shared):
        for piece in _pieces(row[start:end]):
            passage = _trimmed(piece)
            if len(passage) >= SHORTEST_PASSAGE:
                found.setdefault(text[passage[0].start : passage[-1].end], len(passage))
    return sorted(found, key=lambda words: (-found[words], text.find(words)))[:most]


def likest(text: str, others: Mapping[Key, str], most_words: int = 6) -> dict[Key, Likeness]:
    """How like each of some texts is to one: the cosine of their words and character pairs, each weighed by how rare it
    is among these texts, so that what they all say counts for little."""
    mine = _counted(text)
    theirs = {key: _counted(other) for key, other in others.items()}
    held = Counter(word for counted in [mine, *theirs.values()] for word in counted)
    total = len(theirs) + 1
    weights = {word: math.log(1 + total / times) for word, times in held.items()}
    own = _weighed(mine, weights)
    found = {}
    for key, counted in theirs.items():
        other = _weighed(counted, weights)
        parts = {word: own[word] * other[word] for word in own.keys() & other.keys()}
        words = _telling(text, parts, most_words)
        found[key] = Likeness(min(math.fsum(parts.values()), 1.0), tuple(words))
    return found


def _telling(text: str, parts: Mapping[str, float], most: int) -> list[str]:
    """The shared words that carry most of the likeness, as stretches of the text; pairs that overlap are one word."""
    row, whole = units(text), spelled(text)
    weight = [0.0] * len(row)
    for place in range(len(row)):
        for size in (1, 2):
            part = parts.get(_joined([unit.text for unit in row[place : place + size]]), 0.0)
            for at in range(place, min(place + size, len(row))):
                weight[at] = max(weight[at], part)
    found: dict[str, float] = {}
    for start, end in _stretches([value > 0 for value in weight]):
        for piece in _pieces(row[start:end]):
            passage = _trimmed(piece)
            if len(passage) > 1 or (passage and len(passage[0].text) > 3):
                words = whole[passage[0].start : passage[-1].end]
                place = row.index(passage[0])
                found[words] = max(found.get(words, 0.0), math.fsum(weight[place : place + len(passage)]))
    chosen: list[str] = []
    for words in sorted(found, key=lambda words: (-found[words], whole.find(words))):
        if len(chosen) < most and not any(words in one or one in words for one in chosen):
            chosen.append(words)
    return chosen


def _pieces(row: Sequence[Unit]) -> list[Sequence[Unit]]:
    """Parts of a stretch between which nothing but blanks stands: words across a comma are two."""
    found, start = [], 0
    for place in range(1, len(row)):
        if row[place].start - row[place - 1].end > 1 or (
            row[place].start > row[place - 1].end and len(row[place].text) == 1
        ):
            found.append(row[start:place])
            start = place
    return [*found, row[start:]]


def _counted(text: str) -> Counter[str]:
    """Character pairs, and words of letters with the pairs that they make."""
    row = [unit.text for unit in units(text)]
    pairs = [_joined(row[place : place + 2]) for place in range(len(row) - 1)]
    return Counter(pairs + [word for word in row if len(word) > 1])


def _weighed(counted: Mapping[str, int], weights: Mapping[str, float]) -> dict[str, float]:
    raw = {word: (1 + math.log(times)) * weights[word] for word, times in counted.items()}
    length = math.sqrt(math.fsum(value * value for value in raw.values()))
    return {word: value / length for word, value in raw.items()} if length else {}


def _runs(row: Sequence[str], size: int) -> list[str]:
    if not row:
        return []
    return [_joined(row[place : place + size]) for place in range(max(len(row) - size + 1, 1))]


def _joined(row: Sequence[str]) -> str:
    return "\x1f".join(row)


def _stretches(marks: Sequence[bool]) -> list[tuple[int, int]]:
    """(start, end) of each run of True."""
    found, start = [], None
    for place, mark in enumerate([*marks, False]):
        if mark and start is None:
            start = place
        elif not mark and start is not None:
            found.append((start, place))
            start = None
    return found


def _trimmed(row: Sequence[Unit]) -> Sequence[Unit]:
    start, end = 0, len(row)
    while start < end and row[start].text in _TIES:
        start += 1
    while end > start and row[end - 1].text in _TIES:
        end -= 1
    return row[start:end]


def _mixes() -> list[tuple[int, int]]:
    """Factors and starts that order the shingles anew for each row. Fixed for ever: fingerprints are kept."""
    found, value = [], 0x9E3779B97F4A7C15
    for _row in range(BANDS * ROWS):
        pair = []
        for _part in range(2):
            value = (value * 6364136223846793005 + 1442695040888963407) & ((1 << 64) - 1)
            pair.append((value >> 3) % (_PRIME - 1) + 1)
        found.append((pair[0], pair[1]))
    return found


_MIXES = _mixes()
