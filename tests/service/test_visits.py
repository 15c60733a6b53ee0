"""Return visits: owed by new life policies, due by page, made with seven points, a problem a case of its own."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.cases.models import Case
from huiyin.clocks.models import Clock
from huiyin.core.actors import system
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date, now
from huiyin.customers.actions import PartyDraft, register_party, register_policy
from huiyin.customers.models import Policy
from huiyin.handbook import queries as handbook
from huiyin.service import sweeps
from huiyin.service.actions import after, before, during, visits
from huiyin.service.models import ReturnVisit
from huiyin.service.queries import visits as queries
from huiyin.service.rules import visits as rules
from tests.people import House, build

BY = system("test")
DAY = date(2026, 3, 2)
YES = dict.fromkeys(rules.ITEMS, "yes")


@pytest.fixture
def house(db: None) -> House:
    return build()


def policy(house: House, number: str, unit: str = "JS-CP", **changes: Any) -> Policy:
    holder = register_party(draft=PartyDraft(name=f"投保人{number}", phone="13812345678"), by=BY, at=now())
    today = local_date(now())
    given: dict[str, Any] = {
        "product_code": "L1", "product_name": "终身寿险", "line": "life", "starts_on": today,
        "hesitation_ends_on": today + timedelta(days=9), "seller_no": house["tom"].employee_no,
    }  # fmt: skip
    return register_policy(number=number, holder=holder, unit=house.units[unit], by=BY, at=now(), **(given | changes))


def test_there_are_as_many_points_as_the_law_has() -> None:
    [figure] = [one for pack in handbook.packs() for one in pack.figures if one.code == "visit.items"]
    assert len(rules.ITEMS) == figure.value


@pytest.mark.parametrize(
    "line, ends, hesitation, owed",
    [
        ("life", None, DAY, True),
        ("life", date(2036, 3, 1), DAY, True),
        ("life", None, DAY - timedelta(days=1), False),
        ("life", None, None, False),
        ("motor", None, DAY, False),
        ("health", date(2027, 2, 20), DAY, False),
    ],
)
def test_personal_policies_of_more_than_a_year_are_owed_a_visit(line: str, ends: Any, hesitation: Any, owed: bool):
    assert rules.is_owed(line, date(2026, 2, 20), ends, hesitation, DAY) is owed


def test_every_point_is_asked_and_a_no_is_told() -> None:
    assert list(rules.faults(YES, "")) == []
    assert {field for field, _text in rules.faults({}, "")} == set(rules.ITEMS)
    assert [field for field, _text in rules.faults(YES | {"read": "no"}, " ")] == ["problem"]


def test_the_sweep_writes_down_what_is_owed_once_and_ends_what_was_missed(house: House) -> None:
    mine = policy(house, "L1")
    policy(house, "L2", "GD-CP")
    policy(house, "M1", line="motor")
    assert sweeps.owe_visits() == 2
    assert sweeps.owe_visits() == 0
    assert [one.policy_id for one in queries.due(house["tom"])] == [mine.pk]
    assert len(queries.due(house["hua"])) == 2
    assert queries.due(house["ana"]) == []
    ReturnVisit.objects.filter(policy_id=mine.pk).update(due_on=local_date(now()) - timedelta(days=1))
    assert sweeps.owe_visits() == 1
    assert ReturnVisit.objects.get(policy_id=mine.pk).outcome == "missed"


def test_pages_of_due_visits_go_on_by_key(house: House) -> None:
    for place in range(5):
        policy(house, f"L{place}", hesitation_ends_on=local_date(now()) + timedelta(days=place // 2))
    sweeps.owe_visits()
    found: list[ReturnVisit] = []
    key = None
    while page := queries.due(house["sam"], after=key, size=2):
        found += page[:2]
        key = (page[:2][-1].due_on, page[:2][-1].pk)
    assert len({one.pk for one in found}) == len(found) == 5
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)


def test_a_visit_is_made_once_and_a_problem_becomes_a_case_that_the_seller_does_not_answer_for(house: House) -> None:
    policy(house, "L1")
    sweeps.owe_visits()
    visit, tom, at = ReturnVisit.objects.get(), house.by("tom"), now()
    visits.try_again(visit=visit, note="无人接听", by=tom, at=at)
    with pytest.raises(BadInput) as half:
        visits.make(visit=visit, answers={"person": "yes"}, by=tom, at=at)
    assert half.value.code == "visit.points"
    with pytest.raises(Refused) as reader:
        visits.make(visit=visit, answers=YES, by=house.by("aud"), at=at)
    assert reader.value.code == "visit.not_yours"
    problem = "客户说销售人员承诺保证收益百分之五。"
    visit = visits.make(visit=visit, answers=YES | {"surrender": "no"}, problem=problem, by=tom, at=at)
    assert (visit.outcome, visit.tried) == ("problem", 2)
    assert visit.case_id is not None
    case = Case.objects.get(pk=visit.case_id)
    assert (case.kind, case.channel, case.policy_number) == ("request", "return_visit", "L1")
    assert case.owner_id != house["tom"].pk  # who sold it (令2010-4 art 18)
    limit = Clock.objects.get(owner_id=case.pk, rule_code="visit.problem")
    assert limit.started_at == at
    with pytest.raises(Refused) as twice:
        visits.make(visit=visit, answers=YES, by=tom, at=at)
    assert twice.value.code == "visit.ended"
    assert [one.kind for one in ledger.chain(("return_visit", visit.pk))] == ["visit.owed", "visit.tried", "visit.made"]
    sam = house.by("hua")
    before.accept(case=case, by=sam, at=at)
    during.answer(case=case, text="已说明分红不保证，并更正销售说明。", by=sam, at=at)
    after.close(case=case, outcome="solved", by=sam, at=at)
    limit.refresh_from_db()
    assert limit.state == "met"
