"""One version of terms against another: clause by clause, word by word."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from huiyin.catalog.rules.terms import Change, Piece

_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
_LONG = 3_000  # characters; longer texts are compared by sentences
_SENTENCE = re.compile(r"[^。；;\n]*[。；;\n]?")
LIKE = 0.6


def compare(old: Sequence[Piece], new: Sequence[Piece]) -> list[Change]:
    """What became of every clause, in the order of the new version; what is gone stands where it stood. A clause is
    known again by its text, else by its title, else by its number where the words are alike."""
    partner = _partners(old, new)
    taken = set(partner.values())
    changes: list[Change] = []
    gone = [place for place in range(len(old)) if place not in taken]
    for place, piece in enumerate(new):
        match = partner.get(place)
        if match is not None:
            changes += [Change("removed", old[one], None) for one in gone if one < match]
            gone = [one for one in gone if one > match]
        changes.append(_change(old[match] if match is not None else None, piece))
    return changes + [Change("removed", old[one], None) for one in gone]


def _partners(old: Sequence[Piece], new: Sequence[Piece]) -> dict[int, int]:
    """Place in the new version → place in the old one."""
    found: dict[int, int] = {}
    free = set(range(len(old)))

    def pair(is_same: Callable[[Piece, Piece], bool]) -> None:
        for place, piece in enumerate(new):
            if place in found:
                continue
            fits = [one for one in sorted(free) if is_same(old[one], piece)]
            if fits:
                found[place] = min(fits, key=lambda one: (old[one].path != piece.path, abs(one - place)))
                free.discard(found[place])

    pair(lambda a, b: (a.title, a.text) == (b.title, b.text))
    pair(lambda a, b: bool(a.title) and a.title == b.title and a.kind == b.kind)
    pair(lambda a, b: a.path == b.path and _alike(a, b))
    return found


def _alike(a: Piece, b: Piece) -> bool:
    matcher = SequenceMatcher(None, a.title + a.text[:_LONG], b.title + b.text[:_LONG], autojunk=False)
    return matcher.quick_ratio() >= LIKE and matcher.ratio() >= LIKE


def _change(old: Piece | None, new: Piece) -> Change:
    if old is None:
        return Change("added", None, new)
    if (old.title, old.text, old.kind) == (new.title, new.text, new.kind):
        return Change("same" if old.path == new.path else "moved", old, new)
    before, after = (f"{one.title}\n{one.text}".strip() for one in (old, new))
    return Change("changed", old, new, tuple(words(before, after)))


def words(old: str, new: str) -> Iterator[tuple[str, str]]:
    """(same|removed|added, text) in the order of reading; put together without the removed ones it is `new`."""
    cut = _TOKEN if max(len(old), len(new)) <= _LONG else _SENTENCE
    left, right = [t for t in cut.findall(old) if t], [t for t in cut.findall(new) if t]
    for tag, i, j, k, end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(right[k:end])
            continue
        if i < j:
            yield "removed", "".join(left[i:j])
        if k < end:
            yield "added", "".join(right[k:end])
