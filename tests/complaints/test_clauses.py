"""Complaints by clause and version of the terms, to ten thousand policies, and the words customers use (6.2)."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.actions import clauses as citing
from huiyin.cases.models import Case
from huiyin.catalog.models import Clause, Terms
from huiyin.catalog.queries.terms import clauses as held
from huiyin.complaints.queries import clauses as queries
from huiyin.complaints.rules import clauses as rules
from huiyin.core.actors import system
from huiyin.customers.actions import PartyDraft, register_party, register_policy
from huiyin.customers.actions.tallying import count_policies
from huiyin.customers.models import PolicyTally
from huiyin.customers.queries.policies import held_under
from tests.cases.make import registered
from tests.catalog.made import approved, product
from tests.people import AT, House

BY = system("test")
COUNTS = st.integers(0, 5000)


def test_the_interval_of_ten_complaints_is_the_known_one() -> None:
    found = rules.heat(10, 4, 10_000)
    assert (found.rate, round(found.low or 0, 2), round(found.high or 0, 2)) == (10.0, 4.79, 18.39)
    assert rules.heat(10, 4, 0) == rules.Heat(10, 4, 0, None, None, None)
    assert rules.heat(0, 0, 20_000).low == 0.0


@given(COUNTS, st.integers(1, 10_000_000))
def test_the_rate_lies_inside_its_interval_which_narrows_with_the_policies(complaints: int, policies: int) -> None:
    one, wider = rules.heat(complaints, 0, policies), rules.heat(complaints, 0, policies * 2)
    assert (one.low or 0) <= (one.rate or 0) <= (one.high or 0)
    assert (wider.high or 0) - (wider.low or 0) < (one.high or 0) - (one.low or 0)


def test_only_intervals_that_lie_apart_say_that_a_version_differs() -> None:
    calm, loud = rules.heat(5, 0, 50_000), rules.heat(40, 0, 20_000)
    assert (rules.against(loud, calm), rules.against(calm, loud)) == ("more", "fewer")
    assert rules.against(rules.heat(6, 0, 50_000), calm) == "" == rules.against(calm, None)
    assert rules.order(rules.heat(1, 0, 10)) < rules.order(rules.heat(40, 0, 1000))
    assert [rules.tone(rules.heat(n, 0, 1000), 100.0) for n in (0, 1, 5, 10)] == [0, 1, 2, 4]


def test_phrases_are_those_of_several_customers_and_of_this_clause() -> None:
    here = [
        "业务员说等待期是30天，结果合同写90天", "等待期太长，没人讲过", "我问等待期，客服说三十天。投诉等待期！",
        "我叫王小明，等待期骗人",
    ]  # fmt: skip
    there = ["我要投诉退保损失", "我要投诉理赔太慢", "客服说三十天就好", "没人讲过退保费"] * 3
    found = rules.phrases(here, there)
    assert found[0] == ("等待期", 4)
    assert not any("王小明" in phrase for phrase, _times in found)
    assert rules.phrases([], there) == []
    assert rules.phrases(here[:2], there) == []


def clause(terms: Terms, path: str = "3") -> Clause:
    return next(one for one in held(terms.pk) if one.path == path)


def complained(house: House, row: Clause, *, unit: str = "JS-CP", **more: Any) -> Case:
    case = registered(house, unit_id=house.units[unit].pk, by=BY, **more).case
    citing.cite(case=case, clause=row, role="disputed", by=BY, at=AT)
    return case


def sold(house: House, *days: date, **more: Any) -> None:
    holder = register_party(draft=PartyDraft(name="李春梅", phone="13812345678"), by=BY, at=AT)
    for place, day in enumerate(days):
        register_policy(
            number=f"P{day:%y%m%d}{place}", holder=holder, unit=house.units["JS-CP"], product_code="HE01",
            product_name="康享", line="health", starts_on=day, signed_on=day, by=BY, at=AT, **more,
        )  # fmt: skip


def test_policies_are_counted_by_the_day_they_were_signed_and_the_ended_are_left_out(house: House) -> None:
    old, new = date(2025, 2, 1), date(2025, 7, 1)
    sold(house, old, old, new)
    sold(house, date(2020, 1, 1), ends_on=AT.date() - timedelta(days=400))
    for _twice in range(2):
        assert count_policies(by=BY, at=AT) == 2
    assert dict(PolicyTally.objects.values_list("signed_on", "policies")) == {old: 2, new: 1}
    row = product(house)
    first, second = approved(house, row, on=date(2025, 1, 1)), approved(house, row, on=date(2025, 6, 1))
    assert held_under([first.pk, second.pk]) == {first.pk: 2, second.pk: 1}
    assert count_policies(by=BY, at=AT + timedelta(days=1)) == 2
    assert not PolicyTally.objects.filter(counted_on=AT.date()).exists()


def test_the_map_of_a_product_shows_versions_side_by_side(house: House) -> None:
    row = product(house)
    first, second = approved(house, row, on=date(2025, 1, 1)), approved(house, row, on=date(2025, 6, 1))
    sold(house, date(2025, 2, 1), date(2025, 2, 2), date(2025, 7, 1))
    count_policies(by=BY, at=AT)
    for terms, path in ((first, "3"), (second, "3"), (second, "3"), (second, "5")):
        complained(house, clause(terms, path))
    answered = registered(house, by=BY).case
    citing.cite(case=answered, clause=clause(first, "6"), role="rests_on", by=BY, at=AT)
    found = queries.of_product(row.pk, AT)
    assert ([one.number for one in found.versions], found.policies) == ([1, 2], (2, 1))
    assert [line.path for line in found.lines] == ["3", "5"]
    cells = [[(cell[0].heat.complaints, cell[0].heat.rate) if cell else None for cell in one.cells] for one in found.lines]  # fmt: skip # noqa: E501
    assert cells == [[(1, 5000.0), (2, 20000.0)], [(0, 0.0), (1, 10000.0)]]
    assert [(one.clause.path, one.clause.terms.number) for one in queries.hottest(AT)] == [("3", 2), ("5", 2), ("3", 1)]


def test_merged_old_and_other_cases_do_not_count_and_the_upheld_are_told(house: House) -> None:
    terms = approved(house, product(house))
    kept = complained(house, clause(terms))
    Case.objects.filter(pk=complained(house, clause(terms)).pk).update(
        state="merged", is_open=False, closed_at=AT, state_since=AT
    )
    complained(house, clause(terms), received_at=AT - timedelta(days=400), old_confirmed=True)
    Case.objects.filter(pk=complained(house, clause(terms)).pk).update(kind="request")
    kept.complaint.verdict = "partly"
    kept.complaint.save(update_fields=["verdict"])
    assert queries.of_clause(clause(terms), AT) == rules.Heat(1, 1, 0, None, None, None)


def test_behind_a_figure_are_only_the_cases_one_may_see(house: House) -> None:
    terms = approved(house, product(house))
    mine, theirs = complained(house, clause(terms)), complained(house, clause(terms), unit="GD-CP")
    seen = {name: {one.case_id for one in queries.behind(house[name], clause(terms).pk, AT)} for name in ("sam", "hua")}
    assert seen == {"sam": {mine.pk}, "hua": {mine.pk, theirs.pk}}
    newest = queries.behind(house["hua"], clause(terms).pk, AT)[0]
    after = queries.behind(house["hua"], clause(terms).pk, AT, after=(newest.received_on, newest.case_id))
    assert [one.case_id for one in after] == [pk for pk in (mine.pk, theirs.pk) if pk != newest.case_id]


def test_the_words_are_those_of_the_complaints(house: House) -> None:
    terms = approved(house, product(house))
    for text in ("酒驾不赔没人说过，我不服", "说好酒驾不赔吗？合同里没看到", "酒驾不赔，太霸道"):
        complained(house, clause(terms), text=text)
    for text in ("退保损失太大", "没人说过退保费用", "我不服退保"):
        complained(house, clause(terms, "6"), text=text)
    assert queries.words(clause(terms), AT)[0] == ("酒驾不赔", 3)
