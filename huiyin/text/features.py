"""What a text is made of, as numbers: n-grams of characters and words, told by hash, many texts at a time.

Chinese (and other scripts without blanks) gives n-grams of 1 to 4 characters: its words are among them, whether a line
came as raw text or as words parted by blanks, since blanks, marks and digits are left out. Other scripts give words,
pairs of words, and n-grams of letters inside a word. Nothing is looked up in a list, so nothing has to be shipped.

All is arithmetic on arrays of code points: no loop over characters in Python. `grams` tells where in the text each
feature stood, so that an explanation can name the words without a vocabulary being kept.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Part = tuple[NDArray[np.uint64], Ints, Ints, Ints]  # raw hashes, rows, starts, ends

BITS = 22  # a hash is below 2**BITS
SPACE = 1 << BITS
LONGEST = 6_000  # characters of a text that are looked at
BLOCK = 100_000  # characters worked on at once: bounds the memory

HAN_SIZES = (1, 2, 3, 4)
LETTER_SIZES = (2, 3, 4, 5)

_PRIME = 0x9E3779B97F4A7C15
_NONE, _HAN, _WORD = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Grams:
    """Every feature of some texts: the text's number, its hash, where in the joined texts it begins and ends."""

    rows: Ints
    hashes: Ints
    starts: Ints
    ends: Ints


def plain(text: str) -> str:
    """The text as features see it: one width, one case, cut at LONGEST characters."""
    cut = text[:LONGEST]
    return cut.lower() if cut.isascii() else unicodedata.normalize("NFKC", cut).lower()


def blocks(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Ranges of texts of about BLOCK characters each."""
    begin, held = 0, 0
    for number, text in enumerate(texts):
        held += min(len(text), LONGEST)
        if held >= BLOCK:
            yield begin, number + 1
            begin, held = number + 1, 0
    if begin < len(texts):
        yield begin, len(texts)


def grams(texts: Sequence[str]) -> Grams:
    """All features of texts that went through `plain`; positions are those in the texts joined by line breaks."""
    points = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    rows = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)[: len(points)]
    kinds = _KINDS[np.minimum(points, len(_KINDS) - 1)]
    codes = np.where(_DIGITS[np.minimum(points, len(_KINDS) - 1)], np.uint32(ord("0")), points).astype(np.uint64)
    parts = [*_of_han(codes, rows, kinds), *_of_words(codes, rows, kinds)]
    hashes = np.concatenate([part[0] for part in parts])
    rest = [np.concatenate([part[place] for part in parts]) for place in (1, 2, 3)]
    return Grams(rest[0], _folded(hashes), rest[1], rest[2])


def _of_han(codes: NDArray[np.uint64], rows: Ints, kinds: NDArray[np.uint8]) -> Iterator[Part]:
    """N-grams of the characters that stand without blanks; what lies between two of them is passed over."""
    places = np.flatnonzero(kinds == _HAN)
    stream, owner = codes[places], rows[places]
    hashes = np.zeros(len(places), dtype=np.uint64)
    for size in range(1, max(HAN_SIZES) + 1):
        count = max(len(places) - size + 1, 0)
        hashes = hashes[:count] * np.uint64(_PRIME) + stream[size - 1 : size - 1 + count] + np.uint64(1)
        if size in HAN_SIZES:
            inside = np.flatnonzero(owner[:count] == owner[size - 1 : size - 1 + count])
            last = places[inside + size - 1] + 1
            yield hashes[inside] + np.uint64(size), owner[inside], places[inside], last


def _of_words(codes: NDArray[np.uint64], rows: Ints, kinds: NDArray[np.uint8]) -> Iterator[Part]:
    """Words, pairs of neighbours, and n-grams of letters with the edges of the word marked."""
    inside = np.concatenate(([0], (kinds == _WORD).astype(np.int8), [0]))
    edges = np.diff(inside)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    if not len(starts):
        return
    # a polynomial over the letters of each word, by sums that start anew at each word
    lengths = ends - starts
    stream = codes[
        np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths) + np.arange(lengths.sum())
    ]
    begins = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    within = np.arange(len(stream)) - np.repeat(begins, lengths)
    powers = np.cumprod(np.full(int(lengths.max()) + 1, _PRIME, dtype=np.uint64))
    words = np.add.reduceat(stream * powers[within], begins) * np.uint64(31) + np.uint64(0x57)
    owner = rows[starts]
    yield words, owner, starts, ends
    same = np.flatnonzero(owner[:-1] == owner[1:])
    yield words[same] * np.uint64(_PRIME) + words[same + 1] * np.uint64(3), owner[same], starts[same], ends[same + 1]
    yield from _of_letters(stream, starts, lengths, owner)


def _of_letters(stream: NDArray[np.uint64], starts: Ints, lengths: Ints, owner: Ints) -> Iterator[Part]:
    """N-grams of letters inside words; a word is padded by one mark at each end."""
    padded = lengths + 2
    begins = np.concatenate(([0], np.cumsum(padded)[:-1]))
    letters = np.full(int(padded.sum()), 0x5F, dtype=np.uint64)
    edge = np.zeros(len(letters), dtype=bool)
    edge[begins] = edge[begins + padded - 1] = True
    letters[~edge] = stream
    word = np.repeat(np.arange(len(lengths)), padded)
    place = np.arange(len(letters)) - begins[word] + starts[word] - 1
    hashes = np.zeros(len(letters), dtype=np.uint64)
    for size in range(1, max(LETTER_SIZES) + 1):
        count = max(len(letters) - size + 1, 0)
        hashes = hashes[:count] * np.uint64(_PRIME) + letters[size - 1 : size - 1 + count] + np.uint64(7)
        if size in LETTER_SIZES:
            inside = np.flatnonzero(word[:count] == word[size - 1 : size - 1 + count])
            begin = np.maximum(place[inside], starts[word[inside]])
            end = np.minimum(place[inside] + size, (starts + lengths)[word[inside]])
            yield hashes[inside] + np.uint64(64 + size), owner[word[inside]], begin, end


def _folded(hashes: NDArray[np.uint64]) -> Ints:
    """Hashes mixed until every bit counts, cut to BITS."""
    mixed = hashes ^ (hashes >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    return (mixed >> np.uint64(64 - BITS)).astype(np.int64)


def _tables() -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """For each code point its kind and whether it is a digit; those from 0x20000 on are Chinese, by one last row."""
    kinds = np.zeros(0x20001, dtype=np.uint8)
    digits = np.zeros(0x20001, dtype=bool)
    for code in range(0x3000):
        sign = chr(code)
        kinds[code] = _WORD if sign.isalnum() else _NONE
        digits[code] = sign.isdigit()
    for low, high in ((0x3041, 0x3100), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7A4), (0xF900, 0xFB00)):
        kinds[low:high] = _HAN
    kinds[0x20000] = _HAN
    return kinds, digits


_KINDS, _DIGITS = _tables()
