"""The queue: tabs, filters as chips, pages with addresses, the preview, handing over many."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from huiyin.audit.models import Access
from huiyin.cases.models import Case
from huiyin.cases.queries import queue
from huiyin.core import time
from tests.cases.make import registered
from tests.people import House

QUEUE = "/desk/queue/"


@pytest.fixture
def cases(house: House) -> list[Case]:
    now = time.now()
    made = []
    for n in range(6):
        case = registered(
            house, by=house.by("sam" if n == 5 else "tom"), at=now, received_at=now - timedelta(hours=n),
            external_ref=f"{n}", channel="phone" if n else "letter", line="health" if n < 3 else "motor",
        ).case  # fmt: skip
        made.append(case)
    Case.objects.filter(pk=made[1].pk).update(severity="L3", code="C41")
    Case.objects.filter(pk=made[2].pk).update(flags=["major", "surrender_agency"])
    return made


def numbers(page) -> list[str]:
    return [line.number for line in page.context["lines"]]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("", [0, 1, 2, 3, 4, 5]),
        ("view=mine", [0, 1, 2, 3, 4]),
        ("view=team", [0, 1, 2, 3, 4, 5]),
        ("channel=letter", [0]),
        ("severity=L3", [1]),
        ("code=C", [1]),
        ("code=C4", [1]),
        ("code=C41", [1]),
        ("code=P", []),
        ("line=motor", [3, 4, 5]),
        ("flag=major", [2]),
        ("flag=surrender_agency", [0, 1, 2, 3, 4, 5]),  # not a filter: the advice stays off every list
        ("fresh=yes", [0, 1, 2, 3, 4, 5]),
        ("state=received", [0, 1, 2, 3, 4, 5]),
        ("state=closed", []),
        ("state=nonsense", [0, 1, 2, 3, 4, 5]),
        ("line=motor&channel=phone", [3, 4, 5]),
        ("view=closed", []),
        ("due=broken", []),
        ("owner=OWNER", [0, 1, 2, 3, 4]),
        ("unit=UNIT", [0, 1, 2, 3, 4, 5]),
        ("since=2020-01-01&until=2020-12-31", []),
        ("since=bad&after=bad&view=bad", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_views_and_filters_show_what_they_say(
    enter, house: House, cases: list[Case], query: str, places: list[int]
) -> None:
    view_as = "sam" if "team" in query or "owner" in query else "tom"
    query = query.replace("OWNER", str(house["tom"].pk)).replace("UNIT", str(house.units["JS"].pk))
    page = enter(view_as).get(f"{QUEUE}?{query}")
    assert page.status_code == 200
    assert sorted(numbers(page)) == sorted(cases[place].number for place in places)


def test_each_filter_is_a_chip_that_its_own_address_takes_away(enter, house: House, cases: list[Case]) -> None:
    page = enter("tom").get(f"{QUEUE}?view=mine&line=motor&channel=phone")
    chips = page.context["chips"]
    assert len(chips) == 2
    for chip, (name, other) in zip(chips, (("channel", "line"), ("line", "channel")), strict=True):
        query = parse_qs(urlsplit(chip["remove_url"]).query)
        assert name not in query
        assert other in query
        assert query["view"] == ["mine"]


def test_no_name_stands_in_clear_and_no_advice_on_organised_complaints(enter, house: House, cases: list[Case]) -> None:
    body = enter("tom").get(QUEUE).content.decode()
    assert "李**" in body
    assert "李春梅" not in body
    assert "surrender_agency" not in body


def test_pages_have_addresses_that_keep_the_filters(enter, house: House, cases: list[Case], monkeypatch) -> None:
    whole = numbers(enter("tom").get(f"{QUEUE}?channel=phone"))
    original = queue.page
    monkeypatch.setattr(queue, "page", lambda *a, **k: original(*a, **(k | {"size": 2})))
    first = enter("tom").get(f"{QUEUE}?channel=phone")
    second = enter("tom").get(first.context["next_url"])
    third = enter("tom").get(second.context["next_url"])
    assert numbers(first) + numbers(second) + numbers(third) == whole
    assert third.context["next_url"] == ""
    assert numbers(enter("tom").get(third.context["previous_url"])) == numbers(second)


def test_htmx_gets_the_list_alone(enter, house: House, cases: list[Case]) -> None:
    part = enter("tom").get(QUEUE, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="queue"')
    assert "hy-rail" not in part


def test_the_preview_is_masked_and_written_down(enter, house: House) -> None:
    case = registered(house, text="我的电话是13812345678，请回电。").case
    page = enter("tom").get(f"/desk/queue/preview/{case.number}")
    assert "138****5678" in page.content.decode()
    assert "13812345678" not in page.content.decode()
    assert Access.objects.filter(kind="read", aggregate_id=case.pk, actor_id=house["tom"].pk).count() == 1


def test_the_queue_asks_few_questions_however_long(enter, house: House, django_assert_max_num_queries) -> None:
    for n in range(40):
        registered(house, external_ref=f"{n}")
    client = enter("sam")
    client.get(QUEUE)
    with django_assert_max_num_queries(12):
        page = client.get(QUEUE)
    assert len(numbers(page)) == 40
    with django_assert_max_num_queries(16):
        client.get(f"{QUEUE}?panel=open&line=health")


def test_every_line_has_its_preview_and_its_box(enter, house: House, cases: list[Case]) -> None:
    body = enter("tom").get(QUEUE).content.decode()
    assert len(re.findall("data-row-preview", body)) == len(re.findall("data-row-select", body)) == 6
