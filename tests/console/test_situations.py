"""The page of situations, and the picker that puts the templates of the situation first (2.2-2)."""

from typing import Any

from django.urls import reverse

from tests.cases.make import registered
from tests.complaints.test_situations import approved, made
from tests.people import House


def test_the_situation_stands_first_in_the_picker(enter: Any, house: House) -> None:
    for key, scenario in (("a", ""), ("b", "papers"), ("c", "first_word")):
        approved(house, made(house, key, scenario=scenario))
    case = registered(house).case
    page = enter("tom").get(reverse("case_templates", args=[case.number]))
    assert [one["key"] for one in page.context["rows"] if one["key"]] == ["c", "a", "b"]
    assert [one["fits"] for one in page.context["rows"] if one["key"]] == [True, False, False]


def test_the_page_shows_flow_words_and_gaps(enter: Any, house: House, django_assert_max_num_queries: Any) -> None:
    approved(house, made(house, "news", scenario="progress"))
    enter("hua").get(reverse("template_scenarios"))
    client = enter("hua")
    with django_assert_max_num_queries(16):
        page = client.get(reverse("template_scenarios"))
    gaps = {one["code"] for one in page.context["gaps"]}
    assert "progress" not in gaps
    assert "papers" in gaps
    assert reverse("template_new") + "?scenario=papers" in page.content.decode()
    new = client.get(reverse("template_new"), {"scenario": "papers"})
    assert new.context["form"]["scenario"].value() == "papers"
    assert "?scenario=" not in enter("tom").get(reverse("template_scenarios")).content.decode()


def test_the_desk_places_a_template(enter: Any, house: House) -> None:
    row = made(house, "news").template
    client = enter("hua")
    assert client.post(reverse("template_act", args=[row.pk, "place"]), {"scenario": "papers"}).status_code == 302
    row.refresh_from_db()
    assert row.scenario == "papers"
    assert client.post(reverse("template_act", args=[row.pk, "place"]), {"scenario": "x"}).status_code in (409, 422)
