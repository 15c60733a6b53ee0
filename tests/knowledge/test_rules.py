"""Which article answers, how sure that is, and how two wordings differ."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from huiyin.knowledge.rules import articles, measuring, ranking, words
from huiyin.knowledge.rules.ranking import Document, Hit

CONTENT = Path(__file__).parents[2] / "huiyin/demo/content"
SURRENDER = Document("surrender", ["怎样办理退保", "不想要这份保险了怎么退"], "带身份证件到网点申请解除合同。")
WAITING = Document("waiting", ["等待期是怎么回事", "观察期多少天"], "健康保险生效后有一段等待期。")


def read(name: str) -> Any:
    return yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))


def test_the_way_of_asking_decides_and_the_words_that_spoke_are_named() -> None:
    found = ranking.rank("退保怎么办理", [SURRENDER, WAITING])
    assert found[0].id == "surrender"
    assert "退保" in found[0].words
    assert ranking.rank("等待期几天", [SURRENDER, WAITING])[0].id == "waiting"


def test_other_words_for_the_same_are_the_same() -> None:
    assert ranking.terms("冷静期") == ranking.terms("犹豫期")
    assert ranking.rank("观察期", [SURRENDER, WAITING])[0].id == "waiting"


@pytest.mark.parametrize("question", ["", "？？？", "怎么办吗", "\x01"])
def test_a_question_that_says_nothing_finds_nothing(question: str) -> None:
    assert ranking.rank(question, [SURRENDER, WAITING]) == []
    assert ranking.verdict([]) == "unknown"
    assert ranking.offered([]) == []


def test_what_is_near_is_asked_back_and_what_is_far_is_not_known() -> None:
    near = [Hit("a", 0.5), Hit("b", 0.48), Hit("c", 0.25), Hit("d", 0.24)]
    assert ranking.verdict(near) == "ask"
    assert [hit.id for hit in ranking.offered(near)] == ["a", "b", "c"]
    assert ranking.verdict([Hit("a", 0.5), Hit("b", 0.2)]) == "answer"
    assert ranking.verdict([Hit("a", ranking.PERHAPS - 0.01)]) == "unknown"


@given(st.text(max_size=60))
def test_a_score_lies_between_nothing_and_one(question: str) -> None:
    assert all(0 < hit.score <= 1 for hit in ranking.rank(question, [SURRENDER, WAITING]))


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_comparison_holds_both_texts_whole(before: str, after: str) -> None:
    found = words.compare(before, after)
    assert "".join(one.text for one in found if one.kind != "new") == before
    assert "".join(one.text for one in found if one.kind != "gone") == after


def test_a_changed_number_is_one_word() -> None:
    found = words.compare("三十日内付12.5%", "三十日内付13%")
    assert [(one.kind, one.text) for one in found] == [("same", "三十日内付"), ("gone", "12.5%"), ("new", "13%")]


def test_who_reads_what() -> None:
    assert articles.may_read("public", [], None)
    assert not articles.may_read("staff", [], None)
    assert articles.may_read("staff", [], {"agent"})
    assert not articles.may_read("role", ["executive"], {"agent"})
    assert articles.may_read("role", ["executive"], {"executive"})
    assert articles.may_read("role", ["executive"], {"knowledge_editor"})


def test_the_measured_limits_hold_on_questions_they_were_not_set_with() -> None:
    """Never ours: an answerer that makes something up. On the half of the made questions that set no limit."""
    found = measuring.measure(
        measuring.documents(read("knowledge.yaml")), measuring.questions(read("questions.yaml")), half=1
    )
    assert found.known >= 50
    assert found.unknown >= 20
    assert found.answered_unknown == 0
    assert found.first >= 0.8 * found.known
    assert found.wrong <= 0.05 * found.known
    assert found.right + found.among >= 0.7 * found.known


def test_every_article_finds_itself_and_no_question_is_a_form_of_asking() -> None:
    documents = measuring.documents(read("knowledge.yaml"))
    for one in documents:
        assert ranking.rank(one.asks[0], documents)[0].id == one.id
    forms = {ask for one in documents for ask in one.asks}
    asked = measuring.questions(read("questions.yaml"))
    assert not forms & {text for _key, text in asked}
    assert {key for key, _text in asked if key} <= {one.id for one in documents}
    assert sum(bool(key) for key, _text in asked) >= 120
    assert sum(not key for key, _text in asked) >= 40
