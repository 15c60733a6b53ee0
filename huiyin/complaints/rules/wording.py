"""Plain language and words that no letter holds (1.1-2, 3.3-4): dated data in `complaints/packs`, and the check. Pure.

A hard finding keeps a letter from leaving, a soft one stands beside the text as advice; each has its place.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from huiyin.complaints.rules.editions import bound_by, head, shipped
from huiyin.core.noop import _
from huiyin.core.words import Words
from huiyin.handbook.rules.node import Node
from huiyin.text import plain

FOLDER = Path(__file__).resolve().parents[1] / "packs"
PREFIX = "wording-"
_EXPLAINED = re.compile(
    r"^[”\"」]?\s*(?:[（(]|，?(?:即|是指|指的是|也就是)|,?\s*(?:that is|meaning|which means|i\.e\.))"
)

LONG = _("This sentence is too long: make two of it.")
MANY_LONG = _("Too many sentences are long: the text is hard to follow.")
NESTED = _("This sentence has too many parts: say one thing at a time.")
UNEXPLAINED = _("This word of the trade is not explained.")
NO_CLAUSE = _("The contract clause cited here is not among those on which the liability was determined.")


@dataclass(frozen=True)
class Ease:
    """What may be read easily: length of a sentence, percent of long ones, stretches in one."""

    sentence: int
    share: int
    clauses: int


@dataclass(frozen=True)
class Phrase:
    """Words that no letter should hold, why, and what to write instead."""

    code: str
    refuse: bool
    any: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    reason: Words
    say: Words


@dataclass(frozen=True)
class Term:
    """A word of the trade with its explanation."""

    word: str
    say: Words


@dataclass(frozen=True)
class Wording:
    """One edition. `version` = pack, first day, and the hash of its content."""

    version: str
    effective_from: date
    effective_to: date | None
    ease: Mapping[str, Ease]
    terms: tuple[Term, ...]
    forbidden: tuple[Phrase, ...]


@dataclass(frozen=True)
class Found:
    """One finding: the words, where they begin in the text, why, and the mend. `sentence` is to be translated; a phrase
    brings its reason in both languages instead. `refuses`: the letter does not leave with it."""

    words: str
    start: int
    refuses: bool = False
    sentence: str = ""
    reason: Words | None = None
    say: Words | None = None
    code: str = ""


def in_force(on: date) -> Wording:
    """The edition that binds what arrived on a day; what arrived before the first is bound by the first."""
    return bound_by(editions(), on)


@cache
def editions() -> tuple[Wording, ...]:
    """All shipped editions, oldest first. Raises PackError for a wrong file or overlapping dates."""
    return shipped(FOLDER, PREFIX, read)


def read(tree: object, file: str) -> Wording:
    """Check a parsed edition and make it typed. Raises PackError naming the file and the place of the first fault."""
    node = Node(tree, file)
    node.keys(("pack", "title", "effective_from", "readability", "terms", "forbidden"), ("effective_to",))
    first = head(node, "wording-2025")
    node.at("readability").keys(("zh", "en"))
    phrases = tuple(_phrase(place) for place in node.at("forbidden").items())
    if len({one.code for one in phrases}) != len(phrases):
        raise node.at("forbidden").wrong("each code stands once")
    return Wording(
        version=first.version(tree),
        effective_from=first.effective_from,
        effective_to=first.effective_to,
        ease={name: _ease(place) for name, place in node.at("readability").pairs()},
        terms=tuple(_term(place) for place in node.at("terms").items()),
        forbidden=phrases,
    )


def _ease(node: Node) -> Ease:
    node.keys(("sentence", "share", "clauses"))
    return Ease(*(node.at(name).number() for name in ("sentence", "share", "clauses")))


def _term(node: Node) -> Term:
    node.keys(("word", "say"))
    return Term(node.at("word").text(), node.at("say").words())


def _phrase(node: Node) -> Phrase:
    node.keys(("code", "refuse", "any", "reason", "say"), ("unless",))
    unless = tuple(_pattern(place) for place in node.at("unless").items()) if node.at("unless").value else ()
    found = tuple(_pattern(place) for place in node.at("any").items())
    if not found:
        raise node.at("any").wrong("expected at least one pattern")
    return Phrase(
        node.at("code").match(r"[a-z_]{1,32}", "a short code"), node.at("refuse").flag(default=False), found, unless,
        node.at("reason").words(), node.at("say").words(),
    )  # fmt: skip


def _pattern(node: Node) -> re.Pattern[str]:
    try:
        return re.compile(node.text(), re.I)
    except re.error as fault:
        raise node.wrong(f"this is no regular expression: {fault}") from fault


def check(text: str, wording: Wording) -> list[Found]:
    """Everything that is to be said about a text, in the order of the text."""
    found = [*_phrases(text, wording), *_reading(text, wording), *_terms(text, wording)]
    return sorted(found, key=lambda one: (one.start, not one.refuses))


def _phrases(text: str, wording: Wording) -> Iterator[Found]:
    for sentence in plain.sentences(text):
        for phrase in wording.forbidden:
            if any(one.search(sentence.text) for one in phrase.unless):
                continue
            match = next(filter(None, (one.search(sentence.text) for one in phrase.any)), None)
            if match:
                yield Found(
                    match.group(), sentence.start + match.start(), phrase.refuse, "", phrase.reason, phrase.say,
                    phrase.code,
                )  # fmt: skip


def _reading(text: str, wording: Wording) -> Iterator[Found]:
    known = plain.sentences(text)
    long = 0
    for one in known:
        ease = wording.ease["zh" if one.is_chinese else "en"]
        if one.length > ease.sentence:
            long += 1
            yield Found(one.text[:40], one.start, sentence=LONG, code="long")
        elif one.clauses > ease.clauses:
            yield Found(one.text[:40], one.start, sentence=NESTED, code="nested")
    share = wording.ease["zh" if plain.is_chinese(text) else "en"].share
    if len(known) >= 3 and long * 100 > share * len(known):
        yield Found("", 0, sentence=MANY_LONG, code="many_long")


def _terms(text: str, wording: Wording) -> Iterator[Found]:
    for term in wording.terms:
        start = text.lower().find(term.word.lower())
        if start >= 0 and not _EXPLAINED.match(text[start + len(term.word) :]):
            yield Found(term.word, start, sentence=UNEXPLAINED, say=term.say, code="term")


# A clause of the contract (not of a law in 《》): "条款第五条", "合同第5条", "clause 5".
_CONTRACT = re.compile(
    r"(?:条款|合同|保单)(?:》)?(?:的)?第(?P<zh>[一二三四五六七八九十百零〇\d]+(?:\.\d+)*)条|\bclause\s+(?P<en>\d+(?:\.\d+)*)",
    re.I,
)


def contract_clauses(text: str) -> list[tuple[str, int, str]]:
    """The clauses of contracts that a text cites: (the number as written, where, the words)."""
    return [(match["zh"] or match["en"], match.start(), match.group()) for match in _CONTRACT.finditer(text)]


def unknown_clauses(text: str, known: str) -> Iterator[Found]:
    """Contract clauses cited in `text` that `known` (what the determination of liability rests on) does not hold."""
    held = {number for number, _start, _words in contract_clauses(known)}
    held |= set(re.findall(r"第([一二三四五六七八九十百零〇\d]+(?:\.\d+)*)条", known))
    for number, start, words in contract_clauses(text):
        if number not in held:
            yield Found(words, start, sentence=NO_CLAUSE, code="clause")
