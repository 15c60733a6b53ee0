"""Registering a complaint: whom it concerns, whether it is a repeat, and who answers for it."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.accounts.models import Unit, User
from huiyin.cases.models import Case, Person
from huiyin.cases.rules.people import PersonDraft
from huiyin.complaints.models import Complaint
from huiyin.core.actors import system
from huiyin.core.errors import Refused
from huiyin.customers.actions import PartyDraft, register_party, register_policy
from huiyin.customers.models import Party, Policy
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db


@pytest.fixture
def li(house: House) -> Party:
    draft = PartyDraft(name="李春梅", phone="13812345678", email="held@example.com", certificate_no="E1234567")
    return register_party(draft=draft, by=system("test"), at=AT)


@pytest.fixture
def policy(house: House, li: Party) -> Policy:
    return register_policy(
        number="P1", holder=li, unit=house.units["JS-SZ"], product_code="H", product_name="医疗", line="health",
        starts_on=date(2025, 1, 1), sales_channel="agency", seller_no="E999", by=system("test"), at=AT,
    )  # fmt: skip


@pytest.mark.parametrize(
    "person",
    [
        {"certificate_no": "11010519491231002X"},
        {"born_on": date(1966, 3, 2)},
        {"vulnerabilities": frozenset({"disabled"})},
    ],
)
def test_age_from_certificate_or_birth_date_and_what_was_told_mark_the_case(house: House, person: dict[str, Any]):
    made = registered(house, people=(PersonDraft(name="李", phone="1", **person),))
    assert "vulnerable" in made.case.flags


def test_a_day_before_sixty_is_not_sixty(house: House):
    made = registered(house, people=(PersonDraft(name="李", phone="1", born_on=date(1966, 3, 3)),))
    assert "vulnerable" not in made.case.flags


def test_the_record_fills_what_is_held_and_overwrites_nothing(house: House, li: Party, policy: Policy):
    made = registered(house, people=(PersonDraft(name="", party_id=li.pk),), policy_number=" p1 ", unit_id=None)
    person = Person.objects.get(case=made.case)
    assert (person.name, person.phone, person.email, person.party_id) == (
        "李春梅", "13812345678", "held@example.com", li.pk,
    )  # fmt: skip
    case = made.case
    assert (case.customer_id, case.policy_id, case.policy_number) == (li.pk, policy.pk, "P1")
    assert (case.line, case.sales_channel, case.unit) == ("health", "agency", house.units["JS-SZ"])
    assert Complaint.objects.get(case=case).respondent_unit == house.units["JS-SZ"]
    told = registered(house, people=(PersonDraft(name="李春梅", phone="13812345678"),), text="另一件事。")
    assert Person.objects.get(case=told.case).email == ""
    assert told.case.customer_id == li.pk


def test_somebody_with_the_same_phone_but_another_name_is_not_taken_for_the_customer(house: House, li: Party):
    made = registered(house, people=(PersonDraft(name="王强", phone="13812345678"),))
    assert made.case.customer_id is None
    assert Person.objects.get(case=made.case).party_id is None


@pytest.mark.parametrize(
    "again",
    [
        {"people": (PersonDraft(name="别人", phone="+86 138 1234 5678"),)},
        {"people": (PersonDraft(name="李", email="x@y.cn", certificate_no="320102198001010018"),)},
        {"people": (PersonDraft(name="别人", phone="1"),), "policy_number": "p 9"},
    ],
)
def test_the_same_phone_certificate_or_policy_within_ninety_days_is_a_repeat(house: House, again: dict[str, Any]):
    first = registered(house, policy_number="P9")
    second = registered(house, at=AT + timedelta(days=90), received_at=AT + timedelta(days=90), **again)
    assert second.repeats == ((first.case.pk, first.case.number),)
    assert "repeat" in second.case.flags
    assert second.case.severity == "L2"


def test_a_known_customer_repeats_whatever_number_they_call_from(house: House, li: Party):
    first = registered(house, people=(PersonDraft(name="李春梅", phone="13812345678"),))
    again = registered(house, people=(PersonDraft(name="", party_id=li.pk, phone="021-5"),), text="还是那件事。")
    assert again.repeats == ((first.case.pk, first.case.number),)


def test_after_ninety_days_or_about_somebody_else_it_is_no_repeat(house: House):
    registered(house)
    late = AT + timedelta(days=90, seconds=1)
    assert registered(house, at=late, received_at=late).repeats == ()
    assert registered(house, people=(PersonDraft(name="别人", phone="1"),)).repeats == ()


def test_an_agents_case_belongs_to_the_duty_person(house: House):
    made = registered(house, by=house.by("ana"))
    assert (made.case.owner, made.case.registered_by) == (house["sam"], house["ana"])


def test_a_unit_without_a_duty_person_falls_to_the_one_above(house: House):
    made = registered(house, by=house.by("ana"), unit_id=house.units["HQ-CS"].pk)
    assert made.case.owner == house["hua"]


def test_a_case_is_never_owned_by_the_person_complained_about_or_the_seller(house: House, li: Party):
    sam, tom = house["sam"], house["tom"]
    made = registered(house, by=house.by("ana"), respondent_staff_no=sam.employee_no)
    assert made.case.owner not in (sam,)
    made = registered(house, by=house.by("tom"), respondent_staff_no=tom.employee_no)
    assert made.case.owner == sam


def test_a_house_in_which_nobody_could_answer_refuses_to_take_a_case(house: House):
    Unit.objects.update(duty_user=None)
    User.objects.exclude(pk=house["ana"].pk).update(is_active=False)
    with pytest.raises(Refused) as refusal:
        registered(house, by=house.by("ana"))
    assert refusal.value.code == "intake.nobody"
    assert not Case.objects.exists()
