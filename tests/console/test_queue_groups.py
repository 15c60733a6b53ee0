"""Groups: counted as the gate lets one see, over open cases or a year; more by a job that can die and go on."""

from datetime import date, timedelta
from html import escape

import pytest

from huiyin.cases.actions import tallies
from huiyin.cases.jobs import tally as working
from huiyin.cases.models import Case, Tally
from huiyin.cases.queries import groups
from huiyin.cases.queries.queue import Wanted
from huiyin.cases.rules import tallies as rules
from huiyin.console import queue_groups
from huiyin.core import time
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date
from tests.cases.make import registered
from tests.people import AT, House

QUEUE = "/desk/queue/"
EVERYTHING = Wanted(is_open=None)


@pytest.fixture
def years(house: House) -> list[Case]:
    """Three cases: of today, of half a year ago, of three years ago; one abroad for Tom."""
    made = []
    for n, days in enumerate((0, 180, 1100)):
        at = AT - timedelta(days=days)
        line = ("motor", "health", "motor")[n]
        made.append(registered(house, external_ref=f"{n}", received_at=at, line=line, old_confirmed=days > 365).case)
    registered(house, by=house.by("zoe"), unit_id=house.units["GD-CP"].pk, external_ref="abroad")
    return made


def counts(house: House, wanted: Wanted, group: str, who: str = "tom") -> dict[str, int]:
    return {row.key: row.count for row in groups.counted(house[who], wanted, group, at=AT)}


def test_groups_hold_what_one_may_see_and_no_more(house: House, years: list[Case]) -> None:
    assert sum(counts(house, Wanted(), "unit").values()) == 3
    assert sum(counts(house, Wanted(), "unit", "hua").values()) == 4
    assert counts(house, Wanted(), "owner", "adi") == {}


@pytest.mark.parametrize("group", sorted(groups.COLUMNS))
def test_every_group_adds_up_to_the_list(house: House, years: list[Case], group: str) -> None:
    assert sum(counts(house, Wanted(), group, "hua").values()) == 4


def test_the_day_of_a_limit_is_the_day_that_it_ends(house: House, years: list[Case]) -> None:
    Case.objects.filter(pk__in=[case.pk for case in years]).update(next_due_at="2026-03-05T00:00:00+08:00")
    assert counts(house, Wanted(), "due_day") == {"2026-03-04": 3}


def test_ended_cases_are_counted_over_twelve_months_unless_asked_for_less(house: House, years: list[Case]) -> None:
    found = groups.stretch(EVERYTHING, AT)
    assert sum(counts(house, found, "state").values()) == 2
    assert groups.is_wide(EVERYTHING, AT)
    month = Wanted(is_open=None, received_from=local_date(AT) - timedelta(days=30))
    assert groups.stretch(month, AT).received_from == month.received_from
    assert not groups.is_wide(month, AT)
    assert groups.stretch(Wanted(), AT) == Wanted()


def test_a_wide_count_is_whole_after_a_worker_died_and_one_ran_twice(
    house: House, years: list[Case], monkeypatch
) -> None:
    by = house.by("tom")
    row = tallies.order(user=house["tom"], wanted=EVERYTHING, group="state", by=by, at=AT)
    assert tallies.order(user=house["tom"], wanted=EVERYTHING, group="state", by=by, at=AT) == row
    pieces, original = list(rules.pieces(row.from_on, row.to_on)), tallies.add
    left = [3]

    def dying(**given):
        left[0] -= 1
        if left[0] < 0:
            raise RuntimeError("killed")
        return original(**given)

    monkeypatch.setattr(tallies, "add", dying)
    with pytest.raises(RuntimeError):
        working.work(row, by=by, clock=lambda: AT)
    monkeypatch.setattr(tallies, "add", original)
    row = Tally.objects.get()
    assert row.counted_to == pieces[2][1]
    working.work(row, by=by, clock=lambda: AT)
    working.tally(str(row.pk))
    row = Tally.objects.get()
    assert row.ended_at
    assert sum(many for many, _late in row.found.values()) == 3


def test_pieces_hold_every_day_once() -> None:
    first, last = date(2023, 1, 15), date(2026, 3, 2)
    days = [
        begin + timedelta(days=n) for begin, end in rules.pieces(first, last) for n in range((end - begin).days + 1)
    ]
    assert days == [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert rules.share(first, last, None) == 0
    assert rules.share(first, last, last) == 100


def test_what_is_wanted_comes_back_from_the_row_as_it_was(house: House) -> None:
    wanted = Wanted(
        is_open=None, states=("closed",), owner_id=house["tom"].pk, unit_ids=(house.units["JS"].pk,), code="C4",
        received_from=date(2020, 1, 1), due_to=date(2026, 1, 1), waits="approval", tag_ids=(house["tom"].pk,),
    )  # fmt: skip
    assert tallies.read(tallies.written(wanted)) == wanted


def test_what_names_one_matter_is_not_counted_over_years(house: House) -> None:
    for wanted in (Wanted(words="李春梅"), Wanted(policy_number="P1"), Wanted(customer="K1")):
        with pytest.raises(BadInput):
            tallies.order(user=house["tom"], wanted=wanted, group="state", by=house.by("tom"), at=AT)


def test_the_page_opens_each_group_and_counts_years_with_progress(enter, house: House, years: list[Case]) -> None:
    client = enter("tom")
    page = client.get(f"{QUEUE}?group=owner")
    row = page.context["grouped"]["rows"][0]
    assert (row.label, row.count) == ("Tom", 3)
    assert len(client.get(row.url).context["lines"]) == 3
    page = client.get(f"{QUEUE}?view=closed&group=state")
    assert page.context["grouped"]["is_wide"] is True
    answer = client.post("/desk/queue/count", {"here": f"{QUEUE}?view=closed&group=state"})
    page = client.get(answer.url)
    assert page.context["percent"] == 0
    assert 'hx-trigger="every 2s"' in page.content.decode()
    tally = Tally.objects.get()
    working.work(tally, by=house.by("tom"), clock=time.now)
    page = client.get(answer.url)
    assert "every 2s" not in page.content.decode()
    assert all(row.url.startswith("/desk/queue/?view=closed&") for row in page.context["rows"])
    assert enter("tia").get(answer.url).status_code == 404


def test_the_rows_inside_a_group_are_shown_some_at_a_time(enter, house: House, years: list[Case], monkeypatch) -> None:
    monkeypatch.setattr(queue_groups, "AT_ONCE", 2)
    client, part = enter("tom"), {"HX-Request": "true"}
    page = client.get(f"{QUEUE}?group=owner")
    row = page.context["grouped"]["rows"][0]
    assert f'hx-get="{escape(row.rows_url)}"' in page.content.decode()
    first = client.get(row.rows_url, headers=part)
    assert [line.number for line in first.context["lines"]] == [case.number for case in reversed(years)][:2]
    rest = client.get(first.context["more_url"], headers=part)
    assert {line.number for page in (first, rest) for line in page.context["lines"]} == {case.number for case in years}
    assert (rest.context["more_url"], client.get(rest.context["all_url"]).status_code) == ("", 200)
    assert client.get(row.rows_url)["Location"] == row.url  # opened in a tab of its own it is the list
    gone = client.get("/desk/queue/rows?code=C4&view=open", headers=part)
    assert "colspan" in gone.content.decode()
    others = enter("zoe").get(row.rows_url, headers=part).context["lines"]
    assert {line.case.owner_id for line in others} == {house["zoe"].pk}
