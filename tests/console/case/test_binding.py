"""Which rules bind this case: the page, the API's answer, and the clocks that the packs of a unit start."""

from datetime import date

from huiyin.cases.models import Case
from huiyin.clocks.models import Clock
from huiyin.complaints.queries.binding import bindings
from huiyin.core.actors import system
from huiyin.handbook import actions
from huiyin.handbook.queries.units import packs_of
from tests.cases.make import registered
from tests.people import AT

HOME = ["complaint.acceptance", "complaint.decision", "complaint.first_response"]


def started(case: Case) -> list[tuple[str, str]]:
    return sorted(Clock.objects.filter(owner_id=case.pk).values_list("rule_code", "pack"))


def test_the_page_tells_what_binds_and_why(along, enter, url):
    answer = enter("tom").get(url("rules"))
    assert answer.status_code == 200
    text = answer.content.decode()
    duties = {one["code"]: one for one in answer.context["duties"]}
    rows = {row["version"].partition("@")[0]: row for row in duties["complaint.decision"]["rows"]}
    binding = rows["cn-complaints-2020/complaint.decision"]
    assert binding["outcome"] == "binds"
    assert binding["clock"] is not None
    assert rows["cn-complaints-2020/complaint.progress"]["outcome"] == "out"
    assert binding["why"] in text
    assert duties["complaint.acceptance"]["how"] in text


def test_the_page_is_nobodys_who_may_not_see_the_case(along, enter, url):
    assert enter("zoe").get(url("rules")).status_code == 404


def test_looking_asks_few_questions(along, enter, url, django_assert_max_num_queries):
    browser = enter("tom")
    browser.get(url("rules"))
    with django_assert_max_num_queries(20):
        browser.get(url("rules"))


def test_a_unit_without_packs_of_its_own_runs_under_the_home_packs(house):
    case = registered(house).case
    assert [code for code, _ in started(case)] == HOME


def test_a_unit_abroad_starts_the_limits_of_its_own_packs(house):
    unit = house.units["JS-CP"]
    actions.set_unit_packs(unit=unit, packs=["sg-mas", "uk-fca-disp"], since=date(2026, 1, 1), by=system("t"), at=AT)
    assert packs_of(unit, date(2026, 1, 1)) == ("sg-mas", "uk-fca-disp")
    assert packs_of(unit, date(2025, 12, 31))[0].startswith("cn-")
    case = registered(house).case
    assert started(case) == [
        ("complaint.acknowledgement", "sg-mas"),
        ("complaint.decision", "sg-mas"),
        ("complaint.summary_resolution", "uk-fca-disp"),
    ]
    decision = next(one for one in bindings(case) if one.duty == "complaint.decision")
    assert [(row.rule.pack, row.outcome, row.reason) for row in decision.rows[:2]] == [
        ("sg-mas", "binds", "strictest"),
        ("uk-fca-disp", "yields", "looser"),
    ]


def test_a_case_keeps_the_packs_of_the_day_whose_rules_bind_it(house):
    unit = house.units["JS-CP"]
    case = registered(house).case
    actions.set_unit_packs(unit=unit, packs=["au-rg271"], since=date(2027, 1, 1), by=system("t"), at=AT)
    assert {row.rule.pack for one in bindings(case) for row in one.rows if row.outcome == "binds"} == {
        "cn-complaints-2020",
        "cn-handbook-2025",
    }
