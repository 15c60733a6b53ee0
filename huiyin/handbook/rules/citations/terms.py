"""The typed terms of the citation linter: what is known of documents and names, and what a finding says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from huiyin.core.words import Words

Kind = Literal["wrong", "superseded", "authority ended", "not verifiable"]
KINDS: tuple[Kind, ...] = ("wrong", "superseded", "authority ended", "not verifiable")
#: The kinds that are an alarm; `not verifiable` says only that nobody could check it here.
ALARMS: frozenset[Kind] = frozenset({"wrong", "superseded", "authority ended"})


@dataclass(frozen=True, slots=True)
class Key:
    """The number of a document, free of spelling: `银保监会令2020年第3号` → ("cbirc", "令", 2020, 3).

    `issuer` is the code of an authority, empty when the text names none; `form` is 令 or the letters before the year
    (银保监发); `year` 0 where the issuer counts through (国务院令第462号).
    """

    issuer: str
    form: str
    year: int
    number: int


@dataclass(frozen=True, slots=True)
class Article:
    """What an article is about: the gist in our words, and the words by which a text shows that it means this one.

    A word of `about` may join several by `+`: all of them must stand in the text.
    """

    gist: Words
    about: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Document:
    """One edition of a law, order, notice or standard.

    `names`: titles and short names, compacted (`plain.compact`). `since`/`until`: first and last day in force, None
    where not known or open. `replaced_by`: code of what came after. `articles_total`: the last article's number, None
    where not known. `articles`: those whose content is known. `editions`: years by which texts tell editions apart.
    """

    code: str
    title: Words
    names: tuple[str, ...]
    number: str = ""
    key: Key | None = None
    standard: tuple[str, str] | None = None  # ("GB/T 22239", "2019")
    kind: str = ""
    issuer: str = ""
    status: str = "in_force"
    since: date | None = None
    until: date | None = None
    replaced_by: str = ""
    articles_total: int | None = None
    articles: Mapping[str, Article] = field(default_factory=dict)
    editions: tuple[str, ...] = ()

    def in_force_on(self, day: date) -> bool:
        """Whether it binds on `day`."""
        if self.status == "repealed" and self.until is None:
            return False
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Authority:
    """A body that issues documents or supervises; `until`: its last day."""

    code: str
    names: tuple[str, ...]
    title: Words
    since: date | None
    until: date | None
    followed_by: str


@dataclass(frozen=True, slots=True)
class Saying:
    """A finding of the data set: `words` (a pattern) found in a text, or `cites` (source, article) beside `about`.

    `clause`: the place of the handbook it was first seen in. `when`: it counts only from this day on.
    """

    code: str
    kind: Kind
    source: Words
    mend: Words
    pattern: str = ""
    unless: str = ""
    cites: tuple[str, str] | None = None
    titles: tuple[str, ...] = ()
    number: Key | None = None
    about: tuple[tuple[str, ...], ...] = ()
    since: date | None = None
    clause: str = ""


@dataclass(frozen=True)
class Library:
    """Everything the linter knows."""

    documents: Mapping[str, Document]
    authorities: Mapping[str, Authority]
    sayings: tuple[Saying, ...]

    def named(self, name: str) -> tuple[Document, ...]:
        """The editions that go by this compacted title or short name, the oldest first."""
        found = [one for one in self.documents.values() if name in one.names]
        return tuple(sorted(found, key=lambda one: one.since or date.min))

    def numbered(self, key: Key) -> tuple[Document, ...]:
        """The documents with this number; a number without issuer fits any."""
        return tuple(
            one
            for one in self.documents.values()
            if one.key is not None
            and (one.key.form, one.key.year, one.key.number) == (key.form, key.year, key.number)
            and (not key.issuer or not one.key.issuer or key.issuer == one.key.issuer)
        )

    def standards(self, number: str) -> tuple[Document, ...]:
        """The editions of a standard, the oldest first."""
        found = [one for one in self.documents.values() if one.standard is not None and one.standard[0] == number]
        return tuple(sorted(found, key=lambda one: one.standard[1] if one.standard else ""))


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: where (offsets into the text that was checked), what stands there, what is wrong, and the mend."""

    start: int
    end: int
    quote: str
    kind: Kind
    source: Words
    mend: Words

    @property
    def is_alarm(self) -> bool:
        """Does it call for a change (and make the command exit 1)?"""
        return self.kind in ALARMS
