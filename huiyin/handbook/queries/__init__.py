"""The handbook as data, to be read: rules, sources, clauses."""

from huiyin.handbook.queries.candidates import candidates
from huiyin.handbook.queries.clauses import (
    HANDBOOK,
    NoClauseError,
    actors,
    all_clauses,
    chapters,
    clause,
    clauses_of,
    clauses_of_rule,
    coverage,
    coverages,
    find_clause,
    rules_of_clause,
    source,
    sources,
)
from huiyin.handbook.queries.duties import duties, duty
from huiyin.handbook.queries.files import CLAUSES, EXAMPLES, PACKS, SOURCES, load, load_clauses, load_sources
from huiyin.handbook.queries.looking_up import matching
from huiyin.handbook.queries.rules import (
    NoRuleError,
    by_version,
    codes,
    examples_of,
    find,
    home,
    in_force,
    in_force_with_event,
    pack,
    pack_codes,
    packs,
    recorded,
    rules_of,
    versions,
)
from huiyin.handbook.queries.shelf import Published, provide
from huiyin.handbook.rules.tree import parse

__all__ = [
    "CLAUSES", "EXAMPLES", "HANDBOOK", "NoClauseError", "NoRuleError", "PACKS", "Published", "SOURCES", "actors",
    "all_clauses", "by_version", "candidates", "chapters", "clause", "clauses_of", "clauses_of_rule", "codes",
    "coverage", "coverages", "duties", "duty", "examples_of", "find", "find_clause", "home", "in_force",
    "in_force_with_event", "load", "load_clauses", "load_sources", "matching", "pack", "pack_codes", "packs", "parse",
    "provide", "recorded", "rules_of", "rules_of_clause", "source", "sources", "versions",
]  # fmt: skip
