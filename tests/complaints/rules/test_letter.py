"""The gate of the letter, sentence by sentence (令2020-3 art 19, 20; 1.1-2; 3.3-4)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.complaints.rules import letter, terms
from huiyin.complaints.rules.letter import Answer, Draft
from huiyin.core.words import Words
from huiyin.handbook.rules.citations.terms import Finding, Kind

TERMS = terms.editions()[0].letter
ONE = Answer(1, "按合同赔付", "upheld", "支持您的诉求，全额赔付。", Decimal(3200), Decimal(3200))
BRANCH = Draft(
    by_branch=True,
    recipient="李春梅",
    contact="周启明 025-8000000",
    sender_address="南京市测试路1号",
    process="我们与您通话核实，并调取了理赔记录。",
    facts="经核实，您于2026年1月因急性阑尾炎住院，医院记录显示此前没有相关病史，理赔审核误读了体检报告。",
    grounds="根据《中华人民共和国保险法》第二十三条和条款第五条，该疾病属于保险责任。",
    outcome="撤销原拒赔决定，按合同赔付。",
    follow_up="赔款十日内到账，审核人员重新培训。",
    answers=(ONE,),
    remedies=frozenset({"review", "mediation", "litigation"}),
    review_unit="总公司",
    review_how="书面寄至上海市测试路2号",
    review_days=30,
    verdict="upheld",
    compensation=Decimal(3200),
)
HEAD = replace(
    BRANCH,
    by_branch=False,
    remedies=frozenset({"mediation", "litigation"}),
    review_unit="",
    review_how="",
    review_days=0,
)


def _missing(draft: Draft, **changes: Any) -> tuple[str, ...]:
    return letter.missing(replace(draft, **changes), TERMS)


@pytest.mark.parametrize("draft", [BRANCH, HEAD])
def test_a_whole_letter_passes(draft: Draft) -> None:
    assert _missing(draft) == ()


@pytest.mark.parametrize("draft", [BRANCH, HEAD])
@pytest.mark.parametrize(
    "part", ["recipient", "contact", "sender_address", "process", "facts", "grounds", "outcome", "follow_up"]
)
def test_every_part_is_needed(draft: Draft, part: str) -> None:
    for empty in ("", "   ", "\n"):
        assert _missing(draft, **{part: empty})


def test_a_branch_names_the_review_its_days_and_where_to_apply() -> None:
    without = {"remedies": BRANCH.remedies - {"review"}}, {"review_unit": ""}, {"review_days": 0}, {"review_how": " "}
    for changes in without:
        assert len(_missing(BRANCH, **changes)) == 1, changes


def test_head_office_offers_no_review() -> None:
    assert len(_missing(HEAD, remedies=HEAD.remedies | {"review"})) == 1


@pytest.mark.parametrize("way", ["mediation", "litigation"])
def test_mediation_and_court_are_always_named(way: str) -> None:
    assert len(_missing(HEAD, remedies=HEAD.remedies - {way})) == 1


def test_arbitration_names_its_body_or_is_left_out() -> None:
    named = HEAD.remedies | {"arbitration"}
    assert len(_missing(HEAD, remedies=named)) == 1
    assert _missing(HEAD, remedies=named, arbitration="南京仲裁委员会") == ()
    assert len(_missing(HEAD, remedies=HEAD.remedies | {"prayer"})) == 1


def test_grounds_cite_a_clause_or_an_article() -> None:
    assert len(_missing(BRANCH, grounds="按照公司一贯的做法和内部的审核口径，这一次应当赔付给客户。")) == 1
    assert _missing(BRANCH, grounds="Under article 23 of the Insurance Law the treatment is covered.") == ()
    assert _missing(BRANCH, grounds="Clause 5 of the policy covers appendicitis, so we have to pay.") == ()


@pytest.mark.parametrize(
    "answer",
    [
        replace(ONE, result=""),
        replace(ONE, result="maybe"),
        replace(ONE, text="是"),
        replace(ONE, text="同上"),
        replace(ONE, result="not_upheld"),
        replace(ONE, asked=Decimal(5000)),
        replace(ONE, granted=Decimal("3200.001")),
        replace(ONE, granted=Decimal(3199)),
        replace(ONE, granted=None, asked=None),
    ],
)
def test_each_demand_is_answered_and_its_sum_fits(answer: Answer) -> None:
    assert _missing(BRANCH, answers=(answer,))


def test_nothing_is_left_unanswered_and_nothing_granted_fits_a_plan_without_compensation() -> None:
    assert _missing(BRANCH, answers=())
    assert _missing(BRANCH, answers=(ONE, Answer(2, "书面道歉")))
    refused = replace(ONE, result="not_upheld", granted=None)
    assert _missing(BRANCH, answers=(refused,), compensation=Decimal(0), verdict="not_upheld") == ()


@given(
    st.lists(st.decimals(min_value=0, max_value=100000, places=2), min_size=1, max_size=5),
    st.decimals(0, 500000, places=2),
)
def test_the_sums_of_the_letter_are_those_of_the_plan(sums: list[Decimal], planned: Decimal) -> None:
    answers = tuple(
        replace(ONE, number=number, result="partly", asked=None, granted=one) for number, one in enumerate(sums, 1)
    )
    assert (_missing(BRANCH, answers=answers, compensation=planned) == ()) is (sum(sums) == planned)


@pytest.mark.parametrize("words", ["不得再投诉", "概不负责", "This decision is FINAL and binding", "waive all rights"])
def test_words_that_take_a_right_away_stop_the_letter(words: str) -> None:
    assert len(_missing(BRANCH, outcome=f"{BRANCH.outcome}{words}。")) == 1
    assert len(_missing(BRANCH, answers=(replace(ONE, text=f"{ONE.text}{words}"),))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "同上",
        "  TBD. ",
        "待补充。",
        "哈哈哈哈哈哈哈哈哈哈哈哈哈哈",
        "。。。。。。。。。。。。。。。",
        "abababababababababababab",
    ],
)
def test_a_text_that_stands_in_for_a_text_says_little(text: str) -> None:
    assert letter.says_little(text, 8, TERMS)


@given(st.text(max_size=60), st.integers(min_value=1, max_value=40))
def test_a_shorter_text_never_says_more(text: str, least: int) -> None:
    if letter.says_little(text, least, TERMS):
        assert letter.says_little(text, least + 1, TERMS)


def test_hard_words_and_long_sentences_are_remarked_with_what_to_write_instead() -> None:
    draft = replace(BRANCH, follow_up="鉴于上述情形，赔款将予以支付。", facts=BRANCH.facts.replace("。", "，") * 2)
    found = {(one.part, one.words): one for one in letter.remarks(draft, TERMS)}
    assert found["follow_up", "予以"].say_zh == "直接用动词"
    assert any(part == "facts" and "two" in one.sentence for (part, _), one in found.items())
    assert letter.remarks(BRANCH, TERMS) == ()


def test_a_verdict_that_does_not_fit_the_answers_is_remarked() -> None:
    refused = replace(ONE, result="not_upheld", granted=None)
    assert len(letter.remarks(replace(BRANCH, answers=(refused,)), TERMS)) == 1
    assert len(letter.remarks(replace(BRANCH, verdict="not_upheld"), TERMS)) == 1


def _finding(kind: Kind) -> Finding:
    return Finding(0, 9, "《保险法》第三十条", kind, Words("来源", "source"), Words("改引第十三条", "cite art 13"))


@pytest.mark.parametrize(
    "kind, refuses", [("wrong", 1), ("superseded", 1), ("authority ended", 0), ("not verifiable", 0)]
)
def test_grounds_with_a_wrong_citation_keep_the_letter_back(kind: Kind, refuses: int) -> None:
    draft = replace(BRANCH, citations=(("grounds", _finding(kind)),))
    assert len(letter.missing(draft, TERMS)) == refuses
    (remark,) = letter.remarks(draft, TERMS)
    assert (remark.part, remark.words, remark.say_zh, remark.say_en) == (
        "grounds", "《保险法》第三十条", "改引第十三条", "cite art 13",
    )  # fmt: skip


def test_a_wrong_citation_outside_the_grounds_is_only_remarked() -> None:
    draft = replace(BRANCH, citations=(("follow_up", _finding("wrong")),))
    assert letter.missing(draft, TERMS) == ()
    assert len(letter.remarks(draft, TERMS)) == 1
