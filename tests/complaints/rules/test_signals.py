"""Signs of risk: found with their words, not when denied, and the lists are whole."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.complaints.rules import signals as rules
from huiyin.handbook.rules.node import PackError

SIGNS = rules.in_force(date(2026, 11, 1))


def found(text: str) -> dict[str, bool]:
    return {one.sign.code: one.is_sure for one in rules.find(text, SIGNS)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("钱拿不回来我就从你们楼上跳楼", "self_harm"),
        ("没钱治病只能跳楼", "self_harm"),
        ("电话没人接我就跳楼", "self_harm"),
        ("我不是开玩笑要跳楼", "self_harm"),
        ("你们没有良心逼我自杀", "self_harm"),
        ("我想死的心都有", "self_harm"),
        ("没结果就起诉", "lawsuit"),
        ("没有回复就法院见", "lawsuit"),
        ("没人管我就曝光", "media"),
        ("没给说法我去银保监会", "regulator"),
        ("已向国家金融监督管理总局反映", "regulator"),
        ("再这样下去我真的不想活了", "self_harm"),
        ("I will kill myself if you do not pay", "self_harm"),
        ("再不处理我就打12378", "regulator"),
        ("我已经向金融监管局反映了", "regulator"),
        ("明天去消协", "regulator"),
        ("I have written to the Ombudsman", "regulator"),
        ("我要找电视台记者来采访", "media"),
        ("不退钱就发到抖音上", "media"),
        ("那就法院见", "lawsuit"),
        ("我委托律师处理此事", "lawsuit"),
        ("See you in arbitration", "lawsuit"),
        ("我们一共二十多个人都被骗了", "group"),
        ("大家准备集体退保", "group"),
        ("我妈妈今年七十三岁，不识字", "vulnerable"),
        ("我弟弟是智力障碍", "vulnerable"),
        ("My father is disabled", "vulnerable"),
        ("你们怎么知道我的电话", "personal_data"),
        ("客户信息泄露，天天接到推销电话", "personal_data"),
        ("未经本人同意擅自查询我的病历", "personal_data"),
        ("你们就是骗子公司", "upset"),
        ("赶紧退钱！！！", "upset"),
    ],
)
def test_a_sign_is_found_for_sure(text: str, code: str) -> None:
    assert found(text).get(code) is True


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我不会去跳楼的，就想要个说法", "self_harm"),
        ("我没想找记者", "media"),
        ("我不想打官司", "lawsuit"),
        ("I will not sue you", "lawsuit"),
        ("我并非要曝光", "media"),
        ("不会投诉到监管部门", "regulator"),
        ("I never intended to contact the ombudsman", "regulator"),
        ("I have no intention to sue", "lawsuit"),
        ("自杀条款两年后赔吗", "self_harm"),
        ("隐私政策在哪里看", "personal_data"),
        ("诉讼时效多久", "lawsuit"),
        ("请问等待期多久", "regulator"),
        ("车险定损太慢", "group"),
        ("保单保障到60周岁", "vulnerable"),
        ("请更新我的联系电话", "personal_data"),
        ("谢谢你们的耐心解答！", "upset"),
    ],
)
def test_what_is_denied_or_something_else_is_none(text: str, code: str) -> None:
    assert found(text).get(code) is not True


def test_a_denial_does_not_reach_beyond_a_mark() -> None:
    assert found("电话没人接，曝光你们").get("media") is True
    assert found("不会，曝光你们").get("media") is True


def test_an_urgent_sign_is_told_even_when_it_is_denied() -> None:
    assert found("我不会去跳楼的，就想要个说法") == {"self_harm": False}
    assert "media" not in found("我没想找记者")


def test_what_may_be_meant_otherwise_says_so() -> None:
    assert found("家里老人看不懂条款") == {"vulnerable": False}
    assert found("老人八十岁了，看不懂") == {"vulnerable": True}


def test_words_are_named_once_and_the_urgent_stands_first() -> None:
    told = rules.find("我要曝光，曝光！找记者，不想活了", SIGNS)
    assert [one.sign.code for one in told] == ["self_harm", "media"]
    assert told[1].words == ("曝光", "记者")


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for one in rules.find(text, SIGNS):
        assert one.words
        assert all(words in text for words in one.words)


def pack(**changes: Any) -> dict[str, Any]:
    words = {"zh": "甲", "en": "a"}
    one = {"code": "media", "title": words, "act": words, "strong": ["曝光"]} | changes
    return {
        "pack": "signals-2027", "title": words, "effective_from": "2027-01-01",
        "denied": {"within": 6, "any": ["不会"], "between": ["去"]}, "signals": [one],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"strong": ["("]}, "regular expression"), ({"strong": []}, "at least one"),
        ({"strong": ["a*"]}, "one character"), ({"code": "M"}, "short code"), ({"loud": 1}, "loud"),
    ],
)  # fmt: skip
def test_a_wrong_list_is_refused_with_its_place(changes: dict[str, Any], said: str) -> None:
    assert rules.read(pack(), "x.yaml").all[0].code == "media"
    with pytest.raises(PackError, match=said):
        rules.read(pack(**changes), "x.yaml")
