"""Articles: written, seconded, answered with, never changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiyin.audit.models import Entry
from huiyin.core.actors import customer
from huiyin.core.errors import BadInput, Clash, Refused
from huiyin.core.time import local_date
from huiyin.knowledge import queries
from huiyin.knowledge.actions import articles, questions
from huiyin.knowledge.models import Article, ArticleVersion, Gap, Question, Use, Where
from huiyin.knowledge.queries import answers, figures
from tests.people import AT, House, build

DAY = timedelta(days=1)
TODAY = local_date(AT)
PAPERS = "材料不够的，一次说清还缺什么（《中华人民共和国保险法》第二十二条）。"
SOMEBODY = customer(None)


@pytest.fixture
def house(db: None) -> House:
    return build()


def begun(house: House, **changes: Any) -> ArticleVersion:
    given: dict[str, Any] = {
        "key": "claim-papers", "topic": "claims", "audience": "public", "title": "理赔要准备哪些材料",
        "questions": ["申请理赔需要什么资料"], "text_zh": PAPERS, "from_on": TODAY, "review_on": TODAY + 100 * DAY,
    }  # fmt: skip
    return articles.begin(**(given | changes), by=house.by("kim"), at=AT)


def approved(house: House, **changes: Any) -> ArticleVersion:
    return articles.approve(version=begun(house, **changes), by=house.by("hua"), at=AT)


def ask(text: str, by: Any = SOMEBODY, at: Any = AT) -> questions.Asked:
    return questions.ask(text=text, where=Where.HELP, by=by, at=at)


def test_nothing_answers_before_a_second_person_has_approved_it(house: House) -> None:
    version = begun(house)
    assert ask("理赔要哪些材料").answer.verdict == "unknown"
    with pytest.raises(Refused) as refused:
        articles.approve(version=version, by=house.by("kim"), at=AT)
    assert refused.value.code == "article.own"
    articles.approve(version=version, by=house.by("hua"), at=AT)
    found = ask("理赔要哪些材料").answer
    assert found.verdict == "answer"
    assert found.found[0].version == version
    kinds = list(Entry.objects.filter(aggregate_id=version.article_id).order_by("seq").values_list("kind", flat=True))
    assert kinds == ["article.made", "article.version_written", "article.version_approved"]


@pytest.mark.parametrize("name", ["tom", "ana", "aud", "adi"])
def test_only_keepers_write(house: House, name: str) -> None:
    with pytest.raises(Refused) as refused:
        articles.begin(
            key="x", topic="claims", audience="public", title="标题", text_zh="内容", from_on=TODAY,
            review_on=TODAY + DAY, by=house.by(name), at=AT,
        )  # fmt: skip
    assert refused.value.code == "article.role"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"key": "no key"}, "article.key"),
        ({"topic": "weather"}, "article.topic"),
        ({"line": "moon"}, "article.line"),
        ({"audience": "nobody"}, "article.audience"),
        ({"audience": "role"}, "article.roles"),
        ({"from_on": TODAY - DAY}, "article.from"),
        ({"until_on": TODAY - DAY}, "article.until"),
        ({"review_on": TODAY + 400 * DAY}, "article.review"),
        ({"questions": ["a" * 201]}, "article.questions"),
        ({"title": " "}, "text.missing"),
        ({"text_zh": "三日内发出（《中华人民共和国保险法》第九百条）。"}, "article.citation"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(house: House, changes: Any, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        begun(house, **changes)
    assert refused.value.code == code
    assert not Article.objects.exists()


def test_a_version_never_changes_and_the_next_one_holds_from_its_day(house: House) -> None:
    first = approved(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleVersion.objects.filter(pk=first.pk).update(text_zh="别的")
    given: dict[str, Any] = {"title": first.title, "text_zh": f"{PAPERS}网上也能交。", "by": house.by("kim"), "at": AT}
    given |= {"from_on": TODAY + 5 * DAY, "review_on": TODAY + 50 * DAY}
    with pytest.raises(Clash):
        articles.write(article=first.article, seen=0, **given)
    second = articles.write(article=first.article, seen=1, **given)
    with pytest.raises(Refused) as refused:
        articles.write(article=first.article, **given)
    assert refused.value.code == "article.waiting"
    articles.approve(version=second, by=house.by("hua"), at=AT)
    assert queries.in_force(TODAY, None).get() == first
    assert queries.in_force(TODAY + 5 * DAY, None).get() == second
    articles.retire(article=first.article, retired=True, by=house.by("hua"), at=AT)
    assert not queries.in_force(TODAY, None).exists()


def test_who_asks_gets_what_is_for_them(house: House) -> None:
    approved(house, audience="staff")
    approved(house, key="other", audience="role", roles=["executive"], title="理赔要准备哪些材料及审批")
    assert ask("理赔要哪些材料").answer.verdict == "unknown"
    keys = {one.version.article.key for one in ask("理赔要哪些材料", by=house.by("tom")).answer.found}
    assert keys == {"claim-papers"}
    keys = {one.version.article.key for one in ask("理赔要哪些材料及审批", by=house.by("eve")).answer.found}
    assert "other" in keys


def test_an_answer_is_found_again_as_it_was(house: House) -> None:
    """Never ours: nobody can say later what the machine told a customer."""
    version = approved(house)
    row = ask("理赔要哪些材料，电话13812345678").question
    assert "138" not in row.text
    articles.write(
        article=version.article, title="全新的题目", text_zh="全新的内容", from_on=TODAY + DAY,
        review_on=TODAY + 9 * DAY, by=house.by("kim"), at=AT + DAY,
    )  # fmt: skip
    articles.retire(article=version.article, retired=True, by=house.by("kim"), at=AT + 2 * DAY)
    found = answers.again(Question.objects.get(pk=row.pk))
    assert found.verdict == row.verdict != "unknown"
    assert [[str(pk), score] for pk, score in found.all_] == row.found


def test_what_nobody_answers_becomes_one_gap_for_all_that_are_alike(house: House) -> None:
    for text in ("保单可以挂失冻结吗", "保单挂失冻结", "宠物医疗保不保"):
        ask(text)
    gap = figures.open_gaps().first()
    assert gap is not None
    assert gap.count == 2
    assert Gap.objects.count() == 2
    version = approved(house, key="freeze", title="保单怎样挂失冻结", questions=[], text_zh="打客服电话即可挂失。")
    with pytest.raises(Refused):
        questions.close_gap(gap=gap, article=version.article, by=house.by("tom"), at=AT)
    for _twice in range(2):
        questions.close_gap(gap=gap, article=version.article, by=house.by("kim"), at=AT)
    assert figures.fall(version.article, AT + DAY) == figures.Fall(0, 2)
    assert ask("保单可以挂失冻结吗", at=AT + DAY).answer.verdict == "answer"


def test_uses_and_what_was_said_of_them_are_counted(house: House) -> None:
    version = approved(house)
    one = questions.use(version=version, where="help", by=SOMEBODY, at=AT)
    questions.use(version=version, where="case", by=house.by("tom"), at=AT)
    questions.judge(use=one, helpful=True, by=SOMEBODY, at=AT)
    questions.judge(use=one, helpful=False, reason="没说多久到账", by=SOMEBODY, at=AT)
    assert figures.used(version.article) == figures.Used(2, 0, 1)
    assert [row.reason for row in figures.complaints_of_it(version.article)] == ["没说多久到账"]
    assert {row.by_label for row in Use.objects.all()} == {"", house.by("tom").label}


def test_an_article_is_looked_at_again_in_time(house: House) -> None:
    version = approved(house, review_on=TODAY + 20 * DAY)
    assert not figures.to_review(AT).exists()
    assert figures.to_review(AT + 10 * DAY).get() == version.article
    articles.review(version=version, review_on=TODAY + 200 * DAY, by=house.by("kim"), at=AT + 10 * DAY)
    assert not figures.to_review(AT + 10 * DAY).exists()
