"""The gate of the decision letter: what is missing, in words (令2020-3 art 19, 20; 1.1-2; 3.3-4), and what reads badly.

The three rights of 1.1-2 are its backbone: to know (facts, grounds, answers), to choose (mediation, arbitration, court)
and to hold to account (review, contact).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from huiyin.complaints.rules.terms import LetterTerms
from huiyin.complaints.rules.wording import Found
from huiyin.core.noop import _
from huiyin.core.words import Words
from huiyin.handbook.rules.citations.terms import Finding, Kind

REMEDIES = ("review", "mediation", "arbitration", "litigation")
RESULTS = ("upheld", "partly", "not_upheld")

# A clause, article or paragraph, in Chinese or English.
_CITED = re.compile(r"第[一二三四五六七八九十百千零〇\d]+[条款项]|(?i:\b(?:art(?:icle)?|clause|section)\.?\s*\d)")
_SENTENCE = re.compile(r"[。！？!?；;\n]+|(?<=[a-z])\.\s")
# A text of any length that repeats a handful of characters says nothing.
_DISTINCT = 0.2


@dataclass(frozen=True)
class Answer:
    """What the letter answers to one demand. Sums in yuan; `asked` None: nothing was named."""

    number: int
    demand: str
    result: str = ""
    text: str = ""
    asked: Decimal | None = None
    granted: Decimal | None = None


@dataclass(frozen=True)
class Draft:
    """A decision letter before it is issued, as the gate sees it."""

    by_branch: bool
    recipient: str
    contact: str
    sender_address: str
    process: str = ""
    facts: str = ""
    grounds: str = ""
    outcome: str = ""
    follow_up: str = ""
    answers: tuple[Answer, ...] = ()
    remedies: frozenset[str] = frozenset()
    review_unit: str = ""
    review_how: str = ""
    review_days: int = 0
    arbitration: str = ""
    verdict: str = ""
    compensation: Decimal = Decimal(0)
    citations: tuple[tuple[str, Finding], ...] = ()  # the part, and what is amiss with a citation in it
    wording: tuple[tuple[str, Found], ...] = ()  # the part, and what is to be said about its language

    def texts(self) -> dict[str, str]:
        """The parts that somebody wrote, by name."""
        return {
            "process": self.process,
            "facts": self.facts,
            "grounds": self.grounds,
            "outcome": self.outcome,
            "follow_up": self.follow_up,
        }


@dataclass(frozen=True)
class Remark:
    """Something that reads badly: `part` of the letter, the sentence for the writer, and the words it is about."""

    part: str
    sentence: str
    words: str = ""
    say_zh: str = ""
    say_en: str = ""
    reason: Words | None = None  # in place of the sentence, where the house's own data says it
    start: int = 0  # where in the part the words begin
    refuses: bool = False


# What no complainant may be told as the ground of a decision; other faults of citations are remarks.
_MISLEADING: frozenset[Kind] = frozenset({"wrong", "superseded"})
_CITATIONS: dict[Kind, str] = {
    "wrong": _("This citation is wrong."),
    "superseded": _("This is no longer in force. An old law that still binds the case is written with “former” (原)."),
    "authority ended": _("This body is no more."),
    "not verifiable": _("This citation could not be checked."),
}

_TOO_LITTLE = {
    "process": _("Say how the matter was looked into."),
    "facts": _("Write down the verified facts: what happened, when, and how it was established."),
    "grounds": _("Give the grounds and reasons of the decision."),
    "outcome": _("Say what was decided."),
    "follow_up": _("Say what follows: payment, service, process, and by when."),
}


def missing(draft: Draft, terms: LetterTerms) -> tuple[str, ...]:
    """Everything that keeps the letter from being issued, as sentences to translate, in the order of the letter."""
    return tuple(dict.fromkeys((*_missing_texts(draft, terms), *_missing_answers(draft, terms), *_missing_ways(draft))))


def _missing_texts(draft: Draft, terms: LetterTerms) -> Iterator[str]:
    if not draft.recipient.strip():
        yield _("Name the person to whom the letter goes.")
    for part, text in draft.texts().items():
        if says_little(text, terms.least[part], terms):
            yield _TOO_LITTLE[part]
    if not _CITED.search(draft.grounds):
        yield _("Cite the article of law or the clause of the contract that the decision rests on.")
    if any(part == "grounds" and one.kind in _MISLEADING for part, one in draft.citations):
        yield _("The grounds cite an article that is wrong or no longer in force: mend it as the remarks say.")
    everything = "\n".join((*draft.texts().values(), *(one.text for one in draft.answers))).lower()
    if any(one.refuses for _part, one in draft.wording):
        yield _("The letter holds words that no letter to a customer may hold: the remarks name them.")
    if any(words.lower() in everything for words in terms.denying):
        yield _("The letter takes a right away from the complainant: leave those words out.")


def _missing_answers(draft: Draft, terms: LetterTerms) -> Iterator[str]:
    if not draft.answers:
        yield _("Answer every demand.")
    for one in draft.answers:
        if one.result not in RESULTS or says_little(one.text, terms.least["answer"], terms):
            yield _("Answer every demand.")
        if one.result == "not_upheld" and one.granted:
            yield _("A demand that is not upheld grants no sum: mark it as partly upheld or take the sum out.")
        if one.result == "upheld" and one.asked is not None and (one.granted or Decimal(0)) < one.asked:
            yield _(
                "A demand that is upheld in full grants the sum asked for: mark it as partly upheld or raise the sum."
            )
        if one.granted is not None and (one.granted < 0 or one.granted != round(one.granted, 2)):
            yield _("A sum is zero or more and has at most two decimals.")
    if sum((one.granted or Decimal(0) for one in draft.answers), Decimal(0)) != draft.compensation:
        yield _("The sums in the letter add up to the compensation of the approved plan.")


def _missing_ways(draft: Draft) -> Iterator[str]:
    if draft.by_branch:
        if "review" not in draft.remedies or not draft.review_unit.strip() or not draft.review_days:
            yield _("A branch's decision names the review by the unit above and the days to apply for it.")
        if not draft.review_how.strip():
            yield _("Say where to apply for the review: the address of the unit above.")
    elif "review" in draft.remedies:
        yield _("A head-office decision offers no review: name mediation, arbitration where agreed, and court.")
    if "mediation" not in draft.remedies:
        yield _("Name the way of mediation.")
    if "litigation" not in draft.remedies:
        yield _("Name the way to court.")
    if "arbitration" in draft.remedies and not draft.arbitration.strip():
        yield _("Name the arbitration body that the contract provides for, or take arbitration out.")
    if draft.remedies - set(REMEDIES):
        yield _("The letter names a way that does not exist.")
    if not draft.contact.strip():
        yield _("Name who answers questions about the letter, with a phone number.")
    if not draft.sender_address.strip():
        yield _("Enter the address of the unit that decides: the letter shows it.")


def says_little(text: str, least: int, terms: LetterTerms) -> bool:
    """Is `text` too short to say anything: fewer than `least` letters, a stand-in, or the same few characters again?"""
    letters = [char for char in text if unicodedata.category(char)[0] in "LN"]
    if len(letters) < least or text.strip().strip("。.…!！").lower() in terms.placeholders:
        return True
    return len(set(letters)) < max(2, min(len(letters) * _DISTINCT, 10))


def remarks(draft: Draft, terms: LetterTerms) -> tuple[Remark, ...]:
    """Warnings about plain language and sense. They stop nothing; the writer sees them beside the text."""
    found: list[Remark] = []
    parts = draft.texts() | {f"answer {one.number}": one.text for one in draft.answers}
    for part, text in parts.items():
        found.extend(_hard_words(part, text, terms))
        found.extend(_long_sentences(part, text, terms))
    found.extend(
        Remark(part, _CITATIONS[one.kind], one.quote, one.mend.zh, one.mend.en) for part, one in draft.citations
    )
    # Long sentences are told above, by the length of the house terms.
    found.extend(_of_language(part, one) for part, one in draft.wording if one.code != "long")
    results = {one.result for one in draft.answers}
    if draft.verdict == "upheld" and results == {"not_upheld"}:
        found.append(Remark("answers", _("The complaint is upheld, but no demand is: explain why.")))
    if draft.verdict == "not_upheld" and results & {"upheld", "partly"}:
        found.append(Remark("answers", _("The complaint is not upheld, but a demand is met: say that it is goodwill.")))
    return tuple(found)


def _of_language(part: str, one: Found) -> Remark:
    say = (one.say.zh, one.say.en) if one.say else ("", "")
    return Remark(part, one.sentence, one.words, *say, one.reason, one.start, one.refuses)


def _hard_words(part: str, text: str, terms: LetterTerms) -> Iterator[Remark]:
    for hard in terms.hard:
        if hard.word.lower() in text.lower():
            yield Remark(part, _("This is hard to read or sounds cold."), hard.word, hard.say.zh, hard.say.en)


def _long_sentences(part: str, text: str, terms: LetterTerms) -> Iterator[Remark]:
    for sentence in _SENTENCE.split(text):
        chinese = any("\u4e00" <= char <= "\u9fff" for char in sentence)
        if len(sentence.strip()) > terms.sentence["zh" if chinese else "en"]:
            yield Remark(part, _("This sentence is too long: make two of it."), sentence.strip()[:40])
