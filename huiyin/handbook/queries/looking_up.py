"""Clauses by their words: of the handbook, the laws and the foreign rules. All of them fit into memory."""

from collections.abc import Sequence
from functools import cache

from huiyin.core import characters
from huiyin.handbook.queries.clauses import HANDBOOK, all_clauses, source
from huiyin.handbook.rules.clauses import Clause

# Characters below which a word means nothing.
FEWEST = 2


@cache
def _texts() -> tuple[tuple[Clause, str], ...]:
    """Each clause with all that is written in it and the names of its source, in one spelling; what is in force comes
    first, and the handbook before the laws."""
    rows = sorted(all_clauses(), key=lambda one: (one.status != "in_force", one.source != HANDBOOK))
    return tuple((one, characters.plain("\n".join(_said(one)))) for one in rows)


def _said(clause: Clause) -> list[str]:
    of = source(clause.source)
    return [clause.id, clause.ask.zh, clause.ask.en, of.title.zh, of.title.en, of.number, *of.short]


def matching(text: str, most: int) -> Sequence[Clause]:
    """At most `most` clauses that hold every word of `text`, wherever it stands; one whose number was typed comes
    first. None for fewer than two characters."""
    words = characters.plain(text).split()
    if sum(map(len, words)) < FEWEST:
        return ()
    found = [clause for clause, said in _texts() if all(word in said for word in words)]
    return sorted(found, key=lambda clause: characters.plain(clause.id) not in words)[:most]
