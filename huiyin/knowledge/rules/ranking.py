"""Which article answers a question, how well, and whether that is good enough to say so. Pure Python.

Character pairs for Chinese, words for the rest, weighted by how rare they are in the articles. The score is between 0
and 1: how much of the question the best way of asking has in common with it, and how much of it the article speaks of.
Measured with `huiyin knowledge measure`; see docs/knowledge.md.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from huiyin.text import rules as text

#: Named with every answer that is kept, so that it can be computed again as it was.
ENGINE = "pairs-1"
#: From here on the first article is the answer; from the second limit on up to three are offered; below: not known.
GOOD, PERHAPS = 0.38, 0.21
#: Two articles so near each other are both offered; a third of that is enough where the first is sure.
APART, SURE = 0.06, 0.62
MOST = 3
#: A word is no less telling because there are only few articles yet.
FEWEST = 40

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+")
_WORD = re.compile(r"[a-z]{2,}|\d+")
# Politeness and question words tell nothing about the matter.
_EMPTY = re.compile(
    "请问一下|请问|麻烦|你好|您好|谢谢|我想问|我想知道|想问一下|想咨询|咨询一下|咨询|问一下|是不是|能不能|可不可以|可以吗|"
    "怎么样|怎么办|怎样|怎么|如何|为什么|为啥|什么|哪些|哪里|多少|吗|呢|啊|呀|吧|一下|一个|我们|你们|我的|你的|自己|"
    "我|你|您|的|了|是|有|要|在|和|与"
)
_FEW = frozenset(["how", "do", "does", "the", "is", "what", "can", "my", "to", "of", "an", "in", "it", "for", "when"])
# What customers say and what articles say; left becomes right, longest first.
SAME: Mapping[str, str] = {
    "冷静期": "犹豫期", "反悔期": "犹豫期", "观察期": "等待期", "不保了": "退保", "退掉": "退保", "不想要": "退保",
    "解除合同": "退保", "退钱": "退保钱", "保单失效": "保单中止", "效力中止": "中止", "恢复效力": "复效",
    "借款": "贷款", "借钱": "贷款", "报销": "理赔", "索赔": "理赔", "赔钱": "理赔", "赔付": "理赔", "核赔": "理赔核定",
    "审核": "核定", "材料": "资料", "单据": "资料", "文件": "资料", "手续": "资料", "几天": "多久", "多长时间": "多久",
    "多少天": "多久", "期限": "多久", "什么时候": "多久", "几号": "多久", "打过来": "到账", "到手": "到账",
    "赔款": "理赔款", "保险金": "理赔款", "电话号码": "电话", "手机号": "电话", "业务员": "销售人员",
    "代理人": "销售人员", "推销员": "销售人员", "骗": "误导", "忽悠": "误导", "投诉结果": "投诉决定",
    "处理结果": "投诉决定", "银保监": "监管", "监管局": "监管", "监管部门": "监管", "交费": "缴费", "保险费": "保费",
    "交钱": "缴费", "修改": "变更", "更改": "变更", "换成": "变更", "改成": "变更", "改": "变更", "丢失": "遗失",
    "丢了": "遗失", "找不到": "遗失", "弄丢": "遗失", "补办": "补发", "酒驾": "醉酒驾驶", "喝酒": "醉酒",
    "酒后": "醉酒", "轻生": "自杀", "车祸": "交通事故", "撞车": "交通事故", "撤诉": "撤回投诉", "撤销": "撤回",
    "没讲": "没有说明", "没说明": "没有说明", "没告诉": "没有说明", "生病": "疾病", "得病": "疾病", "患病": "疾病",
    "营业": "上班", "开门": "上班", "拒绝赔偿": "拒赔", "不给赔": "拒赔", "不赔": "拒赔", "续上": "续保",
}  # fmt: skip
_SAME = re.compile("|".join(sorted(map(re.escape, SAME), key=len, reverse=True)))
Verdict = Literal["answer", "ask", "unknown"]


@dataclass(frozen=True)
class Document:
    """An article as it is searched: its id, the ways of asking (the title among them), what it says."""

    id: str
    asks: Sequence[str]
    body: str


@dataclass(frozen=True)
class Hit:
    """An article found, with its score from 0 to 1 and the words that spoke for it, the weightiest first."""

    id: str
    score: float
    words: tuple[str, ...] = ()


def terms(words: str) -> Counter[str]:
    """The terms of a question or a text: Chinese characters and their pairs, words and numbers of anything else."""
    plain = _SAME.sub(lambda match: SAME[match.group()], text.normal(words))
    plain = _EMPTY.sub(" ", plain)
    found: Counter[str] = Counter()
    for run in _HAN.findall(plain):
        found.update(run)
        found.update(run[at : at + 2] for at in range(len(run) - 1))
    found.update(word for word in _WORD.findall(plain) if word not in _FEW)
    return found


def rank(question: str, documents: Iterable[Document], *, total: int = 0) -> list[Hit]:
    """The articles with anything of the question in them, best first; equal ones by id. `total`: how many articles
    there are when `documents` are only those that hold a term of the question (0: as many as given)."""
    asked = terms(question)
    held = [(one, [terms(ask) for ask in one.asks], terms(one.body)) for one in documents]
    if not asked or not held:
        return []
    often: Counter[str] = Counter()
    for _one, asks, body in held:
        often.update(set(body).union(*asks))
    count = max(total, len(held), FEWEST)
    weight = {term: _weight(term, often[term], count) for term in set(often) | set(asked)}
    found = [_score(one, asks, body, asked, weight) for one, asks, body in held]
    return sorted((hit for hit in found if hit.score > 0), key=lambda hit: (-hit.score, hit.id))


def _weight(term: str, often: int, count: int) -> float:
    """How rare it is; a single character tells half of what a pair does."""
    return (0.5 if len(term) == 1 else 1.0) * math.log(1 + (count - often + 0.5) / (often + 0.5))


def _score(
    one: Document, asks: Sequence[Counter[str]], body: Counter[str], asked: Counter[str], weight: Mapping[str, float]
) -> Hit:
    whole = sum(weight[term] for term in asked)
    likest = max((_cosine(asked, ask, weight) for ask in asks), default=0.0)
    spoken = set().union(*asks) if asks else set()
    in_asks = sum(weight[term] for term in asked if term in spoken) / whole
    in_body = sum(weight[term] for term in asked if term in body or term in spoken) / whole
    said = sorted((term for term in asked if term in body or term in spoken), key=lambda term: (-weight[term], term))
    return Hit(one.id, round(0.4 * likest + 0.4 * in_asks + 0.2 * in_body, 4), tuple(said[:5]))


def _cosine(left: Counter[str], right: Counter[str], weight: Mapping[str, float]) -> float:
    both = sum(weight[term] ** 2 for term in left if term in right)
    if not both:
        return 0.0
    norms = math.sqrt(sum(weight[term] ** 2 for term in left) * sum(weight.get(term, 0) ** 2 for term in right))
    return both / norms


def verdict(hits: Sequence[Hit]) -> Verdict:
    """Is the first one the answer, does one have to ask back which is meant, or is nothing known?"""
    if not hits or hits[0].score < PERHAPS:
        return "unknown"
    apart = APART if hits[0].score < SURE else APART / 3
    near = len(hits) > 1 and hits[0].score - hits[1].score < apart
    return "answer" if hits[0].score >= GOOD and not near else "ask"


def offered(hits: Sequence[Hit]) -> list[Hit]:
    """What is offered: the answer alone, or two or three to choose from; nothing when nothing is known."""
    said = verdict(hits)
    if said == "unknown":
        return []
    return list(hits[:1]) if said == "answer" else [hit for hit in hits[:MOST] if hit.score >= PERHAPS * 0.8]


def likeness(left: Counter[str], right: Counter[str]) -> float:
    """How alike two questions are, from 0 to 1: the share of terms they have in common."""
    either = len(set(left) | set(right))
    return len(set(left) & set(right)) / either if either else 0.0
