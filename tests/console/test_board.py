"""The board: every figure is the number of lines of the list it opens."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.accounts import actions as accounts
from huiyin.cases.actions import load as counting
from huiyin.cases.models import Case, LoadRun, OpenLoad, Recusal
from huiyin.clocks.models import Promise
from huiyin.complaints.queries import candidates
from huiyin.complaints.rules import dispatch_terms
from huiyin.core import time
from huiyin.core.actors import system
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
    for n, (case, due) in enumerate(((made[0], now + timedelta(seconds=30)), (made[1], now - timedelta(hours=5)))):
        Promise.objects.create(
            owner_kind="case", owner_id=case.pk, text=f"{n}", responsible=house["tom"], due_at=due,
            made_at=now - timedelta(days=3), made_by_label="t", source="call",
        )  # fmt: skip
    return made


def figures(body: str) -> list[tuple[str, int]]:
    """(address, number) of everything on the board that opens a list."""
    links = re.findall(
        r'<a href="(/desk/(?:queue|board/promises)/[^"]*)"[^>]*>\s*(?:<span class="hy-figure hy-num">)?(\d+)', body
    )
    return [(unescape(url), int(number)) for url, number in links]


@pytest.mark.parametrize("name", ["hua", "sam", "max", "eve", "qin", "aud"])
def test_every_figure_opens_a_list_of_that_many_lines(enter, house: House, cases: list[Case], name: str) -> None:
    client = enter(name)
    found = figures(client.get("/desk/board/").content.decode())
    assert len(found) > 8
    for url, number in found:
        context = client.get(url).context
        assert len(context["rows" if "promises" in url else "lines"]) == number, url


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
    with django_assert_max_num_queries(11):
        client.get("/desk/board/")


def test_figures_come_from_the_count_and_say_of_when_they_are(enter, house: House, cases: list[Case]) -> None:
    at = time.now() - timedelta(minutes=5)
    Case.objects.update(recorded_at=at - timedelta(days=1), received_at=at - timedelta(days=1))
    counting.count(by=system("test"), at=at)
    Case.objects.filter(pk=cases[0].pk).update(is_open=False, closed_at=time.now(), state="closed")
    page = enter("hua").get("/desk/board/")
    assert (page.context["total"], page.context["counted_at"], page.context["is_old"]) == (8, at, True)
    counting.count(by=system("test"), at=time.now())
    assert enter("hua").get("/desk/board/").context["total"] == 7


def test_without_a_worker_whoever_looks_counts(enter, house: House, cases: list[Case]) -> None:
    counting.count(by=system("test"), at=time.now() - timedelta(hours=1))
    page = enter("hua").get("/desk/board/")
    assert time.now() - page.context["counted_at"] < timedelta(minutes=1)


def test_who_must_stay_away_from_a_case_does_not_find_it_in_a_figure(enter, house: House, cases: list[Case]) -> None:
    Recusal.objects.create(
        case=cases[3], user=house["sam"], ground="declared", reason="x", at=time.now(), by_label="test"
    )
    client = enter("sam")
    page = client.get("/desk/board/")
    assert page.context["total"] == 5
    for url, number in figures(page.content.decode()):
        context = client.get(url).context
        assert len(context["rows" if "promises" in url else "lines"]) == number, url


def test_looking_at_the_board_walks_no_open_case(enter, house: House, cases: list[Case]) -> None:
    client = enter("hua")
    client.get("/desk/board/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/board/")
    walked = [query["sql"] for query in asked if "GROUP BY" in query["sql"] and '"cases_case"' in query["sql"]]
    assert walked == []


def test_the_load_of_a_person_is_that_of_assignment(enter, house: House, cases: list[Case]) -> None:
    effort = dispatch_terms.SHIPPED.effort
    Case.objects.filter(pk=cases[1].pk).update(severity="L3", flags=["vulnerable"])
    Case.objects.filter(pk=cases[3].pk).update(severity="L3", is_paused=True)
    counting.count(by=system("test"), at=time.now(), effort=effort)
    loads = candidates.loads_of([house["tom"].pk, house["zoe"].pk], effort)
    assert loads[house["tom"].pk] == 1 + 4 + 2 + 1 + 1 + 1  # each half a point more for a paused one counts as a whole
    shown = {one["user"].name: one for one in enter("hua").get("/desk/board/").context["people"]}
    assert {name: one["points"] for name, one in shown.items()} == {
        "Tom": loads[house["tom"].pk], "Zoe": loads[house["zoe"].pk],
    }  # fmt: skip
    assert (shown["Zoe"]["most"], shown["Zoe"]["label"]) == (10, "2")  # no bound: beside the busiest
    accounts.set_work_terms(user=house["tom"], capacity=12, by=house.by("sam"), at=time.now())
    page = enter("sam").get("/desk/board/")
    assert [(one["points"], one["most"], one["label"]) for one in page.context["people"]] == [(10, 12, "")]
    assert "10 / 12" in page.content.decode()


def test_counting_again_keeps_the_count_that_somebody_may_be_reading(house: House, cases: list[Case]) -> None:
    for n in range(3):
        counting.count(by=system("test"), at=time.now() + timedelta(seconds=n))
    newest = LoadRun.objects.latest("at")
    assert LoadRun.objects.count() == 2
    assert sum(OpenLoad.objects.filter(run=newest).values_list("total", flat=True)) == 8


@pytest.mark.parametrize("wrong", ["?person=x", "?unit=x", "?stand=x", "?unit=0192f000-0000-7000-8000-000000000000"])
def test_a_strange_address_breaks_nothing(enter, house: House, cases: list[Case], wrong: str) -> None:
    assert enter("hua").get(f"/desk/board/promises/{wrong}").status_code == 200


def test_a_promise_of_another_branch_is_not_shown(enter, house: House, cases: list[Case]) -> None:
    Promise.objects.create(
        owner_kind="case", owner_id=cases[2].pk, text="广东的承诺", responsible=house["zoe"],
        due_at=time.now() - timedelta(hours=1), made_at=time.now() - timedelta(days=3), made_by_label="t",
        source="call",
    )  # fmt: skip
    assert "广东的承诺" not in enter("sam").get("/desk/board/promises/").content.decode()
    assert "广东的承诺" in enter("hua").get("/desk/board/promises/").content.decode()
