"""The invented insurer stands in the database: tree, people with roles, customers with ledgers that hold."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from huiyin.accounts.models import Membership, Role, Unit, User
from huiyin.audit import queries as audit
from huiyin.customers import queries as customers
from huiyin.customers.models import Party, Policy
from huiyin.demo import content, house, people

DAY = date(2026, 11, 22)
AT = datetime(2025, 5, 11, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_the_house_stands_and_is_found_again() -> None:
    persons = people.customers(DAY)[:40]
    built = house.build(people=persons, by=house.SEEDER, at=AT)

    assert Unit.objects.count() == len(content.units())
    assert User.objects.count() == len(content.staff())
    assert Counter(Membership.objects.values_list("role", flat=True)).keys() == set(Role.values)
    assert Party.objects.count() == 40
    assert Policy.objects.count() == sum(len(person.policies) for person in persons)
    assert not Unit.objects.filter(duty_user=None).exists()

    again = house.found()
    assert again.units.keys() == built.units.keys()
    assert again.staff.keys() == built.staff.keys()
    assert {key: party.pk for key, party in again.parties.items()} == {k: p.pk for k, p in built.parties.items()}


def test_head_office_is_the_insurer_of_the_settings(settings: Any) -> None:
    settings.INSURER = settings.INSURER | {"name": "安和保险", "phone": "400-1", "address": "杭州市某路2号"}
    built = house.build(people=people.customers(DAY)[:1], by=house.SEEDER, at=AT)
    root = built.units["HQ"]
    assert (root.name, root.phone, root.address) == ("安和保险", "400-1", "杭州市某路2号")
    assert {unit.phone for unit in built.units.values()} == {"400-1"}


def test_customers_are_found_by_name_and_phone_and_their_ledgers_hold() -> None:
    persons = people.customers(DAY)[:40]
    built = house.build(people=persons, by=house.SEEDER, at=AT)
    somebody = persons[7]
    assert somebody.name == "王𬱖"
    match = customers.find(name="王𬱖")
    assert [m.party.external_ref for m in match] == [somebody.ref]
    assert customers.find(phone=somebody.phone)[0].party.pk == match[0].party.pk
    assert not any(audit.verify(("customer", party.pk)) for party in built.parties.values())


def test_staff_of_departments_act_for_their_whole_branch() -> None:
    built = house.build(people=[], by=house.SEEDER, at=AT)
    handler = built.actor("zhou.qiming")
    assert handler.has_role("handler", path="/HQ/JS/")
    assert not handler.has_role("handler", path="/HQ/ZJ/")
    assert built.units["JS"].duty_user == built.staff["shen.ruolan"]
    assert built.units["SD-YT"].duty_user == built.staff["yu.haiyan"]
    assert built.units["HQ"].duty_user == built.staff["xu.jingyi"]
