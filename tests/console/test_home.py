"""Home shows each role what is due and what waits."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.models import Case
from huiyin.channels.models import Outgoing
from huiyin.clocks import actions as clocks
from huiyin.core import time
from tests.cases.make import registered
from tests.people import House


def test_my_broken_and_due_cases_stand_under_now(enter, house: House) -> None:
    now = time.now()
    late = registered(house, at=now - timedelta(days=40), received_at=now - timedelta(days=40)).case
    client: Client = enter("tom")
    page = client.get("/desk/")
    assert page.status_code == 200
    parts = {part.code: part for part in page.context["now_parts"]}
    assert [item.line.number for item in parts["broken"].items] == [late.number]
    assert "李**" in page.content.decode()
    assert "李春梅" not in page.content.decode()


def test_every_line_names_the_next_step_of_the_role(enter, house: House) -> None:
    case = registered(house, at=time.now(), received_at=time.now()).case
    step = enter("tom").get("/desk/").context["mine"] or enter("tom").get("/desk/").context["now_parts"][0].items
    assert step[0].line.step[1] == reverse("case_step", args=[case.number, "accept"])


def test_a_task_for_today_is_shown_with_its_words(enter, house: House) -> None:
    now = time.now()
    case = registered(house, at=now, received_at=now).case
    clocks.add_task(
        owner=("case", case.pk), kind="other", title="今天整理材料", assignee=house["tom"], due_at=now,
        by=house.by("tom"), at=now,
    )  # fmt: skip
    part = {part.code: part for part in enter("tom").get("/desk/").context["now_parts"]}["promised"]
    assert part.items[0].note == "今天整理材料"


def test_promises_for_today_and_broken_ones_are_shown_apart_to_who_answers_for_them(enter, house: House) -> None:
    now = time.now()
    case = registered(house, at=now - timedelta(days=2), received_at=now - timedelta(days=2)).case
    for text, made, due in (("昨天给李女士回电", 2, -1), ("今天给李女士寄函", 2, 0)):
        clocks.promise(
            owner=("case", case.pk), text=text, responsible=house["tom"], source="call", by=house.by("tom"),
            due_at=now + timedelta(days=due, minutes=1), at=now - timedelta(days=made),
        )  # fmt: skip
    parts = {part.code: part for part in enter("tom").get("/desk/").context["now_parts"]}
    assert [item.note for item in parts["broken_promises"].items] == ["昨天给李女士回电"]
    assert [item.note for item in parts["promises"].items] == ["今天给李女士寄函"]
    assert not {"promises", "broken_promises"} & {part.code for part in enter("tia").get("/desk/").context["now_parts"]}


def test_a_mail_that_failed_is_shown_to_the_owner_and_to_who_leads(enter, house: House) -> None:
    now = time.now()
    case = registered(house, at=now, received_at=now).case
    Outgoing.objects.filter(owner_id=case.pk).update(state="failed", answer="550 no such mailbox")
    for name, sees in (("tom", True), ("sam", True), ("tia", False), ("zoe", False)):
        codes = [part.code for part in enter(name).get("/desk/").context["now_parts"]]
        assert ("mail" in codes) is sees, name


def test_who_leads_sees_the_team_and_nobody_elses(enter, house: House) -> None:
    now = time.now()
    ours = registered(house, at=now, received_at=now).case
    registered(house, by=house.by("zoe"), unit_id=house.units["GD-CP"].pk, at=now, received_at=now, external_ref="2")
    team = enter("sam").get("/desk/").context["team"]
    assert [item.line.number for item in team.items] == [ours.number]
    assert enter("tom").get("/desk/").context["team"] is None


@pytest.mark.parametrize("name", ["adi", "pia", "kim"])
def test_roles_without_cases_are_shown_their_own_pages(enter, house: House, name: str) -> None:
    page = enter(name).get("/desk/")
    assert page.status_code == 200
    assert page.templates[0].name == "console/home_other.html"


def test_the_page_asks_the_same_number_of_questions_however_many_cases(
    enter, house: House, django_assert_max_num_queries
) -> None:
    now = time.now()
    for n in range(8):
        registered(house, at=now - timedelta(days=n * 9), received_at=now - timedelta(days=n * 9), external_ref=f"{n}")
    Case.objects.update(state_since=now)
    client = enter("sam")
    client.get("/desk/")
    with django_assert_max_num_queries(18):
        client.get("/desk/")


def test_more_than_a_page_of_overdue_cases_says_that_there_are_more(enter, house: House, monkeypatch) -> None:
    at = time.now() - timedelta(days=40)
    for n in range(4):
        registered(house, at=at, received_at=at, external_ref=f"{n}")
    monkeypatch.setattr("huiyin.console.home.AT_ONCE", 3)
    page = enter("tom").get("/desk/")
    part = page.context["now_parts"][0]
    assert (part.code, len(part.items), part.is_cut) == ("broken", 3, True)
    assert page.context["mine_more"]
