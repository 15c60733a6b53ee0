"""Sources: the handbook, laws, orders, standards and foreign rules, each with its legal status and dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from huiyin.core.words import Words
from huiyin.handbook.rules.node import Node, PackError, optional_day

SourceKind = Literal["handbook", "law", "regulation", "order", "notice", "standard", "guide", "foreign"]
SourceStatus = Literal["in_force", "repealed", "unverifiable", "draft"]

SOURCE_KINDS: tuple[SourceKind, ...] = (
    "handbook", "law", "regulation", "order", "notice", "standard", "guide", "foreign",
)  # fmt: skip
SOURCE_STATUSES: tuple[SourceStatus, ...] = ("in_force", "repealed", "unverifiable", "draft")
JURISDICTIONS = ("cn", "uk", "us", "us-ny", "eu", "hk", "sg", "au", "int")

_REQUIRED = ("source", "title", "kind", "jurisdiction", "status")
_OPTIONAL = (
    "number", "issuer", "effective_from", "effective_to", "replaced_by", "short", "articles_total", "articles", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a law: its gist in our words and the words it is about, for the citation linter."""

    number: str
    gist: Words
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that rules, clauses and citations point to.

    `effective_to` is its last day in force; `replaced_by` the code of the source that took its place; `short` the names
    it goes by in texts; `articles_total` the number of its last article, None where it is not known.
    """

    code: str
    title: Words
    kind: SourceKind
    jurisdiction: str
    status: SourceStatus
    number: str
    issuer: str
    effective_from: date | None
    effective_to: date | None
    replaced_by: str
    short: tuple[str, ...]
    articles_total: int | None
    articles: Mapping[str, Article]
    note: Words
    file: str
    line: int

    def in_force_on(self, day: date) -> bool:
        """Whether it binds on a day: by its dates where they are known, else by its status."""
        if self.effective_from is None:
            return self.status == "in_force"
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


def read_source(tree: object, file: str) -> Source:
    """Check a parsed source and make it typed. Raises PackError with file, line and place of the first fault."""
    node = Node(tree, file, "", getattr(tree, "line", 0))
    node.keys(_REQUIRED, _OPTIONAL)
    code = node.at("source").match(r"[a-z][a-z0-9-]*", "a code like cn-order-2020-3")
    if file != f"{code}.yaml":
        raise node.at("source").wrong(f"the file of {code} is called {code}.yaml", "Rename the file or the source.")
    since, until = optional_day(node.at("effective_from")), optional_day(node.at("effective_to"))
    if since and until and until < since:
        raise node.at("effective_to").wrong("is before effective_from", "Put the last day in force.")
    status: SourceStatus = node.at("status").one_of(SOURCE_STATUSES)
    if status == "repealed" and until is None:
        raise node.at("status").wrong("a repealed source needs effective_to", "Put the last day it was in force.")
    total = node.at("articles_total")
    return Source(
        code=code,
        title=node.at("title").words(),
        kind=node.at("kind").one_of(SOURCE_KINDS),
        jurisdiction=node.at("jurisdiction").one_of(JURISDICTIONS),
        status=status,
        number=node.at("number").text(""),
        issuer=node.at("issuer").text(""),
        effective_from=since,
        effective_to=until,
        replaced_by=node.at("replaced_by").text(""),
        short=tuple(place.text() for place in node.at("short").items()),
        articles_total=None if total.value is None else total.number(),
        articles={number: _article(number, place, total) for number, place in node.at("articles").pairs()},
        note=node.at("note").words(required=False),
        file=file,
        line=node.line,
    )


def _article(number: str, node: Node, total: Node) -> Article:
    node.keys(("zh", "en"), ("about",))
    if number.isdecimal() and isinstance(total.value, int) and not 1 <= int(number) <= total.value:
        raise node.wrong(f"there are {total.value} articles", "Check the number of the article or articles_total.")
    about = tuple(place.text() for place in node.at("about").items())
    return Article(number, Words(node.at("zh").text(), node.at("en").text()), about)


def no_two(sources: tuple[Source, ...]) -> None:
    """Refuse two sources of one code, and one that is replaced by a source that is not there. Raises PackError."""
    known = {source.code for source in sources}
    for source in sources:
        if source.replaced_by and source.replaced_by not in known:
            problem = f"there is no source {source.replaced_by!r}"
            raise PackError(source.file, source.line, "replaced_by", problem, "Add its file or mend the code.")
