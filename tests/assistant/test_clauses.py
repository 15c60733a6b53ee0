"""Answering from the terms: which product is meant, which clause answers, and when it is better to say nothing."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from huiyin.assistant.rules import clauses as rules
from huiyin.demo import contracts
from huiyin.knowledge.rules.ranking import Document

HERE = Path(__file__).parent
CONTENT = Path(contracts.__file__).parent / "content"
QUESTIONS: dict[str, list[list[str]]] = yaml.safe_load((HERE / "clause_questions.yaml").read_text(encoding="utf-8"))
PRODUCTS = yaml.safe_load((CONTENT / "products.yaml").read_text(encoding="utf-8"))["products"]
NAMES = {code: name for code, name, *_rest in PRODUCTS}


@pytest.fixture(scope="module")
def terms() -> dict[str, list[Any]]:
    """The clauses of every product of the demo, in its newest version."""
    found = {}
    for code, _name, line, *_rest in PRODUCTS:
        first = contracts.first(code, line)
        found[code] = contracts.second(code, first) or first
    return found


def judged(question: str, wanted: str, terms: dict[str, list[Any]]) -> str:
    """`right`, `honest` (not known, or asked back without the right one), or `wrong`."""
    meant = rules.named(question, NAMES)
    if len(meant) != 1:
        return "honest"
    rest, pieces = meant[0].rest, terms[meant[0].code]
    if kind := rules.whole_kind(rest):
        return "right" if wanted == f"all {kind}" else "wrong"
    hits = rules.rank(rest, [Document(piece.path, [piece.title], piece.text) for piece in pieces])
    titles = {piece.path: piece.title for piece in pieces}
    verdict, offered = rules.verdict(hits), [titles[hit.id] for hit in rules.offered(hits)]
    if verdict == "answer":
        return "right" if offered == [wanted] else "wrong"
    if verdict == "ask":
        return "right" if wanted in offered else "honest"
    return "right" if wanted == "none" else "honest"


@pytest.mark.parametrize("part, least", [("tune", 24), ("held", 13)])
def test_no_answer_is_wrong_and_most_questions_are_answered(part: str, least: int, terms: dict[str, list[Any]]) -> None:
    found = {question: judged(question, wanted, terms) for question, wanted in QUESTIONS[part]}
    assert [question for question, said in found.items() if said == "wrong"] == []
    assert sum(said == "right" for said in found.values()) >= least, found


def test_a_product_is_meant_by_code_and_by_what_only_it_is_called() -> None:
    assert [one.code for one in rules.named("HE01住院怎么报", NAMES)] == ["HE01"]
    assert [one.code for one in rules.named("康享百万医疗等待期", NAMES)] == ["HE01"]
    assert rules.named("终身寿险的等待期", NAMES) == []
    assert rules.named("", NAMES) == []
    both = rules.named("守护定期寿险和康护终身重大疾病保险哪个好", NAMES)
    assert {one.code for one in both} <= {"LF01", "HE02"}
    assert rules.named("康享百万医疗的等待期", NAMES)[0].rest == "的等待期"


def test_whoever_asks_for_all_that_is_not_covered_gets_all_of_it() -> None:
    assert rules.whole_kind("哪些情况不赔？") == "exclusion"
    assert rules.whole_kind("保什么") == "cover"
    assert rules.whole_kind("酒后驾驶不赔吗") == ""
    assert rules.asks_whether("轮胎坏了赔不赔")
    assert not rules.asks_whether("等待期多久")
