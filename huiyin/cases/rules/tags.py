"""Tags: how a name is written and compared, and what a merged tag counts as. Pure."""

import unicodedata
from collections.abc import Collection, Mapping
from typing import TypeVar

MOST = 40
T = TypeVar("T")


def tidy(name: str) -> str:
    """The name as it is shown: one kind of space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", name).split()).strip("#＃ ")


def key(name: str) -> str:
    """The name as it is compared: full width and capitals do not make another tag."""
    return " ".join(unicodedata.normalize("NFKC", tidy(name)).casefold().split())


def is_name(name: str) -> bool:
    """Can it be a tag: 1 to 40 characters, one line, no comma (lists of tags are separated by commas)?"""
    return 0 < len(name) <= MOST and 0 < len(key(name)) <= MOST and name.isprintable() and not set(name) & set(",，")


def final(tag: T, merged: Mapping[T, T]) -> T:
    """What `tag` counts as: the end of the chain of merges (`merged`: tag → what it was merged into)."""
    seen = {tag}
    while tag in merged and merged[tag] not in seen:
        tag = merged[tag]
        seen.add(tag)
    return tag


def members(tags: Collection[T], merged: Mapping[T, T]) -> set[T]:
    """The tags whose carriers count as carrying one of `tags`: these and everything merged into them."""
    return set(tags) | {tag for tag in merged if final(tag, merged) in tags}
