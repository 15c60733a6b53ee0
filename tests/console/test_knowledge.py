"""The desk's pages of what the house knows."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.core.actors import customer
from huiyin.core.time import local_date, now
from huiyin.knowledge.actions import articles, questions
from huiyin.knowledge.models import Article, ArticleVersion, Gap
from tests.people import House

DAY = timedelta(days=1)
TEXT = "材料不够的，一次说清还缺什么（《中华人民共和国保险法》第二十二条）。"


def form(**changes: Any) -> dict[str, Any]:
    today = local_date(now())
    return {
        "key": "claim-papers", "topic": "claims", "audience": "public", "title": "理赔要准备哪些材料", "text_zh": TEXT,
        "questions": "申请理赔需要什么资料\n\n报销要什么单据", "from_on": f"{today}",
        "review_on": f"{today + 90 * DAY}",
    } | changes  # fmt: skip


def article(house: House, **changes: Any) -> ArticleVersion:
    today, at = local_date(now()), now()
    given = form() | {"questions": ["申请理赔需要什么资料"], "from_on": today, "review_on": today + 90 * DAY} | changes
    version = articles.begin(**given, by=house.by("kim"), at=at)
    return articles.approve(version=version, by=house.by("hua"), at=at)


def test_an_article_is_written_seconded_and_found(enter, house: House) -> None:
    kim = enter("kim")
    assert kim.get("/desk/knowledge/new").status_code == 200
    answer = kim.post("/desk/knowledge/new", form())
    assert answer.status_code == 302
    row = Article.objects.get()
    assert row.versions.get().questions == ["申请理赔需要什么资料", "报销要什么单据"]
    route = f"/desk/knowledge/{row.key}/"
    assert kim.post(f"{route}1/approve").status_code == 409
    assert enter("tom").get(route).status_code == 404
    assert enter("hua").post(f"{route}1/approve").status_code == 302
    assert TEXT in enter("tom").get(route).content.decode()
    assert row.key in enter("tom").get("/desk/knowledge/?q=理赔要什么资料").content.decode()
    assert row.key in enter("tom").get("/desk/knowledge/?topic=claims").content.decode()


@pytest.mark.parametrize(
    ("changes", "place"),
    [({"key": "A key"}, "key"), ({"text_zh": "三日内（《中华人民共和国保险法》第九百条）。"}, "text_zh"),
     ({"from_on": "2020-01-01"}, "from_on"), ({"title": ""}, "title")],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field(enter, house: House, changes: Any, place: str) -> None:
    answer = enter("kim").post("/desk/knowledge/new", form(**changes))
    assert answer.status_code == 422
    assert place in answer.context["form"].errors


def test_the_next_version_and_its_comparison(enter, house: House) -> None:
    row = article(house).article
    route = f"/desk/knowledge/{row.key}/"
    assert enter("tom").get(f"{route}compare").status_code == 404
    kim = enter("kim")
    given = form(text_zh=TEXT.replace("一次", "一次性"), seen=1)
    assert kim.get(f"{route}write").status_code == 200
    assert kim.post(f"{route}write", given).status_code == 302
    assert kim.post(f"{route}write", given).status_code == 409
    assert "<ins>" in kim.get(f"{route}compare").content.decode()
    assert kim.post(f"{route}2/withdraw").status_code == 302
    assert enter("hua").post(f"{route}1/review", {"review_on": "nonsense"}).status_code == 422
    assert enter("hua").post(f"{route}1/review", {"review_on": f"{local_date(now()) + 9 * DAY}"}).status_code == 302
    assert enter("hua").post(f"{route}keep").status_code == 302
    assert enter("hua").post(f"{route}retire").status_code == 302
    assert enter("tom").get(route).status_code == 404
    assert enter("hua").post(f"{route}unheard").status_code == 404


def test_who_does_not_keep_articles_writes_none(enter, house: House) -> None:
    row = article(house).article
    for route in ("new", "gaps/", f"{row.key}/write"):
        assert enter("tom").get(f"/desk/knowledge/{route}").status_code == 409
    assert enter("tom").post(f"/desk/knowledge/{row.key}/retire").status_code == 409
    assert Article.objects.get().retired_at is None


def test_what_is_for_others_is_not_there(enter, house: House) -> None:
    row = article(house, audience="role", roles=["executive"]).article
    assert enter("tom").get(f"/desk/knowledge/{row.key}/").status_code == 404
    assert row.key not in enter("tom").get("/desk/knowledge/").content.decode()
    assert enter("eve").get(f"/desk/knowledge/{row.key}/").status_code == 200


def test_gaps_are_closed_by_an_article_or_without(enter, house: House) -> None:
    key = article(house).article.key
    for text in ("保单可以挂失冻结吗", "宠物医疗保不保"):
        questions.ask(text=text, where="help", by=customer(None), at=now())
    kim = enter("kim")
    assert "挂失" in kim.get("/desk/knowledge/gaps/").content.decode()
    first, second = Gap.objects.order_by("first_at")
    assert kim.post(f"/desk/knowledge/gaps/{first.pk}", {"article": "no-such"}).status_code == 422
    assert kim.post(f"/desk/knowledge/gaps/{first.pk}", {"article": key}).status_code == 302
    assert kim.post(f"/desk/knowledge/gaps/{second.pk}").status_code == 302
    assert sorted(Gap.objects.values_list("state", flat=True)) == ["answered", "dismissed"]
