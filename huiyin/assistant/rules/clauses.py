"""Answering from the terms: which product a question names, and which of its clauses answers. Pure.

A clause is weighed like an article (`knowledge.rules.ranking`), its title as the way of asking; its own limits are
measured on the questions of tests/assistant/clause_questions.yaml.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from huiyin.knowledge.rules import ranking
from huiyin.knowledge.rules.ranking import Document, Hit
from huiyin.text.rules import normal

#: Named with every turn that looked into terms.
ENGINE = "clauses-1"
#: So much of a product's name stands in the question, weighed by how peculiar it is; two so near each other are both
#: meant. Three neighbours that no other product has are enough.
NAMED, APART_NAMES = 0.5, 0.12
#: From the first limit on the first clause answers, when the next is not too near; from the second on up to three are
#: offered.
GOOD, PERHAPS, APART = 0.30, 0.16, 0.04
MOST = 3
#: Words of customers for what terms call otherwise, beside those of articles.
ASKS: Mapping[str, str] = {
    "不赔": "责任免除", "不保": "责任免除", "免责": "责任免除", "除外": "责任免除", "不在范围": "责任免除",
    "打官司": "诉讼争议", "起诉": "诉讼争议", "仲裁": "争议处理", "多久到账": "核定给付", "几天赔": "核定给付",
    "保到几岁": "保险期间", "保到什么时候": "保险期间", "保多久": "保险期间", "保几年": "保险期间",
    "自己选": "自行选择", "别人": "第三者", "对方": "第三者", "亏": "亏损投资风险", "领钱": "领取给付",
    "忘记交": "宽限期未交", "忘了交": "宽限期未交", "没交": "宽限期未交", "断交": "宽限期未交",
    "律师": "诉讼费用", "喝酒": "饮酒", "酒驾": "饮酒", "酒后": "饮酒",
}  # fmt: skip
#: Who asks for nothing but what is (not) covered gets every clause of that kind.
_ALL = {
    "exclusion": re.compile(r"不赔|不保|不管|免责|除外|责任免除|不在(保障|保险)?范围"),
    "cover": re.compile(r"[赔保](障|险)?(什么|哪些|啥)|有什么保障|保险责任|保障范围"),
}
_WHETHER = re.compile(r"([赔保管])不\1|[赔保管](不|吗|么|嘛)|能[赔保]|会[赔保]|is .*covered", re.IGNORECASE)
_EITHER = re.compile(r"([赔保管])不\1")
_SMALL = re.compile(
    r"哪些|哪种|什么|情况|情形|有|的|是|都|会|请问|一下|我|想|知道|问|这个|那个|条款|时候|下|在|里|不|吗|呢|怎么|规定|赔|保|啥|"
    r"责任|范围|障|险|免除|免责|除外|管|么|[\s?？,，.。!！]"
)
Verdict = Literal["answer", "ask", "unknown"]


@dataclass(frozen=True)
class Named:
    """A product that a question names: how much of its name stands there (0 to 1), and the question without it."""

    code: str
    share: float
    rest: str


def named(question: str, names: Mapping[str, str]) -> list[Named]:
    """The products that a question means, the surest first: by code, or by what is peculiar to their names. Several
    when they cannot be told apart, none when no name is there."""
    words = normal(question)
    pairs = {code: _pairs(normal(name)) for code, name in names.items()}
    held = Counter(pair for found in pairs.values() for pair in found)
    weight = {pair: math.log((1 + len(names)) / times) for pair, times in held.items()}
    scored = []
    for code, own in pairs.items():
        whole = sum(weight[pair] for pair in own)
        share = sum(weight[pair] for pair in own if pair in words) / whole if whole else 0.0
        alone = {pair for pair in own if held[pair] == 1}
        if re.search(rf"(?<![a-z0-9]){re.escape(code.lower())}(?![a-z0-9])", words) or _runs(words, alone):
            share = max(share, NAMED)
        if share >= NAMED:
            scored.append(Named(code, round(share, 4), _without(words, own, code)))
    scored.sort(key=lambda one: (-one.share, one.code))
    return [one for one in scored if scored[0].share - one.share < APART_NAMES]


def _runs(words: str, pairs: set[str]) -> bool:
    """Do three neighbours stand in the words of which both pairs are among these?"""
    return any(words[at : at + 2] in pairs and words[at + 1 : at + 3] in pairs for at in range(len(words) - 2))


def whole_kind(question: str) -> str:
    """`exclusion` or `cover` where somebody asks for all of it and for nothing else; else empty."""
    for kind, pattern in _ALL.items():
        if pattern.search(question) and not _SMALL.sub("", pattern.sub("", question)):
            return kind
    return ""


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1) if name[at : at + 2].isalnum()}


def _without(words: str, pairs: set[str], code: str) -> str:
    """The question without the runs of two neighbours or more that stand in the name."""
    keep = [True] * len(words)
    for at in range(len(words) - 1):
        if words[at : at + 2] in pairs:
            keep[at] = keep[at + 1] = False
    rest = "".join(char if kept else " " for char, kept in zip(words, keep, strict=True))
    return " ".join(rest.replace(code.lower(), " ").split())


def rank(question: str, clauses: Sequence[Document]) -> list[Hit]:
    """The clauses with anything of the question in them, best first."""
    # “Is it paid or not” asks; it does not say that it is not.
    words = _EITHER.sub(" ", question)
    for said, meant in ASKS.items():
        if said in words:
            words = f"{words} {meant}"
    return ranking.rank(words, clauses)


def is_bare(rest: str) -> bool:
    """Is nothing left of a question but its product?"""
    return not _SMALL.sub("", rest)


def asks_whether(question: str) -> bool:
    """Does somebody ask whether something is paid for?"""
    return bool(_WHETHER.search(question))


def verdict(hits: Sequence[Hit]) -> Verdict:
    """Does the first clause answer, does one have to ask back, or is nothing known?"""
    if not hits or hits[0].score < PERHAPS:
        return "unknown"
    near = len(hits) > 1 and hits[0].score - hits[1].score < APART
    return "answer" if hits[0].score >= GOOD and not near else "ask"


def offered(hits: Sequence[Hit]) -> list[Hit]:
    """The answer alone, or two or three to choose from."""
    said = verdict(hits)
    if said == "unknown":
        return []
    return list(hits[:1]) if said == "answer" else [hit for hit in hits[:MOST] if hit.score >= PERHAPS * 0.8]
