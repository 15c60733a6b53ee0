"""Letters that may leave and letters that may not: forbidden words, plain language, clauses that nobody determined."""

from datetime import date
from typing import Any

import pytest

from huiyin.complaints.rules import wording
from huiyin.complaints.rules.wording import check, contract_clauses, unknown_clauses
from huiyin.handbook.rules.node import PackError
from huiyin.text.plain import sentences
from tests.complaints.along import LETTER

EDITION = wording.in_force(date(2026, 3, 2))

# Words that keep a letter from leaving, with the code of the reason.
NEVER = [
    ("本活动最终解释权归公司所有。", "last_word"),
    ("条款的最终解释权归本公司。", "last_word"),
    ("We reserve the final right of interpretation.", "last_word"),
    ("请您先撤回投诉，方可办理退费。", "pressure_to_withdraw"),
    ("您须先撤诉。", "pressure_to_withdraw"),
    ("签署撤诉书后再支付赔款。", "pressure_to_withdraw"),
    ("We will pay if you withdraw your complaint.", "pressure_to_withdraw"),
    ("The refund follows only after you withdraw.", "pressure_to_withdraw"),
    ("我们将追究您的法律责任。", "threat"),
    ("您的行为已被列入黑名单。", "threat"),
    ("逾期不签，后果自负。", "threat"),
    ("您属于恶意投诉。", "threat"),
    ("We may take legal action against you.", "threat"),
    ("您不得再向监管部门反映。", "gag"),
    ("请删除您在网上的评论。", "gag"),
    ("请您承诺不再投诉。", "gag"),
    ("Please remove your review first.", "gag"),
    ("按公司规定不予赔付。", "house_rule"),
    ("根据我司内部制度，不能退费。", "house_rule"),
    ("According to our policy we cannot pay.", "house_rule"),
    ("As per our internal rules this is excluded.", "house_rule"),
]
ADVICE = [
    ("是您自己没有仔细阅读条款。", "blame"),
    ("这属于您个人的误解。", "blame"),
    ("You should have read the terms.", "blame"),
    ("按照相关规定，您的诉求不予支持。", "vague_rule"),
    ("In line with applicable regulations this is refused.", "vague_rule"),
    ("对此我们爱莫能助。", "cold"),
    ("We consider the matter closed.", "cold"),
    ("Please be advised that the claim is refused.", "passive"),
    ("保单在等待期内。", "term"),
    ("退还现金价值。", "term"),
    ("The surrender value is 300 yuan.", "term"),
]
CLEAN = [
    *(getattr(LETTER, name) for name in ("process", "grounds", "outcome", "follow_up")),
    "我们按《中华人民共和国保险法》第二十三条的规定赔付。",
    "根据有关规定（《银行业保险业消费投诉处理管理办法》第十九条），我们书面告知您。",
    "您可以随时撤回投诉，撤回不影响您的其他权利。",
    "您对决定不满意的，可以在30日内申请核查，也可以向法院起诉。",
    "保单处于等待期（即保单生效后尚不赔付的一段时间）。",
    "退还现金价值，即退保时能退回的金额。",
    "免赔额是指需要您自行承担的金额。",
    "我们没有在投保时向您说明这一条，这是我们的责任。",
    "The surrender value (what is paid back) is 300 yuan.",
    "We were wrong, and we will pay 3,200 yuan within ten days.",
    "Under clause 5 of your contract the treatment is covered.",
    "You may withdraw the complaint at any time; nothing else depends on it.",
    "You can ask the regulator, a mediator or a court.",
]


@pytest.mark.parametrize("text, code", NEVER)
def test_words_that_no_letter_may_hold_keep_it_back(text: str, code: str) -> None:
    [found, *_others] = [one for one in check(text, EDITION) if one.refuses]
    assert found.code == code
    assert text[found.start :].startswith(found.words)
    assert found.reason is not None
    assert found.say is not None
    assert found.reason.zh and found.reason.en and found.say.zh and found.say.en  # noqa: PT018 - one thing: all words


@pytest.mark.parametrize("text, code", ADVICE)
def test_what_reads_badly_is_advice_with_its_place(text: str, code: str) -> None:
    found = check(text, EDITION)
    assert code in {one.code for one in found}
    assert not any(one.refuses for one in found)
    assert all(text[one.start :].startswith(one.words) for one in found)


@pytest.mark.parametrize("text", CLEAN)
def test_a_plain_letter_gives_nothing(text: str) -> None:
    assert check(text, EDITION) == []


def test_long_and_nested_sentences_are_told_in_both_languages() -> None:
    long_zh = "我们" + "核对了您提交的住院病历和费用清单" * 5 + "。"
    nested = "我们收到来信，当天登记，次日核对，再次致电，调取录音，询问医院，形成结论，现在答复。"
    long_en = "We have " + "looked into the matter and " * 9 + "answer now."
    assert {one.code for one in check(long_zh, EDITION)} == {"long"}
    assert {one.code for one in check(nested, EDITION)} == {"nested"}
    assert {one.code for one in check(long_en, EDITION)} == {"long"}
    assert "many_long" in {one.code for one in check(long_zh * 3, EDITION)}


def test_sentences_keep_their_places() -> None:
    text = "第一句。 Second one. 第三句！\n第四句"
    assert [text[one.start :].startswith(one.text) for one in sentences(text)] == [True] * 4
    assert sentences("。。 \n") == []


def test_a_contract_clause_is_one_on_which_the_liability_was_determined() -> None:
    text = "根据《保险法》第二十三条和医疗保险条款第五条，参照合同第7条。"
    assert [number for number, _start, _words in contract_clauses(text)] == ["五", "7"]
    assert [one.words for one in unknown_clauses(text, "医疗保险条款第五条")] == ["合同第7条"]
    assert list(unknown_clauses("Under clause 5.2 it is covered.", "clause 5.2")) == []


def _tree(**changes: Any) -> dict[str, Any]:
    ease = {"sentence": 60, "share": 30, "clauses": 6}
    return {
        "pack": "wording-x", "title": {"zh": "题", "en": "t"}, "effective_from": "2026-01-01",
        "readability": {"zh": ease, "en": ease}, "terms": [], "forbidden": [], **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"nonsense": 1},
        {"forbidden": [{"code": "x", "refuse": True, "any": ["("], "reason": {"zh": "a", "en": "b"}, "say": {}}]},
        {"forbidden": [{"code": "x", "refuse": True, "any": [], "reason": {"zh": "a", "en": "b"}, "say": {}}]},
        {"readability": {"zh": {}, "en": {}}},
    ],
)
def test_a_damaged_edition_is_refused_with_its_place(changes: dict[str, Any]) -> None:
    with pytest.raises(PackError):
        wording.read(_tree(**changes), "wording-x.yaml")
