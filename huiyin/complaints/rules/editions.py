"""Dated editions of the house's own rules: which are shipped, and which one binds a day. Pure."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from huiyin.core import canonical
from huiyin.handbook.queries import parse
from huiyin.handbook.rules.node import Node, PackError, optional_day


class Edition(Protocol):
    """What every edition has; `effective_to` is its last day, None while it is in force."""

    @property
    def version(self) -> str: ...
    @property
    def effective_from(self) -> date: ...
    @property
    def effective_to(self) -> date | None: ...


E = TypeVar("E", bound=Edition)


class Head(NamedTuple):
    """What every edition begins with."""

    code: str
    effective_from: date
    effective_to: date | None

    def version(self, tree: object) -> str:
        """Pack, first day, and the hash of the content; the content was checked, so that it can be hashed."""
        return f"{self.code}@{self.effective_from}#{canonical.digest(tree)[:12]}"


def head(node: Node, example: str) -> Head:
    """Read the beginning of an edition; `example` is a code as it might be. Raises PackError."""
    node.at("title").words()
    code = node.at("pack").match(r"[a-z][a-z0-9-]*", f"a code like {example}")
    return Head(code, node.at("effective_from").day(), optional_day(node.at("effective_to")))


def bound_by(known: Sequence[E], on: date) -> E:
    """The edition that binds what arrived on a day; what arrived before the first is bound by the first."""
    for edition in reversed(known):
        if edition.effective_from <= on and (edition.effective_to is None or on <= edition.effective_to):
            return edition
    return known[0]


def shipped(folder: Path, prefix: str, read: Callable[[object, str], E]) -> tuple[E, ...]:
    """All editions in `folder`, oldest first. Raises PackError for a wrong file or overlapping dates."""
    found = sorted(
        (read(parse(path.read_text("utf-8"), path.name), path.name) for path in folder.glob(f"{prefix}*.yaml")),
        key=lambda edition: edition.effective_from,
    )
    if not found:
        raise PackError(f"there is no {prefix}*.yaml in the packs of complaints")
    for earlier, later in pairwise(found):
        if earlier.effective_to is None or later.effective_from <= earlier.effective_to:
            raise PackError(f"{earlier.version} and {later.version} are in force on the same day")
    return tuple(found)
