"""The citation linter with what ships: `check(text, on)`."""

from datetime import date
from functools import cache
from pathlib import Path

from huiyin.handbook.queries.clauses import sources
from huiyin.handbook.queries.files import HERE, tree
from huiyin.handbook.rules.citations import linter, reading
from huiyin.handbook.rules.citations.terms import Article, Finding, Library

CITATIONS = HERE / "citations"


@cache
def library(folder: Path = CITATIONS) -> Library:
    """Everything the linter knows: the sources, further documents, authorities, articles. Raises PackError."""
    return reading.library(
        sources(),
        tree(folder / "documents.yaml"),
        tree(folder / "authorities.yaml"),
        tree(folder / "findings.yaml"),
        {path.name: tree(path) for path in sorted((folder / "articles").glob("*.yaml"))},
    )


def check(text: str, on: date) -> tuple[Finding, ...]:
    """What is amiss with the citations of `text` as of the day `on`, in the order of the text."""
    return linter.check(text, library(), on)


def article(source: str, number: str) -> Article | None:
    """What an article of a source is about, None where that is not known."""
    known = library().documents.get(source)
    return known.articles.get(number) if known is not None else None
