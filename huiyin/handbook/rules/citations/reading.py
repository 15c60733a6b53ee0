"""Reading what the linter knows out of parsed files: documents, authorities, articles, findings."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from huiyin.core.words import Words
from huiyin.handbook.rules.citations import marks
from huiyin.handbook.rules.citations.plain import compact, read
from huiyin.handbook.rules.citations.terms import KINDS, Article, Authority, Document, Key, Library, Saying
from huiyin.handbook.rules.node import Node, PackError, optional_day
from huiyin.handbook.rules.sources import SOURCE_KINDS, SOURCE_STATUSES, Source

_DOCUMENT = ("source", "title", "kind", "status")
_DOCUMENT_MORE = ("number", "issuer", "effective_from", "effective_to", "replaced_by", "short", "articles_total")
_FINDING = ("code", "kind", "source", "mend")
_FINDING_MORE = ("pattern", "unless", "cites", "number", "titles", "about", "since", "clause")


def library(
    sources: Iterable[Source], documents: object, authorities: object, findings: object, articles: Mapping[str, object]
) -> Library:
    """Put everything together. `articles`: parsed files by name. Raises PackError with file, line and mend."""
    bodies = read_authorities(authorities)
    issuers = _issuers(bodies)
    found = {one.code: _of_source(one, issuers) for one in sources}
    for one in read_documents(documents, issuers):
        if one.code in found:
            raise PackError("documents.yaml", 0, one.code, "is a source already", "Take it out of one of the two.")
        found[one.code] = one
    for one in found.values():
        if one.replaced_by and one.replaced_by not in found:
            raise PackError("documents.yaml", 0, one.code, f"there is no {one.replaced_by!r}", "Mend replaced_by.")
    for code, known in _articles(articles).items():
        if code not in found:
            raise PackError(f"{code}.yaml", 0, "document", f"there is no document {code!r}", "Mend the code.")
        found[code] = replace(found[code], articles={**found[code].articles, **known})
    return Library(found, bodies, read_findings(findings, issuers, found))


def read_authorities(tree: object, file: str = "authorities.yaml") -> dict[str, Authority]:
    """The bodies, by code."""
    node = Node(tree, file, "", getattr(tree, "line", 0))
    node.keys(("authorities",))
    found = {}
    for place in node.at("authorities").items():
        place.keys(("code", "names", "title"), ("since", "until", "followed_by"))
        names = tuple(name.text() for name in place.at("names").items())
        code = place.at("code").text()
        found[code] = Authority(
            code,
            tuple(sorted(names, key=len, reverse=True)),
            place.at("title").words(),
            optional_day(place.at("since")),
            optional_day(place.at("until")),
            place.at("followed_by").text(""),
        )
    return found


def read_documents(tree: object, issuers: Mapping[str, str], file: str = "documents.yaml") -> list[Document]:
    """The documents beside the sources."""
    node = Node(tree, file, "", getattr(tree, "line", 0))
    node.keys(("documents",))
    found: list[Document] = []
    for place in node.at("documents").items():
        place.keys(_DOCUMENT, _DOCUMENT_MORE)
        total = place.at("articles_total")
        one = Document(
            code=place.at("source").match(r"[a-z][a-z0-9-]*", "a code like cn-contract-law"),
            title=place.at("title").words(),
            names=(),
            number=place.at("number").text(""),
            kind=place.at("kind").one_of(SOURCE_KINDS),
            issuer=place.at("issuer").text(""),
            status=place.at("status").one_of(SOURCE_STATUSES),
            since=optional_day(place.at("effective_from")),
            until=optional_day(place.at("effective_to")),
            replaced_by=place.at("replaced_by").text(""),
            articles_total=None if total.value is None else total.number(),
        )
        if one.code in {other.code for other in found}:
            raise place.wrong(f"{one.code} is given twice", "Keep one of the two.")
        short = tuple(name.text() for name in place.at("short").items())
        found.append(_with_names(one, short, issuers))
    return found


def _of_source(source: Source, issuers: Mapping[str, str]) -> Document:
    one = Document(
        code=source.code,
        title=source.title,
        names=(),
        number=source.number,
        kind=source.kind,
        issuer=source.issuer,
        status=source.status,
        since=source.effective_from,
        until=source.effective_to,
        replaced_by=source.replaced_by,
        articles_total=source.articles_total,
        articles={
            number: Article(known.gist, tuple(tuple(word.split("+")) for word in known.about))
            for number, known in source.articles.items()
        },
    )
    return _with_names(one, source.short, issuers)


def _with_names(one: Document, short: tuple[str, ...], issuers: Mapping[str, str]) -> Document:
    """The names it is found by, its number free of spelling, the years that tell its editions apart."""
    names = [compact(one.title.zh), *(compact(name) for name in short)]
    if one.kind == "standard":
        names += [compact(part) for part in (re.split(r"[ 　]", one.title.zh)[-1],) if len(part) > 5]
    plain = read(one.number).text
    keys = [mark.key for mark in marks.numbers(plain, dict(issuers)) if mark.key is not None]
    standards = [mark.standard for mark in marks.standards(plain)]
    years = [str(one.since.year)] if one.since else []
    years += re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", f"{one.code} {one.number}")
    return replace(
        one,
        names=tuple(dict.fromkeys(name for name in names if name)),
        key=keys[0] if keys else None,
        standard=standards[0] if standards else None,
        editions=tuple(dict.fromkeys(years)),
    )


def _issuers(bodies: Mapping[str, Authority]) -> dict[str, str]:
    names = {name: one.code for one in bodies.values() for name in one.names}
    return dict(sorted(names.items(), key=lambda pair: -len(pair[0])))


def _articles(files: Mapping[str, object]) -> dict[str, dict[str, Article]]:
    found: dict[str, dict[str, Article]] = {}
    like: dict[str, Node] = {}
    for file, tree in sorted(files.items()):
        node = Node(tree, file, "", getattr(tree, "line", 0))
        node.keys(("document", "articles"), ("like",))
        code = node.at("document").text()
        found[code] = {number: _article(place) for number, place in node.at("articles").pairs()}
        if node.at("like").value is not None:
            like[code] = node.at("like")
    for code, node in like.items():
        node.keys(("document", "to", "moved"))
        base, last = node.at("document").text(), node.at("to").number()
        if base not in found:
            raise node.wrong(f"there are no articles of {base}", "Add their file.")
        steps = [(step.at("from").number(), step.at("by").number()) for step in node.at("moved").items()]
        moved = {
            str(int(number) + max((by for first, by in steps if int(number) >= first), default=0)): article
            for number, article in found[base].items()
            if int(number) <= last
        }
        found[code] = moved | found[code]
    return found


def _article(node: Node) -> Article:
    node.keys(("zh", "en", "about"))
    words = Words(node.at("zh").text(), node.at("en").text())
    return Article(words, tuple(tuple(place.text().casefold().split("+")) for place in node.at("about").items()))


def read_findings(
    tree: object, issuers: Mapping[str, str], documents: Mapping[str, Document], file: str = "findings.yaml"
) -> tuple[Saying, ...]:
    """The data set of known wrong citations."""
    node = Node(tree, file, "", getattr(tree, "line", 0))
    node.keys(("findings",))
    found = []
    for place in node.at("findings").items():
        place.keys(_FINDING, _FINDING_MORE)
        found.append(
            Saying(
                code=place.at("code").text(),
                kind=place.at("kind").one_of(KINDS),
                source=place.at("source").words(),
                mend=place.at("mend").words(),
                pattern=_pattern(place.at("pattern")),
                unless=_pattern(place.at("unless")),
                cites=_cites(place.at("cites"), documents),
                number=_number(place.at("number"), issuers),
                titles=tuple(compact(title.text()) for title in place.at("titles").items()),
                about=tuple(tuple(word.text().split("+")) for word in place.at("about").items()),
                since=optional_day(place.at("since")),
                clause=place.at("clause").text(""),
            )
        )
    return tuple(found)


def _pattern(node: Node) -> str:
    text = node.text("")
    try:
        re.compile(text)
    except re.error as error:
        raise node.wrong(f"is not a regular expression: {error}", "Mend it.") from error
    return text


def _cites(node: Node, documents: Mapping[str, Document]) -> tuple[str, str] | None:
    if node.value is None:
        return None
    node.keys(("document", "article"))
    code = node.at("document").text()
    if code not in documents:
        raise node.at("document").wrong(f"there is no document {code!r}", "Mend the code.")
    return code, node.at("article").text()


def _number(node: Node, issuers: Mapping[str, str]) -> Key | None:
    if node.value is None:
        return None
    found = [mark.key for mark in marks.numbers(read(node.text()).text, dict(issuers)) if mark.key is not None]
    if not found:
        raise node.wrong("is not the number of a document", "Write it like 银保监发〔2021〕12号.")
    return found[0]
