"""Looking back: from one upheld complaint to everybody it may have reached, worked through to the last."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.cases.models import Case
from huiyin.complaints.actions import classification
from huiyin.complaints.actions.classification import LabelDraft
from huiyin.core.actors import system
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.customers.actions import PartyDraft, register_party, register_policy
from huiyin.customers.models import Policy
from huiyin.quality.actions import lookbacks
from huiyin.quality.models import Lookback, Reached
from huiyin.quality.queries import lookbacks as queries
from huiyin.quality.rules import lookbacks as rules
from tests.cases.make import registered
from tests.complaints.along import Along, assigned
from tests.people import AT, House, build

BY = system("test")
DAY = date(2025, 6, 1)
REACH = rules.Reach(
    product_code="HE01", seller_no="S-7", signed_from=DAY - rules.AROUND, signed_to=DAY + timedelta(days=100)
)


@pytest.fixture
def house(db: None) -> House:
    return build()


@pytest.fixture
def upheld(house: House) -> Case:
    """A complaint found right, about a policy of the product."""
    case = Along(house, assigned(house).case_id).liable().case
    Case.objects.filter(pk=case.pk).update(policy_id=policy(house, "P-0").pk)
    return Along(house, case.pk).case


def policy(house: House, number: str, unit: str = "JS-CP", **changes: Any) -> Policy:
    holder = register_party(draft=PartyDraft(name=f"投保人{number}", phone="13812345678"), by=BY, at=AT)
    given: dict[str, Any] = {
        "product_code": "HE01", "product_name": "百万医疗", "line": "health", "starts_on": DAY, "signed_on": DAY,
        "seller_no": "S-7",
    }  # fmt: skip
    return register_policy(number=number, holder=holder, unit=house.units[unit], by=BY, at=AT, **(given | changes))


def begun(house: House, case: Case, by: str = "sam", **changes: Any) -> Lookback:
    given: dict[str, Any] = {
        "reach": REACH, "title": "百万医疗等待期说明", "cause": "同一销售人员未说明等待期", "lead": house["tom"],
        "due_on": local_date(AT) + timedelta(days=30),
    }  # fmt: skip
    return lookbacks.begin(case=case, by=house.by(by), at=AT, **(given | changes))


def test_the_policy_complained_about_proposes_who_may_have_met_the_same() -> None:
    found = rules.proposed(
        seller_no="S-7", product_code="HE01", line="health", sales_channel="agency", signed_on=DAY, today=DAY
    )
    assert (found.signed_from, found.signed_to) == (DAY - rules.AROUND, DAY)
    assert not list(rules.faults(found))


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"seller_no": "", "product_code": ""}, "product_code"),
        ({"signed_to": DAY - timedelta(days=900)}, "signed_to"),
        ({"signed_from": DAY - timedelta(days=4000)}, "signed_from"),
    ],
)
def test_a_reach_that_is_no_cause_is_told_at_its_field(changes: dict[str, Any], field: str) -> None:
    assert [one for one, _sentence in rules.faults(rules.Reach(**(vars(REACH) | changes)))] == [field]


def test_everybody_reached_stands_on_the_list_and_who_complained_of_the_same_is_done(
    house: House, upheld: Case
) -> None:
    silent = policy(house, "P-1", unit="JS", signed_on=None)
    heard = policy(house, "P-2", unit="JS-SZ")
    policy(house, "P-3", product_code="L1")
    policy(house, "P-4", seller_no="S-8")
    policy(house, "P-5", signed_on=DAY + timedelta(days=400))
    policy(house, "P-6", unit="GD-CP")
    other = registered(house, policy_number="P-2").case
    for case in (upheld, other):
        classification.classify(
            case=case, labels=[LabelDraft(code="P12")], primary="P12", by=house.by("tom"), at=AT, reason="改正"
        )
    row = begun(house, upheld)
    found = {one.policy_id: one for one in Reached.objects.filter(lookback=row)}
    assert set(found) == {silent.pk, heard.pk}
    assert (found[silent.pk].state, found[heard.pk].state, found[heard.pk].case_id) == ("open", "complained", other.pk)
    assert (row.size, row.open_count) == (2, 1)
    assert begun(house, upheld).pk == row.pk, "asked twice: the running one"
    assert [one.kind for one in ledger.chain(("lookback", row.pk))] == ["lookback.begun"]


def test_only_who_leads_looks_back_and_only_from_what_was_found_right(house: House, upheld: Case) -> None:
    policy(house, "P-1")
    for name in ("tom", "zoe", "qin"):
        with pytest.raises(Refused) as no:
            begun(house, upheld, by=name)
        assert no.value.code == "lookback.not_yours"
    with pytest.raises(Refused) as no:
        begun(house, registered(house).case)
    assert no.value.code == "lookback.not_upheld"
    with pytest.raises(Refused) as no:
        begun(house, upheld, reach=rules.Reach(**(vars(REACH) | {"product_code": "NONE"})))
    assert no.value.code == "lookback.nobody"
    with pytest.raises(Refused) as no:
        begun(house, upheld, reach=rules.Reach(**(vars(REACH) | {"seller_no": house["tom"].employee_no})))
    assert no.value.code == "lookback.seller"
    with pytest.raises(BadInput) as bad:
        begun(house, upheld, due_on=local_date(AT) - timedelta(days=1))
    assert bad.value.field == "due_on"


def test_a_project_ends_when_the_last_is_decided_and_each_says_how_it_is_known(house: House, upheld: Case) -> None:
    policy(house, "P-1")
    policy(house, "P-2")
    row, tom = begun(house, upheld), house.by("tom")
    first, second = queries.reached(row)
    for given, field in (
        ({"outcome": "explained", "note": ""}, "note"),
        ({"outcome": "remedied", "note": "已补偿"}, "amount"),
        ({"outcome": "explained", "note": "已解释", "amount": Decimal(1)}, "amount"),
        ({"outcome": "unreachable", "note": "无人接听"}, "outcome"),
        ({"outcome": "complained", "note": ""}, "case"),
        ({"outcome": "gone", "note": "?"}, "outcome"),
    ):
        with pytest.raises(BadInput) as bad:
            lookbacks.decide(reached=first, by=tom, at=AT, **given)
        assert bad.value.field == field, given
    lookbacks.decide(reached=first, outcome="remedied", note="补偿保费差额", amount=Decimal("320.50"), by=tom, at=AT)
    with pytest.raises(Refused) as no:
        lookbacks.decide(reached=first, outcome="declined", note="?", by=tom, at=AT)
    assert no.value.code == "lookback.done"
    with pytest.raises(Refused) as no:
        lookbacks.end(lookback=row, result="已整改", by=house.by("sam"), at=AT)
    assert no.value.code == "lookback.open"
    for _again in range(rules.TRIES):
        lookbacks.try_again(reached=second, note="无人接听", by=tom, at=AT)
    lookbacks.decide(reached=second, outcome="unreachable", note="三次无人接听", by=tom, at=AT)
    assert queries.told(row) == {"counts": {"remedied": 1, "unreachable": 1}, "given": Decimal("320.50")}
    with pytest.raises(BadInput):
        lookbacks.end(lookback=row, result=" ", by=house.by("sam"), at=AT)
    ended = lookbacks.end(lookback=row, result="补充了等待期提示页", by=house.by("sam"), at=AT)
    assert ended.open_count == 0
    assert begun(house, upheld).pk != row.pk, "another project may begin after it"


def test_who_sold_it_judges_nobody(house: House, upheld: Case) -> None:
    policy(house, "P-1", seller_no=house["tia"].employee_no)
    row = begun(house, upheld, reach=rules.Reach(**(vars(REACH) | {"seller_no": house["tia"].employee_no})))
    [one] = queries.reached(row)
    with pytest.raises(Refused) as no:
        lookbacks.decide(reached=one, outcome="explained", note="无碍", by=house.by("tia"), at=AT)
    assert no.value.code == "lookback.seller"


def test_each_sees_the_projects_of_their_part_of_the_house(house: House, upheld: Case) -> None:
    policy(house, "P-1")
    row = begun(house, upheld)
    for name, sees in (("tom", True), ("sam", True), ("hua", True), ("qin", True), ("zoe", False), ("pia", False)):
        assert (row in queries.listed(house[name])) is sees, name
