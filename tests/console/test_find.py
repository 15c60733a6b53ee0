"""The search box finds what one may see, and shows it masked."""

from typing import Any

import pytest
from django.test import Client

from huiyin.cases.queries import snippets
from tests.cases.make import LI, registered
from tests.people import House


def found(page: Any) -> list[str]:
    """The numbers of the cases that are shown, those of exactly this number first."""
    hits = [*page.context.get("exact", []), *page.context.get("found", [])]
    return [line.number for line, _subject, _said, _file in hits]


@pytest.mark.parametrize(
    "words", ["既往", "理赔", "李春梅", "春梅", "13812345678", "320102198001010018", "li@example.com", "MED-77"]
)
def test_words_names_and_numbers_find_the_case(enter, house: House, words: str) -> None:
    case = registered(house, external_ref="MED-77").case
    registered(
        house,
        text="车险定损太低。",
        subject="车险",
        external_ref="2",
        people=(LI.__class__(name="王强", phone="13900001111"),),
    )
    assert found(enter("tom").get("/desk/search/", {"q": words})) == [case.number]


def test_a_whole_number_opens_the_case_and_a_foreign_one_looks_like_an_unknown_one(enter, house: House) -> None:
    case = registered(house).case
    spaced = f"{case.number[:8].lower()} {case.number[8:]}"
    answer = enter("tom").get("/desk/search/", {"q": spaced})
    assert answer.status_code == 302
    assert case.number in answer.url
    foreign = enter("zoe").get("/desk/search/", {"q": case.number})
    assert foreign.status_code == 200
    assert found(foreign) == []


def test_nobody_finds_what_the_gate_hides(enter, house: House) -> None:
    registered(house)
    assert found(enter("zoe").get("/desk/search/", {"q": "既往"})) == []
    assert len(found(enter("hua").get("/desk/search/", {"q": "既往"}))) == 1


def test_what_is_found_is_marked_and_numbers_in_it_are_masked(enter, house: House) -> None:
    registered(house, text="我的电话13812345678，保单一直没有退保，请退保。")
    page = enter("tom").get("/desk/search/", {"q": "退保"}).content.decode()
    assert "<mark>退保</mark>" in page
    assert "13812345678" not in page
    assert "138****5678" in page


@pytest.mark.parametrize("before", range(90, 150, 7))
def test_no_cut_edge_gives_a_number_away(house: House, before: int) -> None:
    text = "前" * 300 + "13812345678" + "话" * before + "退保" + "话" * before + "320102198001010018" + "后" * 300
    case = registered(house, text=text).case
    shown = "".join(words for words, _hit in snippets.of([case.pk], "退保")[case.pk].pieces)
    assert "退保" in shown
    assert not any(digits in shown for digits in ("2345678", "13812345", "19800101", "010018"))


@pytest.mark.parametrize("words", ["", "   ", "。", "!!!", "' OR 1=1 --", "\\", "a" * 500, "：*&|()"])
def test_whatever_is_typed_gets_an_answer(enter, house: House, words: str) -> None:
    registered(house)
    assert enter("tom").get("/desk/search/", {"q": words}).status_code == 200


def test_the_search_page_asks_few_questions(enter, house: House, django_assert_max_num_queries) -> None:
    for n in range(30):
        registered(house, external_ref=f"{n}")
    client: Client = enter("tom")
    client.get("/desk/search/", {"q": "既往"})
    with django_assert_max_num_queries(14):
        page = client.get("/desk/search/", {"q": "既往"})
    assert len(found(page)) == 25
    following = client.get(page.context["next_url"])
    assert len(found(following)) == 5
    assert found(client.get(following.context["previous_url"])) == found(page)
