"""Where the rules published in this house come from. The command line has none; an app that knows the database gives
its reader here once, when it is ready, so that packs stay readable without Django.
"""

from collections.abc import Callable
from dataclasses import dataclass

from huiyin.handbook.rules.terms import Rule


@dataclass(frozen=True)
class Published:
    """All rule versions published here. `stamp` changes whenever `rules` does; what is derived is kept by it."""

    stamp: int = 0
    rules: tuple[Rule, ...] = ()


def _none() -> Published:
    return Published()


_reader: list[Callable[[], Published]] = [_none]


def provide(reader: Callable[[], Published]) -> None:
    """Take the reader of published versions. It answers at once from memory and refreshes itself as it sees fit."""
    _reader[0] = reader


def published() -> Published:
    """What is published here now."""
    return _reader[0]()
