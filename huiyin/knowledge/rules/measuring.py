"""How well questions are answered: a made set of questions over articles, and some with no answer. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.knowledge.rules import ranking


@dataclass(frozen=True)
class Measured:
    """Of `known` questions: the right article is first; is told as the answer (`right`, `wrong`: another is); is
    `among` those asked back, or `missing` there; nothing is known (`silent`). Of `unknown` ones: answered,
    or asked back."""

    known: int
    first: int
    right: int
    wrong: int
    among: int
    missing: int
    silent: int
    unknown: int
    answered_unknown: int
    asked_unknown: int


def documents(tree: Mapping[str, Any]) -> list[ranking.Document]:
    """The public articles of a file `articles: [{key, title: {zh}, asks, zh, for?}]`."""
    return [
        ranking.Document(one["key"], [one["title"]["zh"], *one["asks"]], one["zh"])
        for one in tree["articles"]
        if one.get("for", "public") == "public"
    ]


def questions(tree: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(key, question) of a file `known: {key: [question]}, unknown: [question]`; no key: nothing answers it."""
    known = [(str(key), str(text)) for key, texts in tree["known"].items() for text in texts]
    return known + [("", str(text)) for text in tree["unknown"]]


def half_of(question: str) -> int:
    """The half a question belongs to, by its words alone: the limits are set with 0 and told with 1."""
    return hashlib.sha256(question.encode()).digest()[-1] % 2


def measure(
    articles: Sequence[ranking.Document], asked: Sequence[tuple[str, str]], *, half: int | None = None
) -> Measured:
    """What becomes of the questions, of all or of one half."""
    count = dict.fromkeys(Measured.__dataclass_fields__, 0)
    for key, text in asked:
        if half is None or half_of(text) == half:
            for name in _outcome(key, ranking.rank(text, articles)):
                count[name] += 1
    return Measured(**count)


def _outcome(key: str, hits: Sequence[ranking.Hit]) -> list[str]:
    verdict = ranking.verdict(hits)
    if not key:
        told = {"answer": ["answered_unknown"], "ask": ["asked_unknown"], "unknown": []}
        return ["unknown", *told[verdict]]
    first = ["first"] if hits and hits[0].id == key else []
    if verdict == "answer":
        return ["known", *first, "right" if first else "wrong"]
    if verdict == "unknown":
        return ["known", *first, "silent"]
    return ["known", *first, "among" if key in [hit.id for hit in ranking.offered(hits)] else "missing"]
