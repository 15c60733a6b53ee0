"""Articles, answers and gaps for other systems."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from huiyin.core.actors import customer
from huiyin.core.time import local_date, now
from huiyin.knowledge.actions import questions
from tests.api.conftest import Machine

DAY = timedelta(days=1)


def words(**changes: Any) -> dict[str, Any]:
    today = local_date(now())
    return {
        "title": "等待期是怎么回事", "text_zh": "长短写在合同里。", "questions": ["等待期多少天"],
        "from_on": f"{today}", "review_on": f"{today + 90 * DAY}",
    } | changes  # fmt: skip


def test_an_article_by_two_machines_and_what_it_answers(machine: Callable[..., Machine]) -> None:
    kim, hua, tom = machine("kim"), machine("hua"), machine("tom")
    made = kim.post("/articles", words(key="waiting", topic="cover", audience="public"))
    assert made.status_code == 201
    one = "/articles/waiting/versions/1"
    assert kim.post(f"{one}/approve").json()["code"] == "article.own"
    assert tom.get("/articles/waiting").status_code == 404
    assert tom.post("/answers", {"text": "等待期多少天"}).json()["verdict"] == "unknown"
    assert hua.post(f"{one}/approve", If_Match='"wrong"').status_code == 412
    assert hua.post(f"{one}/approve", If_Match=f'"{made.json()["etag"]}"').json()["versions"][0]["state"] == "approved"
    found = tom.post("/answers", {"text": "等待期多少天"}).json()
    assert (found["verdict"], found["found"][0]["key"], found["found"][0]["version"]) == ("answer", "waiting", 1)
    assert [row["key"] for row in tom.get("/articles").json()["items"]] == ["waiting"]
    assert kim.post("/articles/waiting/versions", words(seen=0)).json()["code"] == "article.changed"
    assert kim.post("/articles/waiting/versions", words(seen=1, title="等待期")).status_code == 201
    assert kim.post("/articles/waiting/versions/2/withdraw").status_code == 200
    assert hua.post(f"{one}/review", {"review_on": f"{local_date(now()) + 30 * DAY}"}).status_code == 200
    assert hua.post("/articles/waiting/keep").json()["keeper"] != made.json()["keeper"]
    assert hua.post("/articles/waiting/use", {"in_use": False}).json()["is_retired"]
    assert tom.get("/articles").json()["items"] == []
    assert tom.post(f"{one}/approve").status_code == 404


def test_what_was_asked_in_vain_is_for_those_who_keep_articles(machine: Callable[..., Machine]) -> None:
    questions.ask(text="保单可以挂失冻结吗", where="help", by=customer(None), at=now())
    kim, tom = machine("kim"), machine("tom")
    assert tom.get("/gaps").json()["items"] == []
    gap = kim.get("/gaps").json()["items"][0]
    assert gap["count"] == 1
    assert tom.post(f"/gaps/{gap['id']}", {}).json()["code"] == "article.role"
    assert kim.post(f"/gaps/{gap['id']}", {"article": "none"}).status_code == 404
    assert kim.post(f"/gaps/{gap['id']}", {}).json()["items"] == []
