"""The citation linter: right citations give nothing, wrong ones their kind and mend."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.numerals import chinese, number
from huiyin.handbook.queries import citations
from huiyin.handbook.rules.citations.plain import read
from huiyin.handbook.rules.citations.reading import read_authorities, read_findings
from huiyin.handbook.rules.citations.terms import KINDS, Finding
from huiyin.handbook.rules.node import PackError

ON = date(2026, 11, 22)
CORPUS = Path(__file__).with_name("citations")
SHARED = Path(__file__).parents[3] / "shared"
HANDBOOK = SHARED / "handbook" / "handbook.zh.md"
RIGHT: list[Any] = yaml.safe_load((CORPUS / "right.yaml").read_text("utf-8"))
WRONG: list[dict[str, str]] = yaml.safe_load((CORPUS / "wrong.yaml").read_text("utf-8"))


def found(text: str, on: date = ON) -> tuple[Finding, ...]:
    return citations.check(text, on)


def said(one: Finding) -> str:
    return one.mend.zh + one.source.zh


def test_the_corpus_is_large_enough() -> None:
    assert len(RIGHT) >= 60
    assert len(WRONG) >= 60
    assert {one["kind"] for one in WRONG} == set(KINDS)


@pytest.mark.parametrize("one", RIGHT, ids=lambda one: str(one if isinstance(one, str) else one["text"])[:30])
def test_a_right_citation_gives_nothing(one: Any) -> None:
    text, on = (one, ON) if isinstance(one, str) else (one["text"], one["day"])
    assert found(text, on) == ()


@pytest.mark.parametrize("one", WRONG, ids=lambda one: one["text"][:30])
def test_a_wrong_citation_is_found_once_with_its_kind_and_mend(one: dict[str, str]) -> None:
    answer = found(one["text"])
    assert [finding.kind for finding in answer] == [one["kind"]]
    assert one["says"] in said(answer[0])
    assert answer[0].quote in re.sub(r"\s*\n\s*", "", one["text"])
    assert answer[0].mend.en
    assert answer[0].source.en


@pytest.mark.parametrize(
    "text, on, kind",
    [
        ("《网络安全法》第二十三条要求留存日志、备份和加密。", date(2025, 6, 1), "wrong"),
        ("《网络数据安全管理条例》第十一条", date(2024, 12, 31), "wrong"),
        ("《合同法》第三十九条", date(2020, 12, 31), None),
        ("《合同法》第三十九条", date(2021, 1, 1), "superseded"),
        ("请向银保监会反映。", date(2023, 5, 17), None),
        ("请向银保监会反映。", date(2023, 5, 18), "authority ended"),
        ("请向保监会反映。", date(2018, 4, 7), None),
        ("GB/T 22239-2008", date(2019, 6, 1), None),
        ("保险销售从业人员资格证书", date(2014, 1, 1), None),
    ],
)
def test_the_answer_is_that_of_the_day(text: str, on: date, kind: str | None) -> None:
    assert [one.kind for one in found(text, on)] == ([kind] if kind else [])


@pytest.mark.parametrize(
    "text, places",
    [
        ("《保险法》第十、一百九十九条", "《保险法》第十、一百九十九条"),
        ("见《保险法》第一百八十条至第一百九十条。", "《保险法》第一百八十条至第一百九十条"),
        ("见保险法第１９９条。", "保险法第１９９条"),
        ("见《保险法》199条。", "《保险法》199条"),
        ("见《中华人民共和国\n保险法》第一百\n九十九条。", "《中华人民共和国保险法》第一百九十九条"),
        ("该规定见《保险法》。\n该法第一百九十九条另有规定。", "第一百九十九条"),
        ("《保险法》（2015年修正）第199条第二款第（三）项", "《保险法》（2015年修正）第199条第二款第（三）项"),
    ],
)
def test_every_way_of_writing_an_article_is_read(text: str, places: str) -> None:
    assert [one.quote for one in found(text)] == [places]


def test_the_place_is_that_of_the_text_as_written() -> None:
    text = "前言。\n\n  依据《个人信息\n保护法》第 ４１ 条，不得非法收集、出售个人信息。"
    (one,) = found(text)
    assert text[one.start : one.end] == "《个人信息\n保护法》第 ４１ 条"


def test_one_number_under_two_titles_is_wrong_at_both_places() -> None:
    text = "见《甲办法》（银保监发〔2021〕99号）。又见《乙办法》（银保监发〔2021〕99号）。"
    answer = found(text)
    assert [one.kind for one in answer] == ["wrong", "wrong"]
    assert "乙办法" in answer[0].mend.zh
    assert "甲办法" in answer[1].mend.zh


def test_a_likely_title_is_offered_for_one_that_nobody_knows() -> None:
    (one,) = found("根据《银行业保险业消费投诉处理办法规定》办理。")
    assert one.kind == "not verifiable"
    assert "银行业保险业消费投诉处理管理办法" in one.mend.zh


# The rows of the handbook's wrong and unverifiable citations: a quote, its kind, a word of mend or source.
HANDBOOK_ROWS = (
    ("第41条", "wrong", "第十条"),
    ("《个人信息保护法》第47条", "wrong", "第五十七条"),
    ("第24条", "wrong", "第二十七条"),
    ("等级保护基本要求", "superseded", "网络安全等级保护基本要求"),
    ("分类分级指南", "wrong", "四级"),
    ("应急响应指南", "wrong", "GB/T 24363"),
    ("《保险法》第30条", "wrong", "第十三条、第十七条"),
    ("《保险行业客户服务规范》(银保监发〔2021〕12号)", "wrong", "令2020年第3号"),
    ("《保险销售行为规范》(银保监会〔2021〕13号)", "wrong", "令2023年第2号"),
    ("(银保监会〔2021〕14号)", "not verifiable", "令2010年第4号"),
    ("保险销售从业人员资格", "superseded", "执业登记"),
    ("1.2亿件", "wrong", "通报"),
    ("中国保险监督管理委员会(CIRC)", "authority ended", "国家金融监督管理总局"),
    ("CIAA", "wrong", "IAC"),
    ("《保险服务规范》", "not verifiable", "20个工作日"),
    ("中国银保监会", "authority ended", "国家金融监督管理总局"),
    ("《保险产品分类与监管指引》", "not verifiable", "原文"),
    ("《保险客户服务规范》", "not verifiable", "2022年版"),
    ("《个人信息保护指南》", "not verifiable", "数据安全法"),
    ("《保险行业客户服务标准(2022年版)》", "not verifiable", "2023年版"),
    ("《2023年保险行业客户满意度调查报告》", "not verifiable", "原文"),
    ("《保险精算实务》", "not verifiable", "原文"),
    ("中国保险行业协会2023年报告", "not verifiable", "报告名称"),
)


@pytest.mark.skipif(not HANDBOOK.exists(), reason="not run: file absent (../shared/handbook/handbook.zh.md)")
@pytest.mark.parametrize("quote, kind, says", HANDBOOK_ROWS)
def test_every_known_fault_of_the_handbook_is_found(quote: str, kind: str, says: str) -> None:
    answer = found(HANDBOOK.read_text("utf-8"))
    assert any(quote in one.quote and one.kind == kind and says in said(one) for one in answer), quote


@pytest.mark.skipif(not HANDBOOK.exists(), reason="not run: file absent (../shared/handbook/handbook.zh.md)")
def test_what_the_handbook_cites_rightly_is_let_be() -> None:
    answer = found(HANDBOOK.read_text("utf-8"))
    assert not [one for one in answer if "35273" in one.quote or "手册" in one.quote]
    assert not [one for one in answer if one.quote in {"《个人信息保护法》", "《数据安全法》", "《保险法》"}]


def test_every_article_is_known_within_the_total_of_its_document() -> None:
    library = citations.library()
    assert len([one for one in library.documents.values() if one.articles]) >= 12
    for one in library.documents.values():
        for key in one.articles:
            assert one.articles_total is None or 1 <= int(key) <= one.articles_total, (one.code, key)
        if one.status == "repealed":
            assert one.replaced_by, one.code


def test_citing_an_article_for_its_own_gist_gives_nothing() -> None:
    for one in citations.library().documents.values():
        if one.in_force_on(ON):
            for key, known in one.articles.items():
                name = one.title.zh
                for text in (
                    f"根据《{name}》第{key}条，{known.gist.zh}。",
                    f"{known.gist.zh}（《{name}》第{key}条）。",
                ):
                    assert found(text) == (), text


@given(st.integers(1, 9999))
def test_numerals_go_there_and_back(value: int) -> None:
    assert number(chinese(value)) == value
    assert number(str(value)) == value


@given(
    st.text(alphabet="《》〔〕()（）第条款项一二十百0123456789年号令发银保监会 \n。，、至和该法GB/T-art", max_size=80)
)
def test_any_text_is_read_and_every_finding_lies_in_it(text: str) -> None:
    for one in found(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.quote


@given(st.text(max_size=200))
def test_the_plain_text_leads_back_to_the_original(text: str) -> None:
    plain = read(text)
    assert len(plain.text) == len(plain.way)
    assert list(plain.way) == sorted(plain.way)


def test_a_long_text_is_checked_in_little_time() -> None:
    many = "根据《个人信息保护法》第四十一条，不得非法收集、出售个人信息。我们向银保监会报告。\n\n" * 300
    assert len(found(many)) == 600


@pytest.mark.parametrize(
    "tree, says",
    [
        ({"findings": [{"code": "x", "kind": "odd", "source": {}, "mend": {}}]}, "findings[0].kind"),
        ({"findings": [{"code": "x", "kind": "wrong", "colour": 1}]}, "unknown key 'colour'"),
        ({"found": []}, "unknown key 'found'"),
    ],
)
def test_a_wrong_data_file_is_refused_with_its_place(tree: object, says: str) -> None:
    with pytest.raises(PackError, match=re.escape(says)):
        read_findings(tree, {}, {})


def test_an_authority_without_a_name_is_refused() -> None:
    with pytest.raises(PackError, match="names"):
        read_authorities({"authorities": [{"code": "x", "title": {"zh": "甲", "en": "A"}}]})
