"""The page that sets groups of complainants side by side."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext as say

from huiyin.cases.models import Case
from huiyin.complaints.jobs import fairness as jobs
from huiyin.complaints.models import Complaint, ToldOutcome
from huiyin.core.time import now
from tests.complaints.test_likeness import decided
from tests.people import House


def told(house: House, count: int, *, upheld: bool, channel: str) -> None:
    for number in range(count):
        case = decided(house, number, verdict="upheld" if upheld else "not_upheld")
        Case.objects.filter(pk=case.pk).update(channel=channel)
        Complaint.objects.filter(pk=case.pk).update(notified_at=case.received_at + timedelta(days=7))


def recent() -> None:
    jobs.keep_outcomes()
    ToldOutcome.objects.update(told_at=now() - timedelta(days=20))


def test_groups_stand_side_by_side_with_intervals_and_a_mark(enter: Callable[[str], Client], house: House) -> None:
    told(house, 12, upheld=True, channel="phone")
    told(house, 12, upheld=False, channel="letter")
    told(house, 4, upheld=True, channel="visit")
    recent()
    answer = enter("hua").get("/desk/fairness/")
    [part] = [part for part in answer.context["parts"] if part["way"] == "channel"]
    shown = {row["name"]: row for row in part["rows"]}
    assert [row["cases"] for row in part["rows"]] == [12, 12, 24]
    assert part["hidden"] == 1
    assert {row["cells"][0]["value"] for row in part["rows"]} == {"100%", "0%", "50%"}
    assert [row["cells"][0]["differs"] for row in part["rows"]] == [True, True, False]
    assert [row["cells"][2]["value"] for row in part["rows"]] == ["7", "7", "7"]
    page = answer.content.decode()
    assert escape(say("Differs from all")) in page
    assert len(shown) == 3
    assert answer.status_code == 200


def test_an_empty_house_says_so_and_a_strange_period_is_the_usual_one(
    enter: Callable[[str], Client], house: House
) -> None:
    hua = enter("hua")
    for asked, months in (("", 12), ("?months=6", 6), ("?months=7", 12), ("?months=x", 12)):
        answer = hua.get(f"/desk/fairness/{asked}")
        assert answer.context["months"] == months
        assert escape(say("No group is large enough yet.")) in answer.content.decode()
    assert enter("tom").get("/desk/fairness/").status_code == 403


def test_the_page_costs_few_statements(
    enter: Callable[[str], Client], house: House, django_assert_max_num_queries
) -> None:
    told(house, 12, upheld=True, channel="phone")
    recent()
    hua = enter("hua")
    hua.get("/desk/fairness/")
    with django_assert_max_num_queries(14):
        hua.get("/desk/fairness/")
