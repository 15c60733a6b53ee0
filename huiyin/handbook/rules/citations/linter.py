"""The linter: every citation of a text, judged as of a day."""

from collections.abc import Iterator
from datetime import date

from huiyin.core.words import Words
from huiyin.handbook.rules.citations import mentions, wording
from huiyin.handbook.rules.citations.checks import Judge, Verdict
from huiyin.handbook.rules.citations.cites import Cite, cites
from huiyin.handbook.rules.citations.plain import Plain, read
from huiyin.handbook.rules.citations.terms import KINDS, Document, Finding, Library

Found = tuple[int, int, Verdict]


def check(text: str, library: Library, on: date) -> tuple[Finding, ...]:
    """Everything amiss with the citations of `text` on the day `on`, in the order of the text.

    A citation that is known and right gives nothing; one that nobody can check is `not verifiable`.
    """
    plain = read(text)
    judge = Judge(library, on)
    found = cites(plain.text, library)
    resolved: dict[int, tuple[Cite, Document | None]] = {}
    spots: list[Found] = []
    for place, cite in enumerate(found):
        answer = judge.resolve(cite)
        resolved[place] = (cite, answer.document)
        if answer.verdict is not None and not (cite.alias and answer.verdict[0] == "not verifiable"):
            spots.append((cite.start, cite.end, answer.verdict))
    spots.extend(_articles(judge, resolved))
    spots.extend(_two_titles(judge, resolved))
    spots.extend(mentions.authorities(plain.text, library, resolved, on))
    spots.extend(mentions.sayings(plain.text, library, on))
    spots.extend(mentions.reports(plain.text))
    return _findings(plain, _with_editions(found, spots))


def _articles(judge: Judge, resolved: dict[int, tuple[Cite, Document | None]]) -> Iterator[Found]:
    for cite, document in resolved.values():
        if document is None:
            continue
        chain = [
            (other, known)
            for other, known in resolved.values()
            if other.chain == cite.chain and other is not cite and known is not None
        ]
        verdict = judge.articles(cite, document, chain)
        if verdict is not None:
            yield cite.start, cite.end, verdict


def _two_titles(judge: Judge, resolved: dict[int, tuple[Cite, Document | None]]) -> Iterator[Found]:
    """One number that the text gives to several titles: at most one of them can be right."""
    titles: dict[object, dict[str, str]] = {}
    for cite, document in resolved.values():
        if document is None and cite.number is not None and cite.title is not None and not cite.alias:
            titles.setdefault(cite.number.key, {}).setdefault(cite.name, cite.title.title)
    for cite, document in resolved.values():
        if document is None and cite.number is not None and cite.title is not None and not cite.alias:
            others = [title for name, title in titles[cite.number.key].items() if name != cite.name]
            if others:
                told = wording.two_titles(others)
                known = judge.resolve(cite).verdict
                if known is not None:
                    told = Words(told.zh + known[2].zh, f"{told.en} {known[2].en}")
                yield cite.start, cite.end, ("wrong", known[1] if known else wording.NOBODY, told)


def _with_editions(found: list[Cite], spots: list[Found]) -> list[Found]:
    """An unknown name of which the text names several editions: say so where it is told."""
    years: dict[str, dict[str, None]] = {}
    for cite in found:
        if cite.title is not None and cite.edition:
            years.setdefault(cite.name, {})[cite.edition] = None
    starts = {cite.start: cite for cite in found}
    told: list[Found] = []
    for start, end, verdict in spots:
        cited = starts.get(start)
        if cited is not None and cited.edition and verdict[:2] == ("not verifiable", wording.NOBODY):
            others = [f"{year}年版" for year in years.get(cited.name, {}) if year != cited.edition]
            verdict = (verdict[0], verdict[1], wording.unknown(None, others)) if others else verdict
        told.append((start, end, verdict))
    return told


def _findings(plain: Plain, spots: list[Found]) -> tuple[Finding, ...]:
    """Sorted; of several about the same words only the gravest."""
    best: list[Found] = []
    for spot in sorted(spots, key=lambda one: (KINDS.index(one[2][0]), one[0], -one[1])):
        if not any(other[0] < spot[1] and spot[0] < other[1] for other in best):
            best.append(spot)
    found = []
    for start, end, (kind, source, mend) in sorted(best, key=lambda one: one[0]):
        first, last = plain.back(start, end)
        found.append(Finding(first, last, plain.quote(start, end), kind, source, mend))
    return tuple(found)
