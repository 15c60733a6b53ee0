"""The board: every figure is the number of lines of the list it opens."""

import re
from datetime import timedelta
from html import unescape

import pytest

from huiyin.cases.models import Case
from huiyin.core import time
from tests.cases.make import registered
from tests.people import House


@pytest.fixture
def cases(house: House) -> list[Case]:
    now = time.now()
    made = []
    for n, days in enumerate((0, 2, 5, 9, 16, 29, 40, 70)):
        who, unit = ("zoe", "GD-CP") if n % 3 == 2 else ("tom", "JS-CP")
        at = now - timedelta(days=days)
        made.append(
            registered(
                house, by=house.by(who), unit_id=house.units[unit].pk, at=at, received_at=at, external_ref=f"{n}"
            ).case
        )
    Case.objects.filter(pk=made[0].pk).update(is_paused=True, next_due_at=None)
    Case.objects.filter(pk=made[1].pk).update(due_level=1, next_due_at=now + timedelta(days=2))
    return made


def figures(body: str) -> list[tuple[str, int]]:
    """(address, number) of everything on the board that opens a list."""
    links = re.findall(r'<a href="(/desk/queue/[^"]*)"[^>]*>\s*(?:<span class="hy-figure hy-num">)?(\d+)', body)
    return [(unescape(url), int(number)) for url, number in links]


@pytest.mark.parametrize("name", ["hua", "sam", "max", "eve", "qin", "aud"])
def test_every_figure_opens_a_list_of_that_many_lines(enter, house: House, cases: list[Case], name: str) -> None:
    client = enter(name)
    found = figures(client.get("/desk/board/").content.decode())
    assert len(found) > 8
    for url, number in found:
        assert len(client.get(url).context["lines"]) == number, url


def test_only_visible_units_are_counted(enter, house: House, cases: list[Case]) -> None:
    page = enter("sam").get("/desk/board/")
    assert page.context["total"] == 6
    assert "广东" not in page.content.decode()
    assert enter("hua").get("/desk/board/").context["total"] == 8


def test_ages_are_days_in_shanghai_and_leave_nothing_out(enter, house: House, cases: list[Case]) -> None:
    places = enter("hua").get("/desk/board/").context["places"]
    whole = next(place for place in places if place["depth"] == 0)
    assert [cell["count"] for cell in whole["cells"]] == [2, 1, 1, 2, 1, 1]


def test_an_empty_house_says_so(enter, house: House) -> None:
    assert "hy-empty" in enter("hua").get("/desk/board/").content.decode()


def test_the_board_asks_few_questions(enter, house: House, cases: list[Case], django_assert_max_num_queries) -> None:
    client = enter("hua")
    client.get("/desk/board/")
    with django_assert_max_num_queries(8):
        client.get("/desk/board/")
