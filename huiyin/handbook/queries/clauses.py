"""Sources and clauses as they ship: looked up by code, by chapter, by rule."""

from collections.abc import Sequence
from functools import cache

from huiyin.core.words import Words
from huiyin.handbook.queries.files import CLAUSES, SOURCES, load_clauses, load_sources
from huiyin.handbook.queries.rules import codes, pack_codes, versions
from huiyin.handbook.rules.clauses import Chapter, Clause, Coverage
from huiyin.handbook.rules.node import PackError
from huiyin.handbook.rules.sources import Source

HANDBOOK = "cn-handbook-2025"


class NoClauseError(LookupError):
    """No such source or clause. The message is a sentence."""


@cache
def sources() -> tuple[Source, ...]:
    """All sources, by code."""
    return load_sources(SOURCES)


@cache
def _sources() -> dict[str, Source]:
    return {found.code: found for found in sources()}


def source(code: str) -> Source:
    """One source. Raises NoClauseError when there is none."""
    found = _sources().get(code)
    if found is None:
        raise NoClauseError(f"There is no source called {code!r}. Known sources: {', '.join(sorted(_sources()))}.")
    return found


@cache
def all_clauses() -> tuple[Clause, ...]:
    """All clauses of all sources: the handbook's in the order of its chapters, then by source."""
    files = sorted(load_clauses(CLAUSES), key=lambda it: (it.source != HANDBOOK, it.source, it.file))
    return tuple(clause for file in files for clause in file.clauses)


@cache
def _clauses() -> dict[tuple[str, str], Clause]:
    found: dict[tuple[str, str], Clause] = {}
    for clause in all_clauses():
        if (clause.source, clause.id) in found:
            raise PackError(clause.file, clause.line, clause.id, "is given twice", "Keep one of the two.")
        found[clause.source, clause.id] = clause
    return found


@cache
def chapters(source: str = HANDBOOK) -> tuple[Chapter, ...]:
    """The chapters and sections of a source, in their order."""
    files = sorted((it for it in load_clauses(CLAUSES) if it.source == source), key=lambda it: it.file)
    return tuple(chapter for file in files for chapter in file.chapters)


@cache
def actors(source: str = HANDBOOK) -> dict[str, Words]:
    """The people a source's clauses name who are no role of the organisation, by their name in the clauses."""
    return {name: words for it in load_clauses(CLAUSES) if it.source == source for name, words in it.actors.items()}


def clause(source: str, id: str) -> Clause:
    """One clause. Raises NoClauseError when the source has none of this id."""
    found = _clauses().get((source, id))
    if found is None:
        raise NoClauseError(f"{source} has no clause {id!r}.")
    return found


def find_clause(source: str, id: str) -> Clause | None:
    """One clause, None when there is none."""
    return _clauses().get((source, id))


def clauses_of(chapter: str = "", source: str = HANDBOOK) -> tuple[Clause, ...]:
    """The clauses of a chapter ("3"), of a section ("3.1"), or of a whole source (""), in order."""
    found = (it for it in all_clauses() if it.source == source)
    if not chapter:
        return tuple(found)
    return tuple(it for it in found if it.section == chapter or it.section.startswith(f"{chapter}."))


@cache
def clauses_of_rule(code: str) -> tuple[Clause, ...]:
    """The clauses a rule serves: those it rests on (any version, any pack) and those that name it; handbook first."""
    rests = {(ref.source, ref.clause) for rule in versions(code, pack_codes()) for ref in rule.clauses}
    return tuple(it for it in all_clauses() if code in it.rules or (it.source, it.id) in rests)


@cache
def _rules_by_clause() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], dict[str, None]] = {}
    for code in codes(pack_codes()):
        for it in clauses_of_rule(code):
            found.setdefault((it.source, it.id), {})[code] = None
    return {key: tuple(value) for key, value in found.items()}


def rules_of_clause(clause: Clause) -> tuple[str, ...]:
    """The codes of the rules a clause makes: named by it or resting on it."""
    return _rules_by_clause().get((clause.source, clause.id), ())


def coverage(clause: Clause) -> Coverage:
    """What serves a clause: rules, screens, tests, metric."""
    return Coverage(clause, rules_of_clause(clause), clause.screens, clause.tests, clause.metric)


def coverages(chapter: str = "", source: str = HANDBOOK) -> Sequence[Coverage]:
    """The coverage of every clause of a chapter, section or source."""
    return [coverage(it) for it in clauses_of(chapter, source)]
