"""Articles that may answer a complaint, while somebody writes."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from huiyin.core.time import local_date
from huiyin.knowledge.actions import articles
from huiyin.knowledge.models import ArticleVersion, Use
from tests.complaints.along import Along

TEXT = "三日内发出拒赔通知书，并说明理由。"


def article(along: Along, audience: str = "public", key: str = "claim-refused") -> ArticleVersion:
    day, house = local_date(along.at), along.house
    version = articles.begin(
        key=key, topic="claims", audience=audience, title="被拒赔了怎么办", text_zh=TEXT, from_on=day,
        questions=["理赔被拒怎么办", along.case.subject[:100]], review_on=day + timedelta(days=90), by=house.by("kim"),
        at=along.at,
    )  # fmt: skip
    return articles.approve(version=version, by=house.by("hua"), at=along.at)


def test_the_likeliest_articles_are_offered_inserted_with_their_version_and_counted(
    enter: Callable[[str], Client], along: Along
) -> None:
    version = article(along)
    inside = article(along, "staff", "inside")
    tom, route = enter("tom"), f"/desk/complaints/{along.case.number}/articles/"
    assert TEXT in tom.get(route).content.decode()
    part = tom.get(route, headers={"HX-Request": "true"}).content.decode()
    assert f"{route}{version.pk}" in part
    assert str(inside.pk) not in part
    words = tom.get(f"{route}{version.pk}").content.decode()
    assert TEXT in words
    assert version.title in words
    assert tom.get(f"{route}{inside.pk}").status_code == 404
    assert tom.get(f"{route}{version.pk}/used").status_code == 405
    assert tom.post(f"{route}{version.pk}/used").status_code == 204
    assert tom.post(f"{route}{version.pk}/used", {"useful": "1"}).status_code == 302
    assert list(Use.objects.order_by("at", "id").values_list("case_id", "is_helpful")) == [
        (along.case.pk, None), (along.case.pk, True),
    ]  # fmt: skip
    assert enter("zoe").get(route).status_code == 404
