"""What must be right about a complaint before it is registered: no database."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from huiyin.cases.rules.people import PersonDraft
from huiyin.complaints.rules import arrival as rules
from huiyin.complaints.rules.arrival import Arrival, DemandDraft
from huiyin.complaints.rules.house import IntakeTerms
from tests.people import AT

TERMS = IntakeTerms(repeat_days=90, confirm_after_days=365, representatives=5)
LI = PersonDraft(name="李", phone="13812345678")
ORDINARY = Arrival(channel="phone", received_at=AT, text="理赔被拒。", people=(LI,))


def codes(**changes: Any) -> list[str]:
    return [fault.code for fault in rules.faults(replace(ORDINARY, **changes), at=AT, terms=TERMS)]


def test_an_ordinary_complaint_has_no_fault():
    assert codes() == []


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"received_at": AT + timedelta(minutes=3)}, "received_in_future"),
        ({"received_at": AT - timedelta(days=366)}, "received_long_ago"),
        ({"text": "  "}, "text_missing"),
        ({"text": "长" * 100_001}, "text_long"),
        ({"text": "a\x00b"}, "text_wrong"),
        ({"people": ()}, "person_missing"),
        ({"people": (replace(LI, role="witness"),)}, "person_missing"),
        ({"people": (replace(LI, name=" "),)}, "name_missing"),
        ({"people": (PersonDraft(name="李"),)}, "contact_missing"),
        ({"people": (LI,) * 51}, "people_many"),
        ({"joint_count": 0}, "count_wrong"),
        ({"face_to_face_count": -1}, "count_wrong"),
        ({"people": (replace(LI, role="agent", authority=0),)}, "authority_missing"),
        ({"demands": (DemandDraft(text=" "),)}, "demand_text"),
        ({"demands": (DemandDraft(text="赔"),) * 21}, "demands_many"),
        ({"demands": (DemandDraft(text="赔", amount=Decimal("-1")),)}, "amount_wrong"),
        ({"amount_claimed": Decimal("1.234")}, "amount_wrong"),
        ({"amount_claimed": Decimal("NaN")}, "amount_wrong"),
        ({"amount_claimed": Decimal("1e20")}, "amount_wrong"),
        ({"ground": "weather"}, "ground_unknown"),
        ({"flags": frozenset({"surrender_agency"})}, "flag_unknown"),
        ({"happened_on": date(2026, 3, 9)}, "happened_in_future"),
        ({"regulator_due_on": date(2026, 3, 1)}, "regulator_due"),
    ],
)
def test_each_fault_is_named(changes: dict[str, Any], code: str):
    assert code in codes(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"received_at": AT + timedelta(minutes=2)},
        {"received_at": AT - timedelta(days=365)},
        {"received_at": AT - timedelta(days=3000), "old_confirmed": True},
        {"people": (PersonDraft(name="李", email="a@b.cn"),)},
        {"people": (PersonDraft(name="李", address="南京市鼓楼区1号"),)},
        {"people": (PersonDraft(name="李"), PersonDraft(name="王", role="agent", phone="1"))},
        {"people": tuple(replace(LI, role="representative") for _ in range(5)), "face_to_face_count": 19},
        {"people": tuple(replace(LI, role="representative") for _ in range(8)), "joint_count": 100},
        {"amount_claimed": Decimal("99999999999.99")},
        {"amount_claimed": Decimal("0")},
    ],
)
def test_what_is_fine_at_the_edge(changes: dict[str, Any]):
    assert codes(**changes) == []


def test_six_representatives_face_to_face_are_one_too_many_by_law():
    people = tuple(replace(LI, role="representative") for _ in range(6))
    (fault,) = rules.faults(replace(ORDINARY, people=people, face_to_face_count=6), at=AT, terms=TERMS)
    assert (fault.code, fault.clause) == ("representatives_many", "令2020-3 art 12")


@pytest.mark.parametrize(
    "subject, text, title",
    [
        ("  拒赔 \n 争议 ", "x", "拒赔 争议"),
        ("", "我买的保险被拒赔了。请查清楚。", "我买的保险被拒赔了"),
        ("", "长" * 100, "长" * 60),
        ("题" * 300, "x", "题" * 200),
    ],
)
def test_a_complaint_without_a_subject_gets_its_first_sentence(subject: str, text: str, title: str):
    assert rules.title_of(replace(ORDINARY, subject=subject, text=text)) == title


def test_the_sum_is_what_was_said_or_what_the_demands_add_up_to():
    demands = (
        DemandDraft(text="赔", amount=Decimal("100.50")),
        DemandDraft(text="歉"),
        DemandDraft(text="息", amount=Decimal(1)),
    )
    assert rules.amount_of(replace(ORDINARY, demands=demands)) == Decimal("101.50")
    assert rules.amount_of(replace(ORDINARY, demands=demands, amount_claimed=Decimal(7))) == Decimal(7)
    assert rules.amount_of(ORDINARY) is None


def test_how_many_complain_is_at_least_who_is_named():
    two = (LI, replace(LI, role="representative"))
    assert rules.people_count(replace(ORDINARY, people=two)) == 2
    assert rules.people_count(replace(ORDINARY, face_to_face_count=20)) == 20
    assert rules.people_count(replace(ORDINARY, people=(LI, replace(LI, role="agent")))) == 1
