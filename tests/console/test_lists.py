"""Lists of cases: the same rows as the gate, in order, page by page, whoever looks."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.cases.queries import queue
from huiyin.cases.queries.queue import Wanted
from tests.cases.make import registered
from tests.people import AT, CAST, House


@pytest.fixture
def many(house: House) -> list[Case]:
    """Twelve complaints of two branches; three without a running limit, four with the same one."""
    made = []
    for n in range(12):
        who, unit = ("zoe", "GD-CP") if n % 3 == 0 else ("tom", "JS-CP")
        case = registered(
            house,
            by=house.by(who),
            unit_id=house.units[unit].pk,
            external_ref=f"X{n}",
            received_at=AT - timedelta(hours=n),
        ).case
        due = None if n % 4 == 0 else AT + timedelta(days=1 if n % 2 else n)
        Case.objects.filter(pk=case.pk).update(next_due_at=due)
        made.append(case)
    return made


def walked(house: House, name: str, **options: Any) -> list[list[str]]:
    """All pages from the first to the last."""
    pages, after = [], ""
    while True:
        page = queue.page(house[name], Wanted(), at=AT, after=after, size=5, **options)
        pages.append([row.number for row in page.rows])
        after = page.after
        if not after:
            return pages


@pytest.mark.parametrize("name", sorted(CAST))
def test_the_parts_hold_exactly_what_the_gate_lets_through(house: House, many: list[Case], name: str) -> None:
    seen = {pk for part in cases.visible_parts(house[name]) for pk in part.values_list("pk", flat=True)}
    assert seen == set(cases.visible_to(house[name]).values_list("pk", flat=True))


@pytest.mark.parametrize("name", ["hua", "tom", "zoe", "max"])
@pytest.mark.parametrize("order", ["due", "received"])
def test_pages_follow_each_other_without_gap_or_repeat(house: House, many: list[Case], name: str, order: Any) -> None:
    everything = [number for page in walked(house, name, order=order) for number in page]
    assert sorted(everything) == sorted(cases.visible_to(house[name]).values_list("number", flat=True))
    assert len(set(everything)) == len(everything)


def test_the_nearest_limit_comes_first_and_cases_without_one_last(house: House, many: list[Case]) -> None:
    dues = [row.next_due_at for row in queue.page(house["hua"], Wanted(), at=AT).rows]
    known = [due for due in dues if due]
    assert known == sorted(known)
    assert dues[len(known) :] == [None] * 3


@pytest.mark.parametrize("order", ["due", "received"])
def test_going_back_shows_the_page_one_came_from(house: House, many: list[Case], order: Any) -> None:
    forth = walked(house, "hua", order=order)
    page = queue.page(house["hua"], Wanted(), at=AT, size=5, order=order)
    second = queue.page(house["hua"], Wanted(), at=AT, size=5, order=order, after=page.after)
    third = queue.page(house["hua"], Wanted(), at=AT, size=5, order=order, after=second.after)
    back = queue.page(house["hua"], Wanted(), at=AT, size=5, order=order, before=third.before)
    assert [row.number for row in back.rows] == forth[1]
    first = queue.page(house["hua"], Wanted(), at=AT, size=5, order=order, before=back.before)
    assert [row.number for row in first.rows] == forth[0]
    assert first.before == ""
    assert first.after


@pytest.mark.parametrize("key", ["", "x", "2026-03-02~", "none~none", "2026-03-02T10:00:00~" + "0" * 32])
def test_a_key_that_says_nothing_shows_the_first_page(house: House, many: list[Case], key: str) -> None:
    first = [row.number for row in queue.page(house["hua"], Wanted(), at=AT, size=5).rows]
    assert [row.number for row in queue.page(house["hua"], Wanted(), at=AT, size=5, after=key).rows] == first


def test_what_is_broken_due_today_or_paused_is_found(house: House, many: list[Case]) -> None:
    tonight = datetime.fromisoformat("2026-03-03T00:00:00+08:00")
    changes: tuple[dict[str, Any], ...] = (
        {"next_due_at": AT},
        {"next_due_at": tonight},
        {"is_paused": True},
        {"is_provisional": True},
    )
    for case, change in zip(many[:4], changes, strict=True):
        Case.objects.filter(pk=case.pk).update(**change)
    dues: tuple[queue.Due, ...] = ("broken", "today", "paused", "provisional")
    found = {due: [row.pk for row in queue.page(house["hua"], Wanted(due=due), at=AT).rows] for due in dues}
    assert found == {"broken": [many[0].pk], "today": [many[1].pk], "paused": [many[2].pk], "provisional": [many[3].pk]}


def test_counting_stops_at_the_most(house: House, many: list[Case]) -> None:
    assert queue.count(house["hua"], Wanted(), at=AT) == 12
    assert queue.count(house["hua"], Wanted(), at=AT, most=3) == 4
    assert queue.count(house["tom"], Wanted(), at=AT) == 8
    assert queue.count(house["adi"], Wanted(), at=AT) == 0


def test_days_of_receipt_are_days_in_shanghai_and_both_included(house: House, many: list[Case]) -> None:
    day = AT.date()
    rows = queue.page(house["hua"], Wanted(received_from=day, received_to=day), at=AT, order="received").rows
    local = [row.received_at + timedelta(hours=8) for row in rows]
    assert {moment.date() for moment in local} == {day}
    assert len(rows) == 11  # the twelfth arrived an hour before midnight of the day before


def test_words_find_within_what_one_may_see(house: House, many: list[Case]) -> None:
    assert len(queue.page(house["tom"], Wanted(words="既往"), at=AT, order="found").rows) == 8
    assert len(queue.page(house["hua"], Wanted(words="既往"), at=AT, order="found").rows) == 12
    assert queue.page(house["hua"], Wanted(words="黄金"), at=AT, order="found").rows == []
